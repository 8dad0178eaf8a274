import type { Isp } from "../../lab/network";
import type { Sent } from "../../lab/traffic";
import { drawBars } from "../bar-chart";
import { TIMERS_COMPARED } from "../check-timers";
import { type Counts, totalOf } from "../counts";
import { expectedByWan } from "../expectation";
import { FaultClock } from "../fault-clock";
import { count } from "../numbers";
import { heading, type ProgressReport, say, step } from "../print-progress";
import type { Testbed } from "../testbed";
import { until } from "../until";

/** Sent again and again while something is expected to change. */
const PROBES = 256;

/** A flow without an answer by then lost a packet, or the machine is busy: the next flows get twice as long. */
const FIRST_TIMEOUT_MS = 300;
const LONGEST_TIMEOUT_MS = 10_000;

/** Enough to compare shares with what is expected. */
const FLOWS = 1024;

/** How far a share may be from what is expected and still count as that. */
const TOLERANCE = 0.15;

/** One ISP's gateway dies and comes back, and the flows move away and back. */
export async function showFailover(testbed: Testbed): Promise<void> {
  const [isp] = testbed.network.wans;
  if (isp === undefined) {
    return;
  }
  heading(`The gateway of ${isp.name} dies, and comes back`);
  say(TIMERS_COMPARED);
  const back = await step("from the fault to the old shares", async (report) => {
    await isp.inflict("dead-gateway");
    const clock = new FaultClock();
    clock.tell(`the gateway ${isp.gateway} no longer answers`);
    await Promise.all([leave(testbed, isp, clock), moveAway(testbed, isp, clock, report)]);
    await isp.heal();
    clock.tell("the gateway answers again");
    await comeBack(testbed, isp, clock);
    return takeShare(testbed, isp, clock, report);
  });
  say(`\n${drawBars(back, expectedByWan(testbed, testbed.network.internet.addresses(FLOWS)))}`);
}

async function leave(testbed: Testbed, { gateway }: Isp, clock: FaultClock): Promise<void> {
  await until(`the routes by ${gateway} are inactive`, () => testbed.inactiveGateways.includes(gateway));
  clock.tell("its routes are inactive");
}

/** Sends until every flow is answered, and none goes by the ISP. */
async function moveAway(
  testbed: Testbed,
  { name }: Isp,
  clock: FaultClock,
  report: ProgressReport,
): Promise<void> {
  const destinations = testbed.network.internet.addresses(PROBES);
  let [before, lost, timeoutMs] = [0, 0, FIRST_TIMEOUT_MS];
  await until(`no new flow goes by ${name}`, async () => {
    const { answers, failed, byWan } = await testbed.sendFromLan(destinations, {
      timeoutMs,
      concurrency: PROBES,
    });
    if (failed.length === 0 && !byWan.has(name)) {
      return true;
    }
    before += answers.length;
    lost += failed.length;
    timeoutMs = Math.min(2 * timeoutMs, LONGEST_TIMEOUT_MS);
    report(`${count(lost)} of ${count(before)} new flows had no answer`);
    return false;
  });
  clock.tell(
    `all of ${PROBES} new flows are answered, none by ${name}; of ${count(before)} before, ${count(lost)} were not`,
  );
}

async function comeBack(testbed: Testbed, { gateway }: Isp, clock: FaultClock): Promise<void> {
  await until(`the routes by ${gateway} are back`, () => !testbed.inactiveGateways.includes(gateway));
  await testbed.router.settled();
  clock.tell("its routes are back");
}

/** Sends until the ISP has its share again; gives back the spread. */
async function takeShare(
  testbed: Testbed,
  { name }: Isp,
  clock: FaultClock,
  report: ProgressReport,
): Promise<Counts> {
  const destinations = testbed.network.internet.addresses(FLOWS);
  const expected = expectedByWan(testbed, destinations);
  let byWan: Counts = new Map();
  await until(`${name} has its share again`, async () => {
    const sent = await testbed.sendFromLan(destinations);
    byWan = sent.byWan;
    report(`${count(byWan.get(name) ?? 0)} of ${count(totalOf(byWan))} new flows by ${name}`);
    return isAsExpected(sent, expected);
  });
  clock.tell(`${count(FLOWS)} new flows are shared as before`);
  return byWan;
}

const isAsExpected = ({ failed, byWan }: Sent, expected: Counts): boolean =>
  failed.length === 0 &&
  [...expected].every(([name, flows]) => Math.abs((byWan.get(name) ?? 0) - flows) <= TOLERANCE * flows);
