import type { ModelRow } from "../../simulator";
import { isMatcher } from "../../simulator/firewall/matchers";
import type { ConditionedRule } from "./rule-conditions";
import { known } from "./values";

/** Actions after which a packet reaches no later rule of the chain. */
const FINAL_ACTIONS: ReadonlySet<string> = new Set([
  "accept",
  "drop",
  "dst-nat",
  "masquerade",
  "netmap",
  "redirect",
  "reject",
  "return",
  "same",
  "src-nat",
  "tarpit",
]);

/** What a rule does, besides its action. */
const EFFECT_PROPERTIES = [
  "new-connection-mark",
  "new-routing-mark",
  "new-packet-mark",
  "to-addresses",
  "to-ports",
  "jump-target",
];

/** The action of a rule. */
export function actionOf(rule: ModelRow): string {
  return known(rule, "action") ?? "accept";
}

/** Whether packets that match a rule never reach a later rule with the same or more conditions. */
export function hides(earlier: ConditionedRule, later: ConditionedRule): boolean {
  const action = actionOf(earlier.row);
  if (actionOf(later.row) === action && haveSameEffect(earlier.row, later.row)) {
    return false;
  }
  // A packet that gets a connection mark no longer matches no-mark.
  const setsFirstMark = action === "mark-connection" && [earlier, later].every(matchesNoMark);
  const stops = action.startsWith("mark-") && known(earlier.row, "passthrough") === "false";
  return FINAL_ACTIONS.has(action) || setsFirstMark || stops;
}

function matchesNoMark({ conditions }: ConditionedRule): boolean {
  return conditions.some(({ name, value }) => name === "connection-mark" && value === "no-mark");
}

/** Whether a later rule replaces the mark that an earlier one sets. */
export function overrides(later: ConditionedRule, earlier: ConditionedRule): boolean {
  const action = actionOf(earlier.row);
  return (
    (action === "mark-routing" || action === "mark-connection") &&
    actionOf(later.row) === action &&
    !haveSameEffect(earlier.row, later.row) &&
    !hides(earlier, later)
  );
}

function haveSameEffect(a: ModelRow, b: ModelRow): boolean {
  return a.memo(effectOf) === b.memo(effectOf);
}

/** What a rule does, as a text: rules with the same text do the same. */
function effectOf(rule: ModelRow): string {
  const values = EFFECT_PROPERTIES.map((name) => rule.raw(name));
  return JSON.stringify([actionOf(rule), ...values.map((value) => (typeof value === "symbol" ? [] : value))]);
}

/** A rule in RouterOS' words, quoted: what it does, and what it matches. */
export function ruleText(rule: ModelRow): string {
  const names = ["action", ...EFFECT_PROPERTIES, ...rule.names.filter((name) => isMatcher(name))];
  const shown = names.flatMap((name) => {
    const value = known(rule, name);
    return value === undefined ? [] : `${name}=${value}`;
  });
  return `"${shown.join(" ")}"`;
}
