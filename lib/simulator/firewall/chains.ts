import { CannotTell, type ModelRow } from "../model";
import type { Packet, PacketContext } from "../packets/packet";
import { orCannotTell } from "../packets/trace";
import { matches } from "./matchers";
import { type FirewallTable, firewallOf } from "./rule-index";

/** Whether a packet goes on to the next rule of its chain, is done with the table, or is discarded. */
export type ChainResult = "continue" | "done" | "dropped";

/** What the actions of one table do to a packet; an action that is not there is not modelled. */
export type Actions = Readonly<
  Record<string, (rule: ModelRow, packet: Packet, context: PacketContext) => ChainResult>
>;

const DEEPEST_JUMP = 32;

/** How many chains a packet may be sent through by one table before the answer is no longer worth its time. */
const MOST_JUMPS = 10_000;

/**
 * Sends a packet through a chain: rules in order, until one decides. `accept` ends the whole table, also from within a
 * chain that was jumped to; `return` ends only that chain. [manual: firewall, jump and return]
 */
export function runChain(
  table: FirewallTable,
  chain: string,
  actions: Actions,
  packet: Packet,
  context: PacketContext,
): ChainResult {
  return run(chain, { table, actions, depth: 0, passed: new Map() }, packet, context);
}

/** One pass of a packet through a table. */
interface Pass {
  readonly table: FirewallTable;
  readonly actions: Actions;
  readonly depth: number;
  /**
   * The chains that the packet came back from, each with what it was on entering, and what it was on leaving. Entering
   * again as the same packet gives the same: hashes that were asked are settled. Without this, two jumps in each of a
   * row of chains would take twice as long for each of them.
   */
  readonly passed: Map<string, Marks>;
}

function run(chain: string, pass: Pass, packet: Packet, context: PacketContext): ChainResult {
  const { table } = pass;
  const rules = context.state.router.memo(firewallOf).chain(table, chain);
  for (
    let place = rules.next(0, packet), rule = rules.at(place);
    rule !== undefined;
    place = rules.next(place + 1, packet), rule = rules.at(place)
  ) {
    const match = matches(rule, packet, context);
    if (match === false) {
      continue;
    }
    const action = orCannotTell(() => requireKnown(rule));
    if (action instanceof CannotTell) {
      throw action;
    }
    if (match instanceof CannotTell) {
      throw match;
    }
    const verdict = apply(action, rule, pass, packet, context);
    if (verdict === "returned") {
      return "continue";
    }
    if (verdict !== "continue") {
      return verdict;
    }
  }
  return "continue";
}

/** The action of a rule of which everything that decides about its being obeyed is known. */
function requireKnown(rule: ModelRow): string {
  rule.get("chain");
  rule.flag("disabled");
  rule.flag("invalid");
  return rule.get("action") ?? "accept";
}

/** What rules change of a packet that goes on to the next one. */
type Marks = Pick<Packet, "routingMark" | "packetMark"> & Pick<Packet["connection"], "mark" | "fasttracked">;

function marksOf({ routingMark, packetMark, connection: { mark, fasttracked } }: Packet): Marks {
  return { routingMark, packetMark, mark, fasttracked };
}

function setMarks(packet: Packet, { routingMark, packetMark, mark, fasttracked }: Marks): void {
  Object.assign(packet, { routingMark, packetMark });
  Object.assign(packet.connection, { mark, fasttracked });
}

/** Sends a packet through a chain that a rule jumps to. */
function jump(rule: ModelRow, pass: Pass, packet: Packet, context: PacketContext): ChainResult {
  const { reference } = rule;
  const target = rule.get("jump-target") ?? "";
  context.tracer.note(`The packet jumps to chain ${target}.`, reference);
  if (pass.depth >= DEEPEST_JUMP) {
    throw new CannotTell({ kind: "jump-depth", most: DEEPEST_JUMP, row: reference });
  }
  const entry = JSON.stringify([target, marksOf(packet)]);
  const known = pass.passed.get(entry);
  if (known !== undefined) {
    setMarks(packet, known);
    return "continue";
  }
  if (pass.passed.size >= MOST_JUMPS) {
    throw new CannotTell({ kind: "jump-count", table: pass.table, most: MOST_JUMPS, row: reference });
  }
  const verdict = run(target, { ...pass, depth: pass.depth + 1 }, packet, context);
  if (verdict === "continue") {
    pass.passed.set(entry, marksOf(packet));
  }
  return verdict;
}

function apply(
  action: string,
  rule: ModelRow,
  pass: Pass,
  packet: Packet,
  context: PacketContext,
): ChainResult | "returned" {
  const { table, actions } = pass;
  const { tracer } = context;
  const { reference } = rule;
  switch (action) {
    case "accept":
      tracer.note(`${table} accepts the packet as it is.`, reference);
      return "done";
    case "return":
      tracer.note("The packet returns to the chain that it came from.", reference);
      return "returned";
    case "jump":
      return jump(rule, pass, packet, context);
    default: {
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (act === undefined) {
        throw new CannotTell({
          kind: "unsupported-value",
          property: "action",
          value: action,
          row: reference,
        });
      }
      return act(rule, packet, context);
    }
  }
}
