import { existsSync, readFileSync } from "node:fs";
import type { LabRouter } from "../../lab/router";
import { Wan } from "../../lib";
import { articleWithDns, contentOf, rowOf, unset } from "../deploy/lab";
import { WANS } from "../packets/packet-lab";
import { article } from "../synth/synthesize";
import { fullTest } from "../tier";
import { writeByHand } from "./by-hand";
import { type StateDeployment, withStateLab } from "./state-lab";

const LAN = { name: "Local", routerAddress: "192.168.0.1/24" };

/** A router with the article's rows written by hand, and a stack that Terraform is ready for. */
const withHandMade = (
  use: (
    router: LabRouter,
    terraform: StateDeployment,
    ids: Readonly<Record<string, string>>,
  ) => Promise<void>,
  version?: string,
) =>
  withStateLab(
    async (router, terraform) => {
      const ids = writeByHand(router, LAN, WANS.slice(0, 2));
      terraform.writeGateway(article);
      await terraform.plan();
      await use(router, terraform, ids);
    },
    { version },
  );

/** The rows of a router without comments, and without what says the same as its absence. */
function meaningOf(router: LabRouter): unknown {
  return Object.entries(contentOf(router)).map(([menu, rows]) => [
    menu,
    rows
      .map((row) =>
        JSON.parse(row).filter(
          ([name, value]: [string, string]) =>
            !["comment", "address-list-timeout", "immediate-gw"].includes(name) &&
            value !== "false" &&
            !(name === "passthrough" && value === "true"),
        ),
      )
      .map((row) => JSON.stringify(row))
      .sort(),
  ]);
}

/** The ids in the import blocks, by resource. */
function importsOf(terraform: StateDeployment): ReadonlyMap<string, string> {
  const blocks: { to: string; id: string }[] = JSON.parse(readFileSync(terraform.importsFile, "utf8")).import;
  return new Map(blocks.map(({ to, id }) => [to, id]));
}

const writesOf = (router: LabRouter, from: number) =>
  router.requests.slice(from).filter(({ method }) => method !== "GET");

test("rows written by hand are imported, each as the resource that it does the work of", async () => {
  await withHandMade(async (router, terraform, ids) => {
    const before = meaningOf(router);
    const requests = router.requests.length;
    const { status, out } = await terraform.state("adopt");
    expect([status, out]).toEqual([0, expect.stringContaining("to import 15 and to create 0")]);
    expect(writesOf(router, requests)).toEqual([]);
    const blocks = importsOf(terraform);
    expect(blocks.size).toBe(15);
    const idOf = (comment: string) => blocks.get(terraform.addressOf(comment));
    expect({
      lan: idOf("gateway/Local/address"),
      ...Object.fromEntries(
        ["wlan1", "wlan2"].flatMap((wan) => [
          [`${wan} address`, idOf(`gateway/${wan}/address`)],
          [`${wan} table`, idOf(`gateway/${wan}/routing-table`)],
          [`${wan} masquerade`, idOf(`gateway/${wan}/masquerade`)],
          [`${wan} default route`, idOf(`gateway/${wan}/default-route`)],
          [`${wan} policy route`, idOf(`gateway/${wan}/policy-route`)],
          [`${wan} input`, idOf(`gateway/${wan}/mark-connection`)],
          [`${wan} output`, idOf(`gateway/${wan}/mark-routing`)],
        ]),
      ),
    }).toEqual(ids);

    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(meaningOf(router)).toEqual(before);
    expect(new Set(writesOf(router, requests).map(({ method }) => method))).toEqual(new Set(["PATCH"]));
    expect(await terraform.isSettled()).toBe(true);
    expect((await terraform.state("check")).status).toBe(0);
    rowOf(router, "/ip/address", { ".id": ids["wlan1 address"] ?? "", comment: "gateway/wlan1/address" });
  });
});

for (const version of ["7.20", "7.24"]) {
  fullTest(`with --write-comments the plan has nothing to write, on version ${version}`, async () => {
    await withHandMade(async (router, terraform) => {
      const before = meaningOf(router);
      expect((await terraform.state("adopt", ["--write-comments"])).status).toBe(0);
      const comments = router.requests.filter(({ method }) => method !== "GET");
      expect(comments).toHaveLength(15);
      expect(meaningOf(router)).toEqual(before);
      const requests = router.requests.length;
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect(writesOf(router, requests)).toEqual([]);
      expect((await terraform.state("check")).status).toBe(0);
    }, version);
  });
}

fullTest(
  "a row that differs is listed with its fields, nothing is written, and the user's word decides",
  async () => {
    await withHandMade(async (router, terraform, ids) => {
      const route = ids["wlan2 policy route"] ?? "";
      // The article's own slip.
      router.set("/ip/route", route, { gateway: "10.111.0.2" });
      const before = contentOf(router);
      const { status, out } = await terraform.state("adopt", ["--write-comments"]);
      expect(status).toBe(1);
      const address = terraform.addressOf("gateway/wlan2/policy-route");
      expect(out).toContain(
        `${address}\n  /ip/route ${route}\n    gateway: router 10.111.0.2, stack 10.111.0.1`,
      );
      expect([contentOf(router), existsSync(terraform.importsFile)]).toEqual([before, false]);

      expect((await terraform.state("adopt", ["--row", `${address}=${route}`])).status).toBe(0);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      rowOf(router, "/ip/route", { ".id": route, gateway: "10.111.0.1" });
      expect((await terraform.state("check")).status).toBe(0);
    });
  },
);

