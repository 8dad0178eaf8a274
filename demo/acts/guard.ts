import type { Deployment } from "../deployment";
import { FaultClock } from "../fault-clock";
import { heading, say, step } from "../print-progress";
import type { Testbed } from "../testbed";
import { until } from "../until";

/** What drops all that is for the router itself, also the replies to its gateway checks. */
const RULE = { chain: "input", action: "drop", comment: "lockout" };

const TIMEOUT_MINUTES = 3;

/** New flows of the LAN, and how long lost ones are waited for. */
const FLOWS = 256;
const LOST_MS = 300;

/** A change cuts the operator off, and the router undoes it by itself. */
export async function showGuard(testbed: Testbed, deployment: Deployment): Promise<void> {
  heading("A change cuts the operator off, and the router undoes it by itself");
  say(`  /ip/firewall/filter\n    add chain=${RULE.chain} action=${RULE.action}`);
  const guard = { hasEnded: false };
  const timeout = `${TIMEOUT_MINUTES}m`;
  await step(`routeros-state guard --timeout ${timeout} article -- terraform apply`, async () => {
    const applied = deployment
      .applyUndone({ routeros_ip_firewall_filter: { lockout: RULE } }, timeout)
      .finally(() => {
        guard.hasEnded = true;
      });
    await Promise.all([applied, watch(testbed, guard)]);
  });
  say("  The guard ended with status 1: the apply is undone, and the rows are as they were.");
  await step("routeros-state guard recover article", () => deployment.recover());
}

/** Tells what packets see, until the guard has ended. */
async function watch(testbed: Testbed, guard: { readonly hasEnded: boolean }): Promise<void> {
  const { router } = testbed;
  await until("the rule is on the router", () => hasRule(testbed) || guard.hasEnded);
  if (guard.hasEnded) {
    return;
  }
  const clock = new FaultClock();
  clock.tell("the rule is on the router");
  await until("the operator is cut off", async () => !(await testbed.reachesRouter()));
  clock.tell("the operator no longer reaches the router");
  await loseLan(testbed, clock);
  clock.tell(`the guard waits ${TIMEOUT_MINUTES} minutes; the lab moves the router's clock on instead`);
  await router.passTime(TIMEOUT_MINUTES * 60_000);
  await until("the router has undone the apply", () => !hasRule(testbed));
  clock.tell("the router has run the undo script: the rule is gone");
  await until("the operator reaches the router", () => testbed.reachesRouter());
  clock.tell("the operator reaches the router again");
  await comeBack(testbed, clock);
}

const hasRule = ({ router }: Testbed): boolean =>
  router.rows("/ip/firewall/filter").some(({ comment }) => comment === RULE.comment);

/** Without replies to its checks, the router takes every gateway for dead. */
async function loseLan(testbed: Testbed, clock: FaultClock): Promise<void> {
  const { wans, internet } = testbed.network;
  await until("every gateway seems dead", () =>
    wans.every(({ gateway }) => testbed.inactiveGateways.includes(gateway)),
  );
  await testbed.router.settled();
  const { answered } = await testbed.sendFromLan(internet.addresses(FLOWS), { timeoutMs: LOST_MS });
  clock.tell(`no gateway check is answered: ${answered.length} of ${FLOWS} new flows of the LAN get out`);
}

async function comeBack(testbed: Testbed, clock: FaultClock): Promise<void> {
  await until("every route is back", () => testbed.inactiveGateways.length === 0);
  await testbed.router.settled();
  testbed.expectAnswers(await testbed.sendFromLan(testbed.network.internet.addresses(FLOWS)));
  clock.tell(`all of ${FLOWS} new flows of the LAN are answered again`);
}
