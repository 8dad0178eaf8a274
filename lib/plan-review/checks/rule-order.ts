import { groupBy } from "../../collections/group-by";
import type { ModelRow } from "../../simulator";
import { isMatcher } from "../../simulator/firewall/matchers";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { MakingOrder } from "../model/making-order";
import { ChainIndex, type ConditionedRule, type EqualRules } from "../model/rule-conditions";
import { known, resourcesOf } from "../model/values";

const MENUS = ["/ip/firewall/mangle", "/ip/firewall/nat", "/ip/firewall/filter", "/ip/firewall/raw"];

/** Rules that never match, rules whose effect another undoes, and rules whose order nobody decides. */
export const ruleOrder: StateCheck = (view) => {
  const making = new MakingOrder(view.change, view.snapshot);
  return MENUS.flatMap((menu) =>
    [...groupBy(view.snapshot.enabled(menu), (rule) => known(rule, "chain"))].flatMap(([chain, rows]) =>
      judgeChain({ menu, chain, index: new ChainIndex(rows), making, view }),
    ),
  );
};

/** The rules of one chain. */
interface Judged {
  readonly menu: string;
  readonly chain: string;
  readonly index: ChainIndex;
  readonly making: MakingOrder;
  readonly view: View;
}

function judgeChain(judged: Judged): readonly Finding[] {
  const { menu, chain, index, making, view } = judged;
  const claims: Finding[] = [];
  const byChance = new Map<ConditionedRule, ConditionedRule[]>();
  for (const rule of index.rules) {
    const wider = index.widerThan(rule);
    const blocker = wider.find(({ first }) => first.position < rule.position && hides(first, rule))?.first;
    if (blocker !== undefined) {
      claims.push(unreachable(menu, chain, rule, blocker));
    }
    const winner = wider.find(({ last }) => last.position > rule.position && undoes(last, rule))?.last;
    if (winner !== undefined && blocker === undefined) {
      claims.push(overridden(chain, rule, winner));
    }
    const rival = making.isMade(rule.row) ? rivalByChance(rule, wider, making) : undefined;
    if (rival !== undefined) {
      byChance.set(rival, [...(byChance.get(rival) ?? []), rule]);
    }
  }
  return [
    ...claims,
    ...[...byChance].map(([other, rules]) => chance(chain, other, rules, view)),
    ...readersByChance(judged),
    ...(FILTERS.has(menu) && byChance.size === 0 ? verdictsByChance(judged) : []),
  ];
}

/** A rule that matches whatever another matches, and of which it matters whether it stands before: nobody says so. */
function rivalByChance(
  rule: ConditionedRule,
  wider: readonly EqualRules[],
  making: MakingOrder,
): ConditionedRule | undefined {
  const asksForTheSame = (other: ConditionedRule): boolean =>
    other.conditions.join("\n") === rule.conditions.join("\n");
  return (
    wider
      .filter(
        ({ first }) => hides(first, rule) || hides(rule, first) || undoes(first, rule) || undoes(rule, first),
      )
      .flatMap(({ rules }) => rules)
      // Of two rules that ask for the same, one is enough to speak of both.
      .filter((other) => other.position > rule.position || !asksForTheSame(other))
      .find((other) => making.isByChance(rule.row, other.row))
  );
}

const FILTERS: ReadonlySet<string> = new Set(["/ip/firewall/filter", "/ip/firewall/raw"]);
const REFUSING: ReadonlySet<string> = new Set(["drop", "reject", "tarpit"]);

/** How many accepting and how many refusing rules of a chain are held against each other. */
const MOST_RULES = 64;

