import { drawBars } from "../bar-chart";
import { addUp, type Counts, totalOf } from "../counts";
import { expectedByWan } from "../expectation";
import { count } from "../numbers";
import { heading, type ProgressReport, say, step } from "../print-progress";
import type { Testbed } from "../testbed";

/** As many destinations as flows, so that the router's hash has as many things to tell apart. */
const FLOWS = 4096;

/** Sent in so many parts, for those who wait. */
const PARTS = 4;

/** Flows from the LAN, and the ways they took. */
export async function showSpread(testbed: Testbed): Promise<void> {
  heading(`${count(FLOWS)} flows from the LAN, each to a destination of its own`);
  const destinations = testbed.network.internet.addresses(FLOWS);
  const { byWan, bySource, foreign } = await step("sending", (report) => send(testbed, destinations, report));
  say(`\n${drawBars(byWan, expectedByWan(testbed, destinations))}\n`);
  const sources = [...bySource].sort().map(([address, flows]) => `${count(flows)} from ${address}`);
  say(`  At the far end ${sources.join(", ")}.`);
  say(`  Packets that came to an ISP from any other address: ${count(foreign)}.`);
}

async function send(
  testbed: Testbed,
  destinations: readonly string[],
  report: ProgressReport,
): Promise<Spread> {
  const { network } = testbed;
  await network.resetCounters();
  let bySource: Counts = new Map();
  for (let begun = 0; begun < FLOWS; begun += FLOWS / PARTS) {
    const sent = await testbed.sendFromLan(destinations.slice(begun, begun + FLOWS / PARTS));
    testbed.expectAnswers(sent);
    bySource = addUp(bySource, sent.bySource);
    report(`${count(totalOf(bySource))} answered`);
  }
  const seen = await Promise.all(network.wans.map((isp) => isp.observe()));
  return {
    byWan: new Map(network.wans.map(({ name }, at) => [name, seen[at]?.flows.length ?? 0])),
    bySource,
    foreign: seen.reduce((sum, { foreignPackets }) => sum + foreignPackets, 0),
  };
}

/** What the ISPs and the far end saw. */
interface Spread {
  readonly byWan: Counts;
  readonly bySource: Counts;
  /** Packets that came to an ISP with a source that is not its customer's. */
  readonly foreign: number;
}
