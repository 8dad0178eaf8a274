import {
  CannotTell,
  followFlow,
  followReply,
  type Outcome,
  type RouterState,
  UNKNOWN,
} from "../../simulator";
import { orCannotTell } from "../../simulator/packets/trace";
import { isPlaceholder } from "../model/isp-assigned-rows";
import type { Snapshot } from "../model/snapshot";
import { egressesOf } from "../traffic/egresses";
import { type RoutedWan, withDown } from "../traffic/wans";
import type { FlowAssertion } from "./flow-assertion";

type Verdict = "pass" | "fail" | "unknown";

/** The answer to a question at one moment. */
export interface Answer {
  readonly verdict: Verdict;
  /** What happens to the flow. */
  readonly text: string;
  readonly resources: readonly string[];
}

/** Follows the flow of a question through a router. */
export function answer(question: FlowAssertion, snapshot: Snapshot, wans: readonly RoutedWan[]): Answer {
  const state = snapshot.stateIn(withDown(wans.filter((wan) => question.down.includes(wan.interface))));
  const inInterface = interfaceOf(question, snapshot);
  if (question.from !== undefined && inInterface === undefined) {
    return {
      verdict: "unknown",
      text: `nothing says by which interface ${question.from} comes in`,
      resources: [],
    };
  }
  const outcomes = followFlow(state, {
    inInterface,
    protocol: question.protocol,
    srcAddress: question.from,
    srcPort: 50005,
    dstAddress: question.to,
    dstPort: question.port,
  });
  const verdicts = outcomes.map((outcome) => verdictOn(outcome, question, state));
  const verdict = worst(verdicts);
  const deciding = outcomes.filter((_, i) => verdicts[i] === verdict);
  const rows = deciding.flatMap(({ trace }) => trace.flatMap((step) => step.rows.map(({ id }) => id)));
  return {
    verdict,
    text: describe(outcomes, question, state),
    resources: verdict === "pass" ? [] : [...new Set(rows)],
  };
}

/** One way that surely is not as expected settles it, whatever the others are. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes("fail") ? "fail" : verdicts.includes("unknown") ? "unknown" : "pass";
}

/** Where a flow comes in: as the question says, from the network that its source is in, or by the WAN that it is for. */
function interfaceOf({ from, to, in: named }: FlowAssertion, { own }: Snapshot): string | undefined {
  if (from === undefined || named !== undefined) {
    return named;
  }
  return own.near(from)[0]?.interface ?? own.at(to)?.interface;
}

function verdictOn(outcome: Outcome, { expect }: FlowAssertion, state: RouterState): Verdict {
  const { egress, source } = outcome;
  if (egress.kind === "unknown") {
    return "unknown";
  }
  const leaves = egress.kind === "out" && egress.alive;
  return worst([
    expect.wan === undefined || (leaves && expect.wan.includes(egress.interface)) ? "pass" : "fail",
    expect.source === undefined
      ? "pass"
      : leaves && !isKnown(source)
        ? "unknown"
        : leaves && source === expect.source
          ? "pass"
          : "fail",
    expect.reply === undefined ? "pass" : verdictOnReplies(outcome, expect.reply, state),
  ]);
}

/** Whether a source is one that the plan knows, rather than one that an ISP gives later. */
function isKnown(source: Outcome["source"]): source is string {
  return source !== UNKNOWN && !isPlaceholder(source);
}

function verdictOnReplies(outcome: Outcome, expected: readonly string[], state: RouterState): Verdict {
  if (outcome.connection === undefined) {
    return "fail";
  }
  const replies = repliesOf(outcome, state);
  return replies instanceof CannotTell
    ? "unknown"
    : worst(
        replies.map(({ egress }) => {
          const isExpected = egress.kind === "out" && egress.alive && expected.includes(egress.interface);
          return egress.kind === "unknown" ? egress.kind : isExpected ? "pass" : "fail";
        }),
      );
}

function repliesOf({ connection }: Outcome, state: RouterState): readonly Outcome[] | CannotTell {
  return connection === undefined ? [] : orCannotTell(() => followReply(state, connection));
}

function describe(outcomes: readonly Outcome[], { expect }: FlowAssertion, state: RouterState): string {
  const sources = outcomes.map(({ source }) =>
    isKnown(source) ? source : "an address that is not known yet",
  );
  const replies = outcomes.map((outcome) => repliesOf(outcome, state));
  const answered = egressesOf(replies.flatMap((each) => (each instanceof CannotTell ? [] : each)));
  const doubts = replies.flatMap((each) => (each instanceof CannotTell ? [each.reason] : []));
  return [
    egressesOf(outcomes),
    ...(expect.source === undefined ? [] : [`from ${[...new Set(sources)].join(", ")}`]),
    ...(expect.reply === undefined || answered === "" ? [] : [`answered by ${answered}`]),
    ...(expect.reply === undefined ? [] : new Set(doubts)),
  ].join(", ");
}
