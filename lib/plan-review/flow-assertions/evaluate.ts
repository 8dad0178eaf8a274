import {
  CannotTell,
  followFlow,
  followReply,
  type Outcome,
  type RouterState,
  UNKNOWN,
  type UnknownReason,
} from "../../simulator";
import { orCannotTell } from "../../simulator/packets/trace";
import { isPlaceholder } from "../model/isp-assigned-rows";
import type { Snapshot } from "../model/snapshot";
import { type RoutedWan, withDown } from "../traffic/wans";
import { type Verdict, worstOf } from "../verdict";
import type { FlowAssertion } from "./flow-assertion";

/** What happens to the flow of an assertion. */
export type FlowResult =
  | { readonly kind: "in-interface-unknown"; readonly from: string }
  | {
      readonly kind: "followed";
      readonly outcomes: readonly Outcome[];
      /** The replies to each outcome. */
      readonly replies: readonly (readonly Outcome[] | UnknownReason)[];
    };

/** Whether an assertion is true in one state of a router. */
export interface AssertionResult {
  readonly verdict: Verdict;
  readonly result: FlowResult;
  readonly resources: readonly string[];
}

/**
 * Follows the flow of an assertion through a router.
 *
 * @param assertion with interfaces for the names of WANs
 */
export function evaluate(
  assertion: FlowAssertion,
  snapshot: Snapshot,
  wans: readonly RoutedWan[],
): AssertionResult {
  const state = snapshot.stateIn(withDown(wans.filter((wan) => assertion.down.includes(wan.interface))));
  const inInterface = interfaceOf(assertion, snapshot);
  if (assertion.from !== undefined && inInterface === undefined) {
    return {
      verdict: "unknown",
      result: { kind: "in-interface-unknown", from: assertion.from },
      resources: [],
    };
  }
  const outcomes = followFlow(state, {
    inInterface,
    protocol: assertion.protocol,
    srcAddress: assertion.from,
    srcPort: 50005,
    dstAddress: assertion.to,
    dstPort: assertion.port,
  });
  const replies = outcomes.map((outcome) => repliesOf(outcome, state));
  const verdicts = outcomes.map((outcome, i) => verdictOn(outcome, replies[i] ?? [], assertion));
  const verdict = worstOf(verdicts);
  const deciding = outcomes.filter((_, i) => verdicts[i] === verdict);
  const rows = deciding.flatMap(({ trace }) => trace.flatMap((step) => step.rows.map(({ id }) => id)));
  return {
    verdict,
    result: { kind: "followed", outcomes, replies },
    resources: verdict === "pass" ? [] : [...new Set(rows)],
  };
}

/** Where a flow comes in: as the assertion says, from the network of its source, or by the WAN whose address it goes to. */
function interfaceOf({ from, to, in: named }: FlowAssertion, { own }: Snapshot): string | undefined {
  if (from === undefined || named !== undefined) {
    return named;
  }
  return own.near(from)[0]?.interface ?? own.at(to)?.interface;
}

type Replies = readonly Outcome[] | UnknownReason;

function verdictOn(outcome: Outcome, replies: Replies, { expect }: FlowAssertion): Verdict {
  const { egress } = outcome;
  if (egress.kind === "unknown") {
    return "unknown";
  }
  const leaves = egress.kind === "out" && egress.alive;
  const isDropped = egress.kind === "dropped" || egress.kind === "blackhole";
  return worstOf([
    expect.local === undefined || egress.kind === "local" ? "pass" : "fail",
    expect.dropped === undefined || isDropped ? "pass" : "fail",
    expect.wan === undefined || (leaves && expect.wan.includes(egress.interface)) ? "pass" : "fail",
    expect.source === undefined ? "pass" : leaves ? verdictOnSource(outcome, expect.source) : "fail",
    expect.reply === undefined ? "pass" : verdictOnReplies(outcome, replies, expect.reply),
  ]);
}

function verdictOnSource({ source }: Outcome, expected: string): Verdict {
  if (!isKnownSource(source)) {
    return "unknown";
  }
  return source === expected ? "pass" : "fail";
}

/** Whether a source address is one that the plan knows, rather than one that an ISP assigns later. */
export function isKnownSource(source: Outcome["source"]): source is string {
  return source !== UNKNOWN && !isPlaceholder(source);
}

function verdictOnReplies({ connection }: Outcome, replies: Replies, expected: readonly string[]): Verdict {
  if (connection === undefined) {
    return "fail";
  }
  return isUnknownReason(replies)
    ? "unknown"
    : worstOf(
        replies.map(({ egress }) => {
          const isExpected = egress.kind === "out" && egress.alive && expected.includes(egress.interface);
          return egress.kind === "unknown" ? "unknown" : isExpected ? "pass" : "fail";
        }),
      );
}

function repliesOf({ connection }: Outcome, state: RouterState): Replies {
  const replies = connection === undefined ? [] : orCannotTell(() => followReply(state, connection));
  return replies instanceof CannotTell ? replies.reason : replies;
}

/** Whether the replies of an outcome are unknown. */
export function isUnknownReason(replies: Replies): replies is UnknownReason {
  return !Array.isArray(replies);
}
