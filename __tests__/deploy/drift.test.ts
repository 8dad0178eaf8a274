import { LabRouter, type Values } from "../../lab/router";
import { Wan } from "../../lib";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { fullTest } from "../tier";
import type { PlannedChange } from "./deployment";
import type { RouterAtHand } from "./device";
import { contentOf, everyKind, labTest, rowOf, unset, withLab, withRouter } from "./lab";

type Hand = (router: RouterAtHand) => void | Promise<void>;

/** One row of each kind, found by what only it holds. */
const rows = {
  lanAddress: ["/ip/address", { interface: "Local" }],
  wanAddress: ["/ip/address", { interface: "wlan1" }],
  masquerade: ["/ip/firewall/nat", { "out-interface": "wlan1" }],
  defaultRoute: ["/ip/route", { comment: "gateway/wlan1/default-route" }],
  policyRoute: ["/ip/route", { comment: "gateway/wlan1/policy-route" }],
  markConnection: ["/ip/firewall/mangle", { chain: "input", "in-interface": "wlan1" }],
  markRouting: ["/ip/firewall/mangle", { chain: "output", "connection-mark": "wlan1_conn" }],
  pin: ["/ip/route", { comment: "gateway/wlan2/pin:203.0.113.80" }],
  blackhole: ["/ip/route", { comment: "gateway/wlan2/pin-blackhole:203.0.113.80" }],
  staticRecord: ["/ip/dns/static", { name: "portal.isp.example" }],
} satisfies Record<string, [menu: string, values: Values]>;
type Kind = keyof typeof rows;
const kinds = Object.keys(rows) as Kind[];

const idOf = (router: RouterAtHand, kind: Kind) =>
  rowOf(router, ...(rows[kind] as [string, Values]))[".id"] ?? "";
const setting =
  (kind: Kind, change: Values): Hand =>
  (router) =>
    router.set(rows[kind][0], idOf(router, kind), change);
const unsetting =
  (kind: Kind, name: string): Hand =>
  (router) =>
    unset(router, rows[kind][0], rowOf(router, ...(rows[kind] as [string, Values])), name);

interface Outcome {
  readonly deployed: ReturnType<typeof contentOf>;
  readonly tampered: ReturnType<typeof contentOf>;
  readonly plan: PlannedChange[];
  readonly applied: ReturnType<typeof contentOf>;
}

/** Deploys every kind of row, lets somebody's hands at the router, and applies again. */
async function after(...hands: Hand[]): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await withRouter(async (router, terraform) => {
    terraform.writeGateway(everyKind);
    await terraform.apply();
    const deployed = contentOf(router);
    for (const hand of hands) {
      await hand(router);
    }
    const tampered = contentOf(router);
    const plan = await terraform.plan();
    expect(await terraform.apply()).toMatchObject({ ok: true });
    outcome = { deployed, tampered, plan, applied: contentOf(router) };
  });
  if (outcome === undefined) {
    throw new Error("no outcome");
  }
  return outcome;
}

describe("the next apply puts back", () => {
  test("rows that were deleted or disabled, values that were changed, matchers that were added", async () => {
    const { deployed, plan, applied } = await after(
      (router) => router.remove(rows.lanAddress[0], idOf(router, "lanAddress")),
      (router) => router.remove(rows.pin[0], idOf(router, "pin")),
      setting("masquerade", { disabled: "yes" }),
      setting("policyRoute", { disabled: "yes" }),
      setting("defaultRoute", { gateway: "10.112.0.77" }),
      setting("staticRecord", { address: "192.0.2.1" }),
      (router) => router.set("/ip/dns", undefined, { servers: "192.0.2.53" }),
      setting("markConnection", { "src-address": "192.168.0.7" }),
    );
    expect(plan.map(({ actions }) => actions.join()).sort()).toEqual([
      ...Array(2).fill("create"),
      ...Array(6).fill("update"),
    ]);
    expect(applied).toEqual(deployed);
  });

  fullTest("every row that was disabled", async () => {
    const { deployed, plan, applied } = await after(
      ...kinds.map((kind) => setting(kind, { disabled: "yes" })),
    );
    expect(plan.map(({ actions }) => actions)).toEqual(kinds.map(() => ["update"]));
    expect(applied).toEqual(deployed);
  });

  fullTest("every row that was deleted", async () => {
    const { deployed, plan, applied } = await after(
      ...kinds.map((kind) => (router: RouterAtHand) => router.remove(rows[kind][0], idOf(router, kind))),
    );
    expect(plan.map(({ actions }) => actions)).toEqual(kinds.map(() => ["create"]));
    expect(applied).toEqual(deployed);
  });

  fullTest("every value that was changed", async () => {
    const { deployed, plan, applied } = await after(
      setting("lanAddress", { address: "192.168.0.9/24" }),
      setting("wanAddress", { network: "10.112.0.8" }),
      setting("masquerade", { "out-interface": "Local" }),
      setting("defaultRoute", { gateway: "10.112.0.77" }),
      setting("policyRoute", { "routing-table": "to_wlan2", "check-gateway": "arp" }),
      setting("pin", { distance: "5" }),
      setting("blackhole", { "dst-address": "203.0.113.81/32" }),
      setting("markConnection", { "new-connection-mark": "other", passthrough: "no" }),
      setting("markRouting", { "new-routing-mark": "to_wlan2", "dst-address": "10.0.0.0/8" }),
      setting("staticRecord", { address: "192.0.2.1", ttl: "5m" }),
      (router) => router.set("/ip/dns", undefined, { servers: "192.0.2.53" }),
    );
    expect(plan.map(({ actions }) => actions)).toEqual(Array(11).fill(["update"]));
    expect(applied).toEqual(deployed);
  });

  fullTest("a rule to which a matcher was added: it is said whole", async () => {
    const { deployed, applied } = await after(
      setting("masquerade", { "src-address": "192.168.0.7" }),
      setting("markConnection", { "src-address": "192.168.0.7" }),
    );
    expect(applied).toEqual(deployed);
  });
});

