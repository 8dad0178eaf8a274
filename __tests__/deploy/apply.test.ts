import { TerraformVariable } from "cdktf";
import { EcmpMasqueradeGateway, Wan } from "../../lib";
import { article, wlan1, wlan2, wlan3 } from "../synth/synthesize";
import { fullTest, sampled } from "../tier";
import {
  articleWithDns,
  contentOf,
  everyKind,
  labTest,
  portTest,
  rowOf,
  withLab,
  withReview,
  withRouter,
} from "./lab";

const foreign = {
  "/ip/firewall/nat": {
    chain: "dstnat",
    action: "dst-nat",
    protocol: "tcp",
    "dst-port": "443",
    "to-addresses": "192.168.0.9",
  },
  "/ip/firewall/filter": { chain: "input", action: "accept", comment: "somebody else's" },
  "/ip/route": { "dst-address": "172.16.0.0/12", gateway: "192.168.0.254" },
};

test("an apply is followed by an empty plan, and a destroy leaves the rows of others", async () => {
  await withReview(async (router, terraform) => {
    // The hash policy is not put back: see docs/troubleshooting.md.
    router.set("/ip/settings", undefined, { "ipv4-multipath-hash-policy": "l4" });
    for (const [menu, row] of Object.entries(foreign)) {
      router.add(menu, row);
    }
    const before = contentOf(router);
    terraform.writeGateway(everyKind);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(await terraform.isSettled()).toBe(true);
    expect(await terraform.destroy()).toMatchObject({ ok: true });
    expect(contentOf(router)).toEqual(before);
    rowOf(router, "/ip/firewall/filter", foreign["/ip/firewall/filter"]);
  });
});

fullTest("the router ends with the same rows at -parallelism=1 and =20", async () => {
  const contents: unknown[] = [];
  for (const parallelism of [1, 20]) {
    await withRouter(async (router, terraform) => {
      terraform.writeGateway(everyKind);
      expect(await terraform.apply(parallelism)).toMatchObject({ ok: true });
      contents.push(contentOf(router));
    });
  }
  expect(contents[1]).toEqual(contents[0]);
});

fullTest(
  "the plan of the article: 7 resources per WAN, 1 per LAN, and those of DNS and the pin",
  async () => {
    await withRouter(async (_, terraform) => {
      terraform.writeGateway(article);
      expect(await terraform.plan()).toHaveLength(2 * 7 + 1);
      terraform.writeGateway(articleWithDns);
      const plan = await terraform.plan();
      expect(plan).toHaveLength(2 * 7 + 1 + 3);
      expect(new Set(plan.map(({ actions }) => actions.join()))).toEqual(new Set(["create"]));
    });
  },
);

fullTest(
  "the router shows one ECMP group, and every route up",
  async () => {
    await withLab(async (router, terraform) => {
      terraform.writeGateway(article);
      await terraform.apply();
      const routes = router.rows("/ip/route").filter((row) => row["dst-address"] === "0.0.0.0/0");
      expect(
        routes
          .map((row) => [row["routing-table"], row.gateway, row.active, row.ecmp, row["immediate-gw"]])
          .sort(),
      ).toEqual([
        ["main", "10.111.0.1", "true", "true", "10.111.0.1%wlan2"],
        ["main", "10.112.0.1", "true", "true", "10.112.0.1%wlan1"],
        ["to_wlan1", "10.112.0.1", "true", undefined, "10.112.0.1%wlan1"],
        ["to_wlan2", "10.111.0.1", "true", undefined, "10.111.0.1%wlan2"],
      ]);
    });
  },
  labTest("gateways that answer"),
);

labTest("a log of requests")("rows are destroyed in the reverse order of their making", async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway(article);
    await terraform.apply(1);
    const made = router.requests.filter(({ method }) => method === "PUT").length;
    await terraform.destroy(1);
    const removed = router.requests
      .filter(({ method }) => method === "DELETE")
      .map(({ path }) => path.replace(/^\/rest\/|\/[^/]*$/g, ""));
    expect(removed).toHaveLength(made);
    const last = (menu: string) => removed.lastIndexOf(menu);
    // Marks, then routes, then WAN addresses, masquerade, tables, and the operator's own address at the very end.
    expect(last("ip/firewall/mangle")).toBeLessThan(last("ip/route"));
    expect(last("ip/route")).toBeLessThan(last("ip/firewall/nat"));
    expect(last("ip/firewall/nat")).toBeLessThan(last("routing/table"));
    expect(removed.at(-1)).toBe("ip/address");
  });
});