/** New rules of which one accepts and another refuses what may be the same packets: the first to stand there decides. */
function verdictsByChance({ chain, index, making }: Judged): readonly Finding[] {
  const made = index.rules.filter(({ row }) => making.isMade(row));
  const accepting = made.filter(({ row }) => actionOf(row) === "accept").slice(0, MOST_RULES);
  const refusing = made.filter(({ row }) => REFUSING.has(actionOf(row))).slice(0, MOST_RULES);
  const pairs = accepting.flatMap((one) =>
    refusing
      .filter((other) => mayMeet(one, other) && making.isByChance(one.row, other.row))
      .map((other) => [one, other] as const),
  );
  const [first] = pairs;
  if (first === undefined) {
    return [];
  }
  const involved = new Set(pairs.flat().map(({ row }) => row));
  return [
    {
      id: "rule-order-by-chance",
      severity: "warning",
      verdict: "unknown",
      subject: `verdicts of ${chain}`,
      resources: resourcesOf([...involved]),
      message: `In chain ${chain} the order of ${involved.size} rules decides what is accepted, such as of ${text(first[0].row)} and ${text(first[1].row)}, and Terraform makes them in any order.`,
      remediation: "Chain them by depends_on, or order them by routeros_move_items.",
    },
  ];
}

/** Whether nothing that two rules ask for keeps them from matching one packet. */
function mayMeet(a: ConditionedRule, b: ConditionedRule): boolean {
  const other = new Map(b.conditions.map((condition) => [nameOf(condition), valuesOf(condition)]));
  return a.conditions.every((condition) => {
    const [values, others] = [valuesOf(condition), other.get(nameOf(condition))];
    return others === undefined || values.some((value) => others.includes(value));
  });
}

const nameOf = (condition: string): string => condition.replace(/=.*/s, "");
const valuesOf = (condition: string): readonly string[] => condition.replace(/^[^=]*=/, "").split(",");

/** Rules that ask for a mark which another one of the chain gives to the same packets, and that may come to stand before it. */
function readersByChance({ chain, index, making }: Judged): readonly Finding[] {
  const writers = groupBy(index.rules, ({ row }) =>
    actionOf(row) === "mark-connection" ? known(row, "new-connection-mark") : undefined,
  );
  return index.rules.flatMap((reader) => {
    const mark = actionOf(reader.row) === "mark-routing" ? known(reader.row, "connection-mark") : undefined;
    const writer = writers
      .get(mark ?? "")
      ?.find((each) => seesTheSame(each, reader) && making.isByChance(each.row, reader.row));
    return writer === undefined ? [] : [readBeforeWritten(chain, writer, reader)];
  });
}

const INTERFACES = ["in-interface", "in-interface-list"];

/** Whether two rules surely meet on some packets, whatever its connection's mark is by then. */
function seesTheSame(a: ConditionedRule, b: ConditionedRule): boolean {
  const asked = ({ conditions }: ConditionedRule): ReadonlyMap<string, string> =>
    new Map(conditions.map((condition) => [nameOf(condition), condition]));
  const [one, other] = [asked(a), asked(b)];
  return (
    INTERFACES.every((name) => one.get(name) === other.get(name)) &&
    [...one].every(([name, text]) => name === "connection-mark" || (other.get(name) ?? text) === text)
  );
}

function readBeforeWritten(chain: string, writer: ConditionedRule, reader: ConditionedRule): Finding {
  return {
    id: "rule-order-by-chance",
    severity: "warning",
    verdict: "unknown",
    subject: reader.row.reference.id,
    resources: resourcesOf([reader.row, writer.row]),
    message: `In chain ${chain} the rule ${text(reader.row)} must stand behind the one that gives the mark, ${text(writer.row)}, and Terraform makes them in any order: before it, it lets the first packet of each connection pass.`,
    remediation: "Let the reader depend on the writer (depends_on), or order them by routeros_move_items.",
  };
}

