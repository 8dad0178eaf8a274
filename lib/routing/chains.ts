import { matches } from "./matchers";
import { CannotTell, describe, type ModelRow, UNKNOWN, type Value } from "./model";
import type { Packet, Surroundings } from "./packet";
import { orCannotTell } from "./trace";

/** The tables of the firewall. */
export type FirewallTable = "raw" | "mangle" | "nat" | "filter";

/** Whether a packet goes on to the next rule of its chain, is done with the table, or is discarded. */
export type Verdict = "continue" | "done" | "dropped";

/** What the actions of one table do to a packet; an action that is not there is not modelled. */
export type Actions = Readonly<
  Record<string, (rule: ModelRow, packet: Packet, around: Surroundings) => Verdict>
>;

/** Actions that leave the packet and its way alone. */
const NEUTRAL = ["add-dst-to-address-list", "add-src-to-address-list", "log", "passthrough"];

/** Actions that change a packet and not its way, so that it makes no difference whether a rule matches. */
const KEEPING_THE_WAY = ["change-mss", "change-ttl", "clear-df", "set-priority", "strip-ipv4-options"];

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
  for (const rule of around.state.router.rows(`/ip/firewall/${table}`)) {
    if (surelyNot(rule, chain)) {
      continue;
    }
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

/** Whether a rule is none of a packet's business, whatever it matches. */
function surelyNot(rule: ModelRow, chain: string): boolean {
  const own = rule.peek("chain");
  const action = rule.peek("action");
  return (
    (own !== UNKNOWN && own !== chain) ||
    (typeof action === "string" && isNeutral(action, rule.peek("passthrough"))) ||
    orCannotTell(() => rule.enabled) === false
  );
}

/** Whether an action leaves the packet's way alone and lets it go on to the next rule. */
function isNeutral(action: string, passthrough: Value | undefined): boolean {
  const goesOn = passthrough === undefined || passthrough === "true" || passthrough === "yes";
  return NEUTRAL.includes(action) || (KEEPING_THE_WAY.includes(action) && goesOn);
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
