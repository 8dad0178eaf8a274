import type { Isp } from "../../lab/network";
import { SERVICE_PORT } from "../../lab/networked-lab";
import type { Sent } from "../../lab/traffic";
import { heading, say, step } from "../print-progress";
import type { RouterRow } from "../rest-client";
import type { Testbed } from "../testbed";

/** So many that luck alone would not bring every reply back the right way. */
const CONNECTIONS = 100;

/** Connections from the Internet to the router itself, and the ways of their replies. */
export async function showReplies(testbed: Testbed): Promise<void> {
  heading(`Connections from the Internet to the router itself, port ${SERVICE_PORT}`);
  for (const isp of testbed.network.wans) {
    const lines = await step(`to ${isp.customer}, its address on ${isp.name}`, () => connect(testbed, isp));
    for (const line of lines) {
      say(`  ${line}`);
    }
  }
}

async function connect(testbed: Testbed, isp: Isp): Promise<readonly string[]> {
  const before = await markedPackets(testbed);
  await testbed.network.resetCounters();
  const sent = await testbed.sendToRouter(isp.customer, CONNECTIONS);
  testbed.expectAnswers(sent);
  const { "src-address": from, "connection-mark": mark } = await connectionOf(testbed, sent);
  const rule = (await outputRules(testbed)).find((row) => row["connection-mark"] === mark);
  const table = rule?.["new-routing-mark"] ?? "main";
  const packets = packetsOf(rule) - (before.get(rule?.[".id"] ?? "") ?? 0);
  const returns = await sent.byReturn();
  const ways = [...returns].map(([name, replies]) => `${replies} by ${name}`).join(", ");
  return [
    `${from} came in by ${isp.name}: connection-mark=${mark ?? "(none)"}`,
    `the output rule sent its replies to the table ${table}, as all ${packets} packets of these connections`,
    `${sent.answered.length} of ${CONNECTIONS} connections answered: ${ways}`,
  ];
}

/** The first of the connections, as the router tracks it. */
async function connectionOf({ router }: Testbed, { answers }: Sent): Promise<RouterRow> {
  const [first] = answers;
  const rows = await router.freshRows("/ip/firewall/connection");
  const { from, to } = first?.flow ?? {};
  return (
    rows.find(
      (row) => row["src-address"]?.startsWith(`${from}:`) && row["dst-address"]?.startsWith(`${to}:`),
    ) ?? {}
  );
}

const outputRules = async ({ router }: Testbed): Promise<readonly RouterRow[]> =>
  (await router.freshRows("/ip/firewall/mangle")).filter(({ chain }) => chain === "output");

const packetsOf = (rule: RouterRow | undefined): number => Number(rule?.["packets"] ?? "0");

async function markedPackets(testbed: Testbed): Promise<ReadonlyMap<string, number>> {
  const rules = await outputRules(testbed);
  return new Map(rules.map((rule) => [rule[".id"] ?? "", packetsOf(rule)]));
}
