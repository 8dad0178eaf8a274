import { CannotTell, followFlow, followReply, type Outcome, type RouterState } from "../../routing";
import type { Snapshot } from "../model/snapshot";
import { compareNames, type Wan, withDown } from "../traffic/wans";
import { waysOf } from "../traffic/ways";
import type { Question } from "./question";

/** The answer to a question at one moment. */
export interface Answer {
  readonly verdict: "holds" | "broken" | "cannot tell";
  /** What happens to the flow. */
  readonly text: string;
  readonly resources: readonly string[];
}

/** Follows the flow of a question through a router. */
export function answer(question: Question, snapshot: Snapshot, wans: readonly Wan[]): Answer {
  const unknown = question.down.filter((name) => !wans.some((wan) => wan.interface === name));
  if (unknown.length > 0) {
    return {
      verdict: "cannot tell",
      text: `no WAN is ${unknown.sort(compareNames).join(", ")}`,
      resources: [],
    };
  }
  const state = snapshot.state(withDown(wans.filter((wan) => question.down.includes(wan.interface))));
  const inInterface = interfaceOf(question, snapshot);
  if (question.from !== undefined && inInterface === undefined) {
    return {
      verdict: "cannot tell",
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
  const doubt = outcomes.find(({ way }) => way.kind === "cannot tell");
  const failing = outcomes.filter((outcome) => !isAsExpected(outcome, question, state));
  const rows = failing.flatMap(({ trace }) => trace.flatMap((step) => step.rows.map(({ id }) => id)));
  return {
    verdict: doubt !== undefined ? "cannot tell" : failing.length === 0 ? "holds" : "broken",
    text: describe(failing.length === 0 ? outcomes : failing, question, state),
    resources: [...new Set(rows)],
  };
}

/** Where a flow comes in: as the question says, from the network that its source is in, or by the WAN that it is for. */
function interfaceOf({ from, to, in: named }: Question, { own }: Snapshot): string | undefined {
  if (from === undefined || named !== undefined) {
    return named;
  }
  return own.near(from)[0]?.interface ?? own.at(to)?.interface;
}

function isAsExpected(outcome: Outcome, { expect }: Question, state: RouterState): boolean {
  const { way, source } = outcome;
  const leaves = way.kind === "out" && way.alive;
  return (
    (expect.wan === undefined || (leaves && expect.wan.includes(way.interface))) &&
    (expect.source === undefined || (leaves && source === expect.source)) &&
    (expect.reply === undefined ||
      (repliesOf(outcome, state).every(
        ({ way: back }) =>
          back.kind === "out" && back.alive && expect.reply?.includes(back.interface) === true,
      ) &&
        outcome.connection !== undefined))
  );
}

function repliesOf({ connection }: Outcome, state: RouterState): readonly Outcome[] {
  try {
    return connection === undefined ? [] : followReply(state, connection);
  } catch (error) {
    if (error instanceof CannotTell) {
      return [];
    }
    throw error;
  }
}

function describe(outcomes: readonly Outcome[], { expect }: Question, state: RouterState): string {
  const sources = expect.source === undefined ? [] : outcomes.map(({ source }) => String(source));
  const replies = expect.reply === undefined ? [] : outcomes.flatMap((outcome) => repliesOf(outcome, state));
  return [
    waysOf(outcomes),
    ...(sources.length > 0 ? [`from ${[...new Set(sources)].join(", ")}`] : []),
    ...(replies.length > 0 ? [`answered by ${waysOf(replies)}`] : []),
  ].join(", ");
}