const ENDING = new Set([
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

/** Whether packets that match a rule never come to a later one that asks for as much or more. */
function hides(earlier: ConditionedRule, later: ConditionedRule): boolean {
  const action = actionOf(earlier.row);
  if (actionOf(later.row) === action && sameEffect(earlier.row, later.row)) {
    return false;
  }
  const marks = action.startsWith("mark-");
  // Once a packet has a mark it no longer matches no-mark.
  const takesTheLast =
    action === "mark-connection" &&
    [earlier, later].every(({ conditions }) => conditions.includes("connection-mark=no-mark"));
  return ENDING.has(action) || takesTheLast || (marks && known(earlier.row, "passthrough") === "false");
}

/** Whether a later rule puts another mark where an earlier one has put its own. */
function undoes(later: ConditionedRule, earlier: ConditionedRule): boolean {
  const action = actionOf(earlier.row);
  return (
    (action === "mark-routing" || action === "mark-connection") &&
    actionOf(later.row) === action &&
    !sameEffect(earlier.row, later.row) &&
    !hides(earlier, later)
  );
}

const EFFECTS = [
  "new-connection-mark",
  "new-routing-mark",
  "new-packet-mark",
  "to-addresses",
  "to-ports",
  "jump-target",
];

function sameEffect(a: ModelRow, b: ModelRow): boolean {
  return a.memo(effectOf) === b.memo(effectOf);
}

/** What a rule does, as a text: equal ones do the same. */
function effectOf(rule: ModelRow): string {
  const values = EFFECTS.map((name) => rule.raw(name));
  return JSON.stringify([actionOf(rule), ...values.map((value) => (typeof value === "symbol" ? [] : value))]);
}

function actionOf(rule: ModelRow): string {
  return known(rule, "action") ?? "accept";
}

function unreachable(menu: string, chain: string, rule: ConditionedRule, blocker: ConditionedRule): Finding {
  const matters = menu !== "/ip/firewall/filter" && menu !== "/ip/firewall/raw";
  return {
    id: "rule-unreachable",
    severity: matters ? "error" : "warning",
    verdict: "fail",
    subject: rule.row.reference.id,
    resources: resourcesOf([rule.row, blocker.row]),
    message: `In chain ${chain} no packet comes to the rule ${text(rule.row)}: an earlier rule, ${text(blocker.row)}, takes all that it matches.`,
    remediation: "Put the narrower rule first (place_before, or routeros_move_items), or drop it.",
  };
}

function overridden(chain: string, rule: ConditionedRule, winner: ConditionedRule): Finding {
  return {
    id: "rule-overridden",
    severity: "error",
    verdict: "fail",
    subject: rule.row.reference.id,
    resources: resourcesOf([winner.row, rule.row]),
    message: `In chain ${chain} the rule ${text(rule.row)} has no effect: a later rule, ${text(winner.row)}, matches the same packets and overrides it.`,
    remediation: "Let each match packets of its own, such as one connection-mark each.",
  };
}

function chance(
  chain: string,
  other: ConditionedRule,
  rules: readonly ConditionedRule[],
  { change, snapshot }: View,
): Finding {
  // What a plan does not show may settle the order.
  const isOpen = [other, ...rules].some(({ row }) =>
    change.dependencies.isUncertain(snapshot.row(row.reference.id)?.change.block ?? ""),
  );
  // FastTrack lets pass what accept lets pass, only faster.
  const isAboutSpeed = [other, ...rules].every(({ row }) => PASSING.has(actionOf(row)));
  const shown = rules.slice(0, 3);
  const more = rules.length > shown.length ? ` and ${rules.length - shown.length} more` : "";
  return {
    id: "rule-order-by-chance",
    severity: isOpen || isAboutSpeed ? "warning" : "error",
    verdict: "unknown",
    subject: other.row.reference.id,
    resources: resourcesOf([other, ...rules].map(({ row }) => row)),
    message: `In chain ${chain} the order of ${text(other.row)} and ${shown.map(({ row }) => text(row)).join(", ")}${more} decides what happens to packets, and Terraform makes them in any order.`,
    remediation: "Chain them by depends_on, or order them by routeros_move_items.",
  };
}

const PASSING: ReadonlySet<string> = new Set(["accept", "fasttrack-connection"]);

/** A rule in RouterOS' words: what it does, and to what. */
function text(rule: ModelRow): string {
  const names = ["action", ...EFFECTS, ...rule.names.filter((name) => isMatcher(name))];
  const shown = names.flatMap((name) => {
    const value = known(rule, name);
    return value === undefined ? [] : `${name}=${value}`;
  });
  return `"${shown.join(" ")}"`;
}