describe("a change of the gateway", () => {
  const ports = { interfaces: ["Local", "wlan1", "wlan2", "wlan3"] };
  const wans = (...all: Parameters<typeof Wan.static>[0][]) => ({
    ...article,
    wans: all.map((wan) => Wan.static(wan)),
  });

  fullTest(
    "reordering the WANs plans nothing",
    async () => {
      await withRouter(async (_, terraform) => {
        terraform.writeGateway(wans(wlan1, wlan2, wlan3));
        await terraform.apply();
        terraform.writeGateway(wans(wlan3, wlan1, wlan2));
        expect(await terraform.plan()).toEqual([]);
      }, ports);
    },
    portTest("wlan3"),
  );

  fullTest(
    "adding or removing a WAN touches no row of the others",
    async () => {
      await withRouter(async (_, terraform) => {
        terraform.writeGateway(wans(wlan1, wlan2));
        await terraform.apply();
        terraform.writeGateway(wans(wlan1, wlan3, wlan2));
        const added = await terraform.plan();
        expect(added.map(({ actions }) => actions)).toEqual(Array(7).fill(["create"]));
        expect(added.every(({ address }) => address.includes("_wlan3_"))).toBe(true);
        await terraform.apply();
        terraform.writeGateway(wans(wlan2, wlan3));
        const removed = await terraform.plan();
        expect(removed.map(({ actions }) => actions)).toEqual(Array(7).fill(["delete"]));
        expect(removed.every(({ address }) => address.includes("_wlan1_"))).toBe(true);
      }, ports);
    },
    portTest("wlan3"),
  );

  for (const version of sampled(["7.20", "7.24"], 1)) {
    labTest("versions, and counts of writes")(
      `renaming a WAN with renamedFrom writes nothing to a router of version ${version}`,
      async () => {
        await withLab(
          async (router, terraform) => {
            terraform.writeGateway(wans(wlan1, wlan2));
            await terraform.apply();
            const before = contentOf(router);
            const { writes } = router.faults;
            terraform.writeGateway(wans({ ...wlan1, name: "fibre", renamedFrom: "wlan1" }, wlan2));
            expect(await terraform.plan()).toEqual([]);
            expect(await terraform.apply()).toMatchObject({ ok: true });
            expect(
              Object.keys(terraform.idsInState()).filter((address) => address.includes("_fibre_")),
            ).toHaveLength(7);

            // Once every state has moved, routerName takes the place of renamedFrom; a second renaming keeps it too.
            terraform.writeGateway(wans({ ...wlan1, name: "fibre", routerName: "wlan1" }, wlan2));
            expect(await terraform.isSettled()).toBe(true);
            terraform.writeGateway(
              wans({ ...wlan1, name: "glass", renamedFrom: "fibre", routerName: "wlan1" }, wlan2),
            );
            expect(await terraform.apply()).toMatchObject({ ok: true });
            expect([contentOf(router), router.faults.writes]).toEqual([before, writes]);
          },
          { version },
        );
      },
    );
  }
});

fullTest("tokens of other resources reach the router as values", async () => {
  await withRouter(async (router, terraform) => {
    terraform.write((stack) => {
      const host = (id: string, value: string) =>
        new TerraformVariable(stack, id, { default: value }).stringValue;
      new EcmpMasqueradeGateway(stack, "gateway", {
        lans: [
          { name: "lan", interface: host("lan", "Local"), address: host("lan_address", "192.168.0.1/24") },
        ],
        wans: [
          Wan.static({
            ...wlan1,
            address: host("address", "10.112.0.2/24"),
            gateway: host("isp", "10.112.0.1"),
          }),
          Wan.static(wlan2),
        ],
        policies: [{ name: "pin", to: [host("pin", "203.0.113.0/24")], via: [["wlan1"]] }],
      });
    });
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);
    rowOf(router, "/ip/address", { address: "10.112.0.2/24", network: "10.112.0.0", interface: "wlan1" });
    rowOf(router, "/ip/firewall/mangle", { chain: "output", "dst-address": "!10.112.0.0/24" });
  });
});
