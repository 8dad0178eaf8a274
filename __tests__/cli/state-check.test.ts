import { existsSync } from "node:fs";
import { LabRouter, type Values } from "../../lab/router";
import { contentOf, everyKind, rowOf, unset } from "../deploy/lab";
import { fullTest } from "../tier";
import { type StateDeployment, withStateLab } from "./state-lab";

/** A deployed gateway with every kind of row. */
const withGateway = (use: (router: LabRouter, terraform: StateDeployment) => Promise<void>) =>
  withStateLab(async (router, terraform) => {
    terraform.writeGateway(everyKind);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    await use(router, terraform);
  });

const idOf = (router: LabRouter, menu: string, values: Values) => rowOf(router, menu, values)[".id"] ?? "";

fullTest("a router that holds what the state holds ends with 0, and is not written to", async () => {
  await withGateway(async (router, terraform) => {
    const { writes } = router.faults;
    const { status, out, err } = await terraform.state("check");
    expect([status, err, router.faults.writes]).toEqual([0, "", writes]);
    expect(out).toContain("The router matches the state.");
    expect(out).toContain('"MikroTik", RouterOS 7.20.4 (stable)');
  });
});

test("fields that no plan misses are found, each with what the state holds, and healed", async () => {
  await withGateway(async (router, terraform) => {
    const before = contentOf(router);
    for (const [menu, values, field] of [
      ["/ip/route", { comment: "gateway/wlan1/default-route" }, "check-gateway"],
      ["/ip/firewall/nat", { "out-interface": "wlan1" }, "out-interface"],
      ["/ip/firewall/mangle", { chain: "input", "in-interface": "wlan2" }, "in-interface"],
      ["/ip/firewall/mangle", { "new-routing-mark": "to_wlan1" }, "connection-mark"],
    ] as const) {
      await unset(router, menu, rowOf(router, menu, values), field);
    }
    router.set("/ip/address", idOf(router, "/ip/address", { interface: "wlan1" }), { comment: "" });
    expect(await terraform.isSettled()).toBe(true);
    const found = (await terraform.findings()) as {
      kind: string;
      menu: string;
      differences: { field: string; wanted: string; shownByPlan: boolean }[];
    }[];
    expect(
      found
        .map(({ kind, menu, differences }) => [kind, menu, ...differences.map((one) => Object.values(one))])
        .sort(),
    ).toEqual([
      ["drifted", "/ip/address", ["comment", "gateway/wlan1/address", false]],
      ["drifted", "/ip/firewall/mangle", ["connection-mark", "wlan1_conn", false]],
      ["drifted", "/ip/firewall/mangle", ["in-interface", "wlan2", false]],
      ["drifted", "/ip/firewall/nat", ["out-interface", "wlan1", false]],
      ["drifted", "/ip/route", ["check-gateway", "ping", false]],
    ]);
    expect((await terraform.state("heal")).status).toBe(0);
    expect(contentOf(router)).toEqual(before);
  });
});

fullTest("what a plan shows too is found, said to be shown, and left to the next apply", async () => {
  await withGateway(async (router, terraform) => {
    const route = idOf(router, "/ip/route", { comment: "gateway/wlan1/default-route" });
    router.set("/ip/route", route, { gateway: "10.112.0.77" });
    router.remove("/ip/firewall/nat", idOf(router, "/ip/firewall/nat", { "out-interface": "wlan2" }));
    const rule = idOf(router, "/ip/firewall/mangle", { chain: "input", "in-interface": "wlan1" });
    router.set("/ip/firewall/mangle", rule, { "src-address": "192.168.0.7" });
    router.set("/ip/dns", undefined, { servers: "192.0.2.53" });
    expect(await terraform.findings()).toEqual([
      expect.objectContaining({
        kind: "drifted",
        menu: "/ip/dns",
        differences: [
          { field: "servers", wanted: "9.9.9.9,1.1.1.1", found: "192.0.2.53", shownByPlan: true },
        ],
      }),
      expect.objectContaining({
        kind: "drifted",
        menu: "/ip/firewall/mangle",
        differences: [{ field: "src-address", found: "192.168.0.7", shownByPlan: true }],
      }),
      expect.objectContaining({ kind: "missing", menu: "/ip/firewall/nat" }),
      expect.objectContaining({
        kind: "drifted",
        menu: "/ip/route",
        differences: [{ field: "gateway", wanted: "10.112.0.1", found: "10.112.0.77", shownByPlan: true }],
      }),
    ]);
    const tampered = contentOf(router);
    expect((await terraform.state("heal")).status).toBe(1);
    expect(contentOf(router)).toEqual(tampered);
    await terraform.apply();
    expect((await terraform.state("check")).status).toBe(0);
  });
});

