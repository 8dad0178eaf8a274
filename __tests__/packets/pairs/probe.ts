import type { Ingress, Namespace } from "../../../lab/network";
import { type Answer, type Flow, takeSourcePort } from "../../../lab/traffic";
import { PATIENCE_MS } from "../../until";
import type { PacketLab } from "../packet-lab";

/** What became of one flow, answered or not. */
export interface Probed {
  readonly flow: Flow;
  /** Whether an answer came back, be it that nobody listens there. */
  readonly ok: boolean;
  /** The WANs whose ISP saw packets of it come from the router: the flow's own, or the answers to it. */
  readonly by: readonly string[];
  /** Whom the far end saw. */
  readonly source: string | undefined;
}

/** A claim, flows that would contradict it, and who says whether they do. */
export interface Trial {
  readonly claim: string;
  readonly from: Namespace;
  readonly flows: readonly Omit<Flow, "fromPort">[];
  /** Whether some of the flows are never answered, so that nobody waits long. */
  readonly loses: boolean;
  /** What contradicts the claim; undefined where nothing does. */
  readonly judge: (probed: readonly Probed[]) => string | undefined;
}

/** Nobody waits for an answer that long because of a busy machine. */
const PATIENT_MS = PATIENCE_MS;
/** What nobody answers is waited for no longer. */
const BRIEF_MS = 800;
const AT_ONCE = 256;

/** A machine may be so busy that a router takes a gateway for a dead one for a moment: what was tried then says nothing. */
const MOST_TURNS = 4;

/** Sends the flows of all trials, each once, and gives the claims that they contradict. */
export async function contradictions(lab: PacketLab, trials: readonly Trial[]): Promise<readonly string[]> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const before = routesInUse(lab);
    const against = await send(lab, trials);
    if (routesInUse(lab) === before) {
      return against;
    }
  }
  throw new Error("the router's routes come and go");
}

/** The routes in use, as a text. */
export function routesInUse({ router }: PacketLab): string {
  const routes = router.rows("/ip/route").filter((route) => route["active"] === "true");
  return routes
    .map((route) => `${route["routing-table"]} ${route["dst-address"]} ${route["gateway"]}`)
    .sort()
    .join("\n");
}

async function send(lab: PacketLab, trials: readonly Trial[]): Promise<readonly string[]> {
  const { network, traffic } = lab;
  await network.resetCounters();
  const answers = await Promise.all(
    trials.map(({ from, flows, loses }) =>
      traffic.agent(from).send(
        flows.map((flow) => ({ ...flow, fromPort: takeSourcePort() })),
        { timeoutMs: loses ? BRIEF_MS : PATIENT_MS, concurrency: AT_ONCE },
      ),
    ),
  );
  const seen = await Promise.all(
    network.wans.map(async (isp): Promise<Seen> => {
      const { name, customer } = isp;
      return { name, customer, keys: keysOf(await isp.observe()) };
    }),
  );
  return trials.flatMap(({ claim, judge }, i) => {
    const against = judge((answers[i] ?? []).map((answer) => probedOf(answer, seen)));
    return against === undefined ? [] : [`${claim}: ${against}`];
  });
}

interface Seen {
  readonly name: string;
  readonly customer: string;
  readonly keys: ReadonlySet<string>;
}

/** A flow is known by where it goes and the port that it comes from, an answer by where it goes back to. */
function keysOf({ flows, foreignFlows }: Ingress): ReadonlySet<string> {
  return new Set(
    [...flows, ...foreignFlows].flatMap(({ destination, destinationPort, sourcePort }) => [
      `to ${destination}:${destinationPort} from ${sourcePort}`,
      `back to ${destination}:${destinationPort}`,
    ]),
  );
}

function probedOf({ flow, ok, error, seenAs }: Answer, seen: readonly Seen[]): Probed {
  const { from, fromPort, to, toPort } = flow;
  // Of what comes in, the answers are looked for, and of what goes out the flow itself.
  const isInbound = seen.some(({ customer }) => customer === to);
  const key = isInbound ? `back to ${from}:${fromPort}` : `to ${to}:${toPort} from ${fromPort}`;
  const by = seen.filter(({ keys }) => keys.has(key)).map(({ name }) => name);
  return { flow, ok: ok || error === "ECONNREFUSED", by, source: seenAs?.address };
}

/** What packets did, in words: how many of them took which way. */
export function describe(probed: readonly Probed[]): string {
  const counts = new Map<string, number>();
  for (const { ok, by } of probed) {
    const way = `${ok ? "answered" : "lost"} by way of ${by.join(" and ") || "no WAN"}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return [...counts].map(([way, count]) => `${count} ${way}`).join(", ");
}