/** The table "What the provider does not detect" of docs/troubleshooting.md: its lines are these tests. */
describe("the provider does not see", () => {
  test("a field that was taken off a row, since the reply then lacks it, and rows of somebody else", async () => {
    const { tampered, deployed, plan, applied } = await after(
      unsetting("defaultRoute", "check-gateway"),
      unsetting("policyRoute", "check-gateway"),
      unsetting("pin", "check-gateway"),
      unsetting("masquerade", "out-interface"),
      unsetting("markConnection", "in-interface"),
      unsetting("markRouting", "connection-mark"),
      setting("wanAddress", { comment: "" }),
      setting("staticRecord", { comment: "" }),
      // It joins the ECMP group.
      (router) => {
        router.add("/ip/route", { "dst-address": "0.0.0.0/0", gateway: "10.112.0.5" });
      },
    );
    expect(tampered).not.toEqual(deployed);
    expect(plan).toEqual([]);
    expect(applied).toEqual(tampered);
  });

  labTest("two routers")(
    "that a row is somebody else's: rows are known by `.id` alone, so keep state and device together",
    async () => {
      await withLab(async (_, terraform) => {
        terraform.writeGateway(everyKind);
        await terraform.apply();
        const other = await LabRouter.start();
        try {
          const theirs = other.add("/ip/firewall/nat", {
            chain: "dstnat",
            action: "accept",
            comment: "somebody else's",
          });
          terraform.pointAt(other);
          const adopted = (await terraform.plan()).filter(({ actions }) => actions.join() === "update");
          expect(adopted.map(({ address }) => address)).toEqual([
            "routeros_ip_dns.gateway_dns_servers_EAC7D330",
            expect.stringMatching(/^routeros_ip_firewall_nat\.gateway_wlan[12]_masquerade_/),
            "routeros_ip_settings.gateway_settings_ip_37EFFA2F",
          ]);
          await terraform.destroy();
          expect(other.rows("/ip/firewall/nat").map((row) => row[".id"])).not.toContain(theirs);
        } finally {
          await other.close();
        }
      });
    },
  );

  labTest("versions")(
    "from RouterOS 7.21 on an address cannot be changed in place; -replace does it",
    async () => {
      const changed = {
        ...article,
        wans: [Wan.static({ ...wlan1, address: "10.112.0.3/24" }), Wan.static(wlan2)],
      };
      await withLab(
        async (router, terraform) => {
          terraform.writeGateway(article);
          await terraform.apply();
          terraform.writeGateway(changed);
          const { ok, text } = await terraform.apply();
          expect([ok, text]).toEqual([false, expect.stringContaining("unknown parameter vrf")]);
          rowOf(router, "/ip/address", { address: "10.112.0.2/24" });
          expect(await terraform.replace(terraform.addressOf("gateway/wlan1/address"))).toMatchObject({
            ok: true,
          });
          rowOf(router, "/ip/address", { address: "10.112.0.3/24" });
          expect(await terraform.isSettled()).toBe(true);
        },
        { version: "7.24" },
      );
    },
  );
});