test("a copy of a row goes only where it is the row in every field; a row that only claims to be ours stays", async () => {
  await withGateway(async (router, terraform) => {
    const before = contentOf(router);
    const copy = {
      chain: "srcnat",
      action: "masquerade",
      "out-interface": "wlan1",
      comment: "gateway/wlan1/masquerade",
    };
    const duplicate = router.add("/ip/firewall/nat", copy);
    const other = router.add("/ip/firewall/nat", { ...copy, "src-address": "192.168.0.7" });
    const { comment: _, ...uncommented } = copy;
    const theirs = router.add("/ip/firewall/nat", uncommented);
    const left = router.add("/ip/route", {
      "dst-address": "198.51.100.0/24",
      gateway: "10.112.0.1",
      comment: "gateway/wlan9/pin",
    });
    const found = (await terraform.findings()).map(({ kind, id }) => [kind, id]);
    expect(found).toEqual([
      ["duplicate", duplicate],
      ["orphaned", other],
      ["orphaned", left],
    ]);

    const asked: string[] = [];
    const refused = await terraform.state("heal", [], async (question) => {
      asked.push(question);
      return false;
    });
    expect([refused.status, asked]).toEqual([1, ["Make these changes?"]]);
    expect(router.rows("/ip/firewall/nat").map((row) => row[".id"])).toContain(duplicate);

    expect((await terraform.state("heal")).status).toBe(1);
    const ids = router.rows("/ip/firewall/nat").map((row) => row[".id"]);
    expect(ids).not.toContain(duplicate);
    expect(ids).toEqual(expect.arrayContaining([other, theirs]));
    for (const id of [other, theirs]) {
      router.remove("/ip/firewall/nat", id);
    }
    router.remove("/ip/route", left);
    expect(contentOf(router)).toEqual(before);
  });
});

fullTest("a row that was made again by hand is taken for the one that is gone", async () => {
  await withGateway(async (router, terraform) => {
    const before = contentOf(router);
    const {
      ".id": id = "",
      bytes: _,
      packets: __,
      dynamic: ___,
      invalid: ____,
      ...rule
    } = rowOf(router, "/ip/firewall/nat", { "out-interface": "wlan1" });
    router.remove("/ip/firewall/nat", id);
    const again = router.add("/ip/firewall/nat", rule);
    expect(await terraform.findings()).toMatchObject([{ kind: "untracked", id: again }]);
    expect((await terraform.state("heal")).status).toBe(0);
    expect(await terraform.isSettled()).toBe(true);
    expect(contentOf(router)).toEqual(before);
    expect(router.rows("/ip/firewall/nat").map((row) => row[".id"])).toContain(again);
  });
});

fullTest("another router under the same state is told by its rows, and not written to", async () => {
  await withGateway(async (_, terraform) => {
    const other = await LabRouter.start();
    try {
      other.add("/ip/firewall/nat", { chain: "dstnat", action: "accept", comment: "somebody else's" });
      other.set("/system/identity", undefined, { name: "elsewhere" });
      const before = contentOf(other);
      terraform.pointAt(other);
      const { status, out } = await terraform.state("check");
      expect([status, out]).toEqual([
        1,
        expect.stringContaining("this is another router, or the router was reset"),
      ]);
      const report = JSON.parse((await terraform.state("check", ["--json"])).out);
      expect(report).toMatchObject({ otherRouter: true, router: { identity: "elsewhere" } });
      expect(report.findings).toContainEqual(
        expect.objectContaining({ kind: "foreign", comment: "somebody else's" }),
      );
      terraform.writeGateway({
        ...everyKind,
        policies: [{ name: "pinned", to: ["192.0.2.9"], via: [["wlan1"]] }],
      });
      for (const args of [["heal"], ["adopt", "--write-comments"]] as const) {
        const [subcommand, ...options] = args;
        const { status: refused, out: why } = await terraform.state(subcommand, options);
        expect([args, refused, why]).toEqual([args, 1, expect.stringContaining("Nothing was")]);
      }
      expect([contentOf(other), existsSync(terraform.importsFile)]).toEqual([before, false]);
    } finally {
      await other.close();
    }
  });
});

fullTest("a router of another name ends with 1 where a name is asked for", async () => {
  await withGateway(async (router, terraform) => {
    router.set("/system/identity", undefined, { name: "gw-01" });
    expect((await terraform.state("check", ["--identity", "gw-01"])).status).toBe(0);
    const { status, out } = await terraform.state("check", ["--identity", "gw-02"]);
    expect([status, out]).toEqual([1, expect.stringContaining('The router is not "gw-02"')]);
  });
});

fullTest("a change that waits to be applied is none on the router", async () => {
  await withGateway(async (_, terraform) => {
    terraform.writeGateway({ ...everyKind, comment: "renamed", dns: undefined, policies: [] });
    expect((await terraform.plan()).length).toBeGreaterThan(10);
    expect(await terraform.findings()).toEqual([]);
  });
});
