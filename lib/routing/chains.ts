import { matches } from "./matchers";
import { CannotTell, describe, type ModelRow } from "./model";
import type { Packet, Surroundings } from "./packet";
import { type FirewallTable, firewallOf } from "./rule-index";
import { orCannotTell } from "./trace";

/** Whether a packet goes on to the next rule of its chain, is done with the table, or is discarded. */
export type Verdict = "continue" | "done" | "dropped";

/** What the actions of one table do to a packet; an action that is not there is not modelled. */
export type Actions = Readonly<
  Record<string, (rule: ModelRow, packet: Packet, around: Surroundings) => Verdict>
>;

const DEEPEST_JUMP = 32;

/**
 * Sends a packet through a chain: rules in order, until one decides. `accept` ends the whole table, also from within a
 * chain that was jumped to; `return` ends only that chain. [manual: firewall, jump and return]
 */
export function runChain(
  table: FirewallTable,
  chain: string,
  actions: Actions,
  packet: Packet,
  around: Surroundings,
  depth = 0,
): Verdict {
  const rules = around.state.router.once(firewallOf).chain(table, chain);
  for (
    let place = rules.next(0, packet), rule = rules.at(place);
    rule !== undefined;
    place = rules.next(place + 1, packet), rule = rules.at(place)
  ) {
    const match = matches(rule, packet, around);
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
    const verdict = apply(action, { table, rule, actions, depth }, packet, around);
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

interface Applied {
  readonly table: FirewallTable;
  readonly rule: ModelRow;
  readonly actions: Actions;
  readonly depth: number;
}

function apply(
  action: string,
  { table, rule, actions, depth }: Applied,
  packet: Packet,
  around: Surroundings,
): Verdict | "returned" {
  const { tracer } = around;
  const { reference } = rule;
  switch (action) {
    case "accept":
      tracer.note(`${table} accepts the packet as it is.`, reference);
      return "done";
    case "return":
      tracer.note("The packet returns to the chain that it came from.", reference);
      return "returned";
    case "jump": {
      const target = rule.get("jump-target") ?? "";
      tracer.note(`The packet jumps to chain ${target}.`, reference);
      if (depth >= DEEPEST_JUMP) {
        throw new CannotTell(`${describe(reference)} jumps in a circle`, reference);
      }
      return runChain(table, target, actions, packet, around, depth + 1);
    }
    default: {
      const act = actions[action];
      if (act === undefined) {
        throw new CannotTell(`action=${action} of ${describe(reference)} is not modelled`, reference);
      }
      return act(rule, packet, around);
    }
  }
}
