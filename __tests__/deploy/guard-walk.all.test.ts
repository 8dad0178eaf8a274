import { spawn } from "node:child_process";
import { once } from "node:events";
import { IpFirewallFilter } from "@cdktf/provider-routeros/lib/ip-firewall-filter";
import type { TerraformStack } from "cdktf";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { ARMING, GuardLab } from "../cli/guarding";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { until } from "../until";
import { upTo } from "./faults";
import { withoutVerdicts } from "./router-content";

const one = { ...article, wans: [Wan.static(wlan1)] };
const moved = { ...wlan2, address: "10.113.0.2/24", gateway: "10.113.0.1" };

const gateway = (props: EcmpMasqueradeGatewayProps) => (stack: TerraformStack) => {
  new EcmpMasqueradeGateway(stack, "gateway", props);
};
const withLock = (stack: TerraformStack) => {
  gateway(article)(stack);
  new IpFirewallFilter(stack, "lock", { chain: "input", action: "drop", comment: "site/lock" });
};

const APPLIES: readonly (readonly [
  name: string,
  from: (stack: TerraformStack) => void,
  to: (stack: TerraformStack) => void,
])[] = [
  ["adds a WAN", gateway(one), gateway(article)],
  ["removes a WAN", gateway(article), gateway(one)],
  ["rewires a WAN", gateway(article), gateway({ ...article, wans: [Wan.static(wlan1), Wan.static(moved)] })],
  ["locks the operator out by a filter", gateway(article), withLock],
  [
    "changes the address of the management LAN",
    gateway(article),
    gateway({ ...article, lans: [{ interface: "Local", address: "192.168.7.1/24" }] }),
  ],
];

const MENUS = [
  "/ip/address",
  "/ip/dns",
  "/ip/dns/static",
  "/ip/firewall/filter",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/route",
  "/ip/settings",
  "/routing/table",
];

/** The rows of the router, those of others too; rules in their order. */
function contentOf({ router }: GuardLab) {
  return MENUS.map((menu) => {
    const texts = router
      .rows(menu)
      .map(({ ".id": _, ...row }) => JSON.stringify(Object.entries(withoutVerdicts(row)).sort()));
    return [menu, menu.startsWith("/ip/firewall") ? texts : texts.sort()];
  });
}

/** Rows that are not of the stack, some before and some behind its own. */
function addForeignRows({ router }: GuardLab): void {
  router.add("/ip/firewall/mangle", { chain: "input", action: "accept" });
  router.add("/ip/firewall/filter", { chain: "input", action: "accept", comment: "of others" });
  router.add("/ip/route", { "dst-address": "10.99.0.0/16", gateway: "10.112.0.1" });
}

/** What goes wrong at the k-th write of an apply. */
const FAULTS: Readonly<Record<string, (lab: GuardLab, k: number) => Promise<unknown>>> = {
  "the path is cut": (lab, k) => {
    lab.router.faults.fromWrite(ARMING + k, "drop-before");
    return lab.guard();
  },
  "replies are lost from then on": (lab, k) => {
    lab.router.faults.fromWrite(ARMING + k, "drop-after");
    return lab.guard();
  },
  "the router restarts": (lab, k) => {
    lab.router.faults.onWrite(ARMING + k, "reboot-after");
    return lab.guard();
  },
  "the guard is killed and its machine is lost": killedAt,
};

/** Runs the guard as a process of its own, which is killed while its path to the router breaks. */
async function killedAt(lab: GuardLab, k: number): Promise<void> {
  const { words, environment } = lab.terraform.process;
  const guard = spawn(process.execPath, words, { env: environment, stdio: "ignore", detached: true });
  const ended = once(guard, "exit");
  lab.router.faults.onWrite(ARMING + k, {
    after: async () => {
      guard.kill("SIGKILL");
      await ended;
      lab.path.cut();
    },
  });
  await ended;
  await until("Terraform has ended", () => !isGroupAlive(guard.pid ?? 0));
  await lab.router.passTime(10 * 60_000);
  lab.path.mend();
}

/** Every write; for what takes long, the first, the middle and the last one. */
function momentsOf(writes: number, isSlow: boolean): readonly number[] {
  return isSlow ? [...new Set([1, Math.ceil(writes / 2), writes])] : upTo(writes);
}

/** Whether any process is left of a group, such as Terraform of a guard that was killed. */
function isGroupAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

describe.each(APPLIES)("an apply that %s", (_, from, to) => {
  test("is undone by the router, whatever goes wrong at any of its writes", async () => {
    await GuardLab.run(async (lab) => {
      addForeignRows(lab);
      lab.terraform.write(from);
      expect(await lab.terraform.apply()).toMatchObject({ ok: true });
      addForeignRows(lab);
      lab.terraform.write(to);
      await lab.terraform.plannedJson();
      const planned = await lab.terraform.plan();
      const [rows, state, before] = [lab.router.save(), lab.terraform.saveState(), contentOf(lab)];
      const since = lab.router.faults.writes;
      expect(await lab.guard()).toMatchObject({ status: 0, err: "" });
      expect(lab.guardRows).toEqual([]);
      // Besides the apply's, there are the writes that arm, and those that disarm.
      const writes = lab.router.faults.writes - since - ARMING - (ARMING - 1);
      expect(writes).toBeGreaterThan(0);
      for (const [fault, run] of Object.entries(FAULTS)) {
        for (const k of momentsOf(writes, run === killedAt)) {
          lab.router.faults.clear();
          lab.path.mend();
          lab.router.load(rows);
          lab.terraform.loadState(state);
          await run(lab, k);
          lab.router.faults.clear();
          expect([fault, k, contentOf(lab)]).toEqual([fault, k, before]);
          expect([fault, k, await lab.terraform.recover()]).toMatchObject([fault, k, { status: 0, err: "" }]);
          expect([fault, k, lab.guardRows]).toEqual([fault, k, []]);
          expect([fault, k, await lab.terraform.plan()]).toEqual([fault, k, planned]);
        }
      }
    });
  });
});
