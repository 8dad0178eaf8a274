import { TerraformVariable } from "cdktf";
import { EcmpMasqueradeGateway, HealthCheck, Otherwise, Wan } from "../../lib";
import { article, wlan1 } from "../synth/synthesize";
import type { Deployment } from "./deployment";
import { labTest, rowOf, withLab } from "./lab";

const onLab = labTest("a device's ports lead to lines in use");

const ports = { version: "7.20.4", interfaces: ["Local", "wlan1", "ether2", "ether3"] };

/** A WAN of each kind; pins on the lease's. */
function write(terraform: Deployment, cable: object, user: string, target = "9.9.9.9"): void {
  terraform.write((stack) => {
    const password = new TerraformVariable(stack, "password", { sensitive: true, default: "secret" });
    new EcmpMasqueradeGateway(stack, "gateway", {
      ...article,
      wans: [
        Wan.static({ ...wlan1, healthCheck: HealthCheck.recursive({ targets: [target] }) }),
        Wan.dhcp({ name: "cable", interface: "ether2", ...cable }),
        Wan.pointToPoint({
          name: "dsl",
          interface: "pppoe-out1",
          pppoe: { interface: "ether3", user, password: password.stringValue },
        }),
      ],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["cable"]], otherwise: Otherwise.BLOCK }],
      routerOsVersion: "7.20.4",
    });
  });
}

onLab(
  "on RouterOS 7.20 each kind is made, changed in place and taken away, and leaves an empty plan each time",
  async () => {
    await withLab(async (router, terraform) => {
      write(terraform, {}, "customer");
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect(await terraform.isSettled()).toBe(true);

      write(terraform, { tier: 2, healthCheck: HealthCheck.arp() }, "somebody");
      expect((await terraform.plan()).map(({ actions }) => actions)).toEqual([["update"], ["update"]]);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      const tables = rowOf(router, "/ip/dhcp-client", { interface: "ether2" })["default-route-tables"];
      expect(new Set(tables?.split(","))).toEqual(new Set(["main:2", "to_cable:1"]));
      rowOf(router, "/ip/dhcp-client", { "check-gateway": "arp", "default-route-distance": "2" });
      rowOf(router, "/interface/pppoe-client", { name: "pppoe-out1", user: "somebody", password: "secret" });
      expect(await terraform.isSettled()).toBe(true);

      expect(await terraform.destroy()).toMatchObject({ ok: true });
      for (const menu of ["/ip/dhcp-client", "/interface/pppoe-client", "/routing/rule"]) {
        expect([menu, router.rows(menu)]).toEqual([menu, []]);
      }
    }, ports);
  },
);

onLab(
  "another probe target replaces the first one's routes, and an apply at full parallelism does it in one",
  async () => {
    await withLab(async (router, terraform) => {
      write(terraform, {}, "customer");
      await terraform.apply(20);
      write(terraform, {}, "customer", "1.1.1.1");
      expect(await terraform.apply(20)).toMatchObject({ ok: true });
      const gateways = router.rows("/ip/route").map((row) => row["gateway"]);
      expect(gateways.filter((gateway) => gateway === "1.1.1.1")).toHaveLength(2);
      expect(gateways).not.toContain("9.9.9.9");
      expect(await terraform.isSettled()).toBe(true);
    }, ports);
  },
);

const BY_HAND: [menu: string, which: Record<string, string>, change: Record<string, string>][] = [
  ["/ip/dhcp-client", { interface: "ether2" }, { "use-peer-dns": "yes" }],
  ["/ip/dhcp-client", { interface: "ether2" }, { "check-gateway": "none" }],
  ["/ip/dhcp-client", { interface: "ether2" }, { "default-route-tables": "main:1" }],
  ["/ip/dhcp-client", { interface: "ether2" }, { "add-default-route": "no" }],
  ["/interface/pppoe-client", { name: "pppoe-out1" }, { "add-default-route": "yes" }],
  ["/routing/rule", { table: "to_cable" }, { table: "main" }],
  ["/ip/route", { "dst-address": "9.9.9.9/32", scope: "10" }, { scope: "30" }],
  ["/ip/route", { gateway: "9.9.9.9", "routing-table": "main" }, { "target-scope": "30" }],
];

for (const [menu, which, change] of BY_HAND) {
  const what = `${Object.keys(change)} of ${Object.values(which)}`;
  onLab(`what is changed by hand in ${menu} is found and put back: ${what}`, async () => {
    await withLab(async (router, terraform) => {
      write(terraform, {}, "customer");
      await terraform.apply();
      const before = rowOf(router, menu, which);
      router.set(menu, before[".id"] ?? "", change);
      expect(await terraform.isSettled()).toBe(false);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      const [name = ""] = Object.keys(change);
      const after = router.rows(menu).find((row) => row[".id"] === before[".id"]);
      const values = (row: typeof before | undefined) => new Set(row?.[name]?.split(","));
      expect(values(after)).toEqual(values(before));
    }, ports);
  });
}