fullTest("the article's listing as it is printed is taken over by answers, and mended in place", async () => {
  await withHandMade(async (router, terraform, ids) => {
    const resources = new Map<string, string>();
    for (const wan of ["wlan1", "wlan2"]) {
      // Without what the article does not say.
      await unset(router, "/ip/firewall/mangle", { ".id": ids[`${wan} input`] ?? "" }, "connection-mark");
      await unset(router, "/ip/firewall/mangle", { ".id": ids[`${wan} output`] ?? "" }, "dst-address");
      await unset(router, "/ip/route", { ".id": ids[`${wan} policy route`] ?? "" }, "check-gateway");
      resources.set(terraform.addressOf(`gateway/${wan}/mark-connection`), ids[`${wan} input`] ?? "");
      resources.set(terraform.addressOf(`gateway/${wan}/mark-routing`), ids[`${wan} output`] ?? "");
      resources.set(terraform.addressOf(`gateway/${wan}/policy-route`), ids[`${wan} policy route`] ?? "");
    }
    const { status, out } = await terraform.state("adopt");
    expect(status).toBe(1);
    const [, ...questions] = out.split(/\n\n(?=routeros_)/);
    expect(questions.map((question) => question.split("\n")[0]).sort()).toEqual([...resources.keys()].sort());
    expect(out).toContain("connection-mark: router not set, stack no-mark");

    const answers = [...resources].flatMap(([address, id]) => ["--row", `${address}=${id}`]);
    expect((await terraform.state("adopt", answers)).status).toBe(0);
    const requests = router.requests.length;
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(new Set(writesOf(router, requests).map(({ method }) => method))).toEqual(new Set(["PATCH"]));
    rowOf(router, "/ip/firewall/mangle", { ".id": ids["wlan1 input"] ?? "", "connection-mark": "no-mark" });
    expect((await terraform.state("check")).status).toBe(0);
  });
});

fullTest("of two rows that fit, none is taken, unless one has the resource's comment", async () => {
  await withHandMade(async (router, terraform, ids) => {
    const copy = { chain: "srcnat", "out-interface": "wlan1", action: "masquerade" };
    const second = router.add("/ip/firewall/nat", copy);
    const open = await terraform.state("adopt");
    expect(open.status).toBe(1);
    expect(open.out).toContain(`/ip/firewall/nat ${ids["wlan1 masquerade"]} matches`);
    expect(open.out).toContain(`/ip/firewall/nat ${second} matches`);

    router.set("/ip/firewall/nat", second, { comment: "gateway/wlan1/masquerade" });
    expect((await terraform.state("adopt")).status).toBe(0);
    expect(importsOf(terraform).get(terraform.addressOf("gateway/wlan1/masquerade"))).toBe(second);
  });
});

fullTest("a comment alone makes no row ours", async () => {
  await withHandMade(async (router, terraform, ids) => {
    const rule = ids["wlan1 masquerade"] ?? "";
    router.set("/ip/firewall/nat", rule, {
      comment: "gateway/wlan1/masquerade",
      "src-address": "192.168.0.7",
    });
    const { status, out } = await terraform.state("adopt");
    expect([status, out]).toEqual([
      1,
      expect.stringContaining("src-address: router 192.168.0.7, stack not set"),
    ]);
  });
});

fullTest(
  "what no row comes near is created, and of a menu that is one row it is said what changes",
  async () => {
    await withHandMade(async (router, terraform, ids) => {
      for (const name of ["wlan2 input", "wlan2 output"]) {
        router.remove("/ip/firewall/mangle", ids[name] ?? "");
      }
      for (const name of ["wlan1 input", "wlan1 output"]) {
        router.remove("/ip/firewall/mangle", ids[name] ?? "");
      }
      router.set("/ip/dns", undefined, { servers: "192.0.2.53" });
      terraform.writeGateway(articleWithDns);
      const { status, out } = await terraform.state("adopt");
      expect(status).toBe(0);
      expect(out).toContain("servers: router 192.0.2.53, stack 9.9.9.9,1.1.1.1");
      expect(out).toContain("to import 11 and to create 7");
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect((await terraform.state("check")).status).toBe(0);
    });
  },
);

fullTest(
  "where Terraform would change more than comments, its own plan is shown and no blocks stay, unless asked for",
  async () => {
    await withStateLab(
      async (router, terraform) => {
        router.add("/routing/table", { name: "to_cable", fib: "" });
        const client = router.add("/ip/dhcp-client", {
          interface: "ether2",
          "default-route-tables": "main:1,to_cable:1",
          "check-gateway": "ping",
          "use-peer-dns": "no",
          "use-peer-ntp": "no",
          "dhcp-options": "hostname",
          disabled: "no",
        });
        terraform.writeGateway({ ...article, wans: [Wan.dhcp({ name: "cable", interface: "ether2" })] });
        await terraform.plan();
        const requests = router.requests.length;
        const { status, out } = await terraform.state("adopt", ["--write-comments"]);
        const address = terraform.addressOf("gateway/cable/dhcp-client");
        expect([status, out]).toEqual([1, expect.stringContaining(`  ${address}: dhcp-options\n`)]);
        expect([existsSync(terraform.importsFile), writesOf(router, requests)]).toEqual([false, []]);

        expect((await terraform.state("adopt", ["--row", `${address}=${client}`])).status).toBe(0);
        expect(importsOf(terraform).get(address)).toBe(client);
      },
      { version: "7.24", interfaces: ["Local", "ether2"] },
    );
  },
);
