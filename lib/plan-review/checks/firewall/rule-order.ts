import { groupBy } from "../../../collections/group-by";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { CreationOrder } from "../../model/creation-order";
import {
  ChainIndex,
  type ConditionedRule,
  canMatchSamePacket,
  type EqualRules,
  haveSameConditions,
  matchedValues,
  matchSamePackets,
} from "../../model/rule-conditions";
import { actionOf, hides, overrides, ruleText } from "../../model/rule-effects";
import { known, resourcesOf } from "../../model/values";
import { counted, listedUpTo } from "../../text/list-text";

const MENUS = ["/ip/firewall/mangle", "/ip/firewall/nat", "/ip/firewall/filter", "/ip/firewall/raw"];

/** Rules that no packet reaches, rules that a later one overrides, and rules whose order matters but is not fixed. */
export const ruleOrder: StateCheck = (view) => {
  const creation = new CreationOrder(view.change, view.snapshot);
  return MENUS.flatMap((menu) =>
    [...groupBy(view.snapshot.enabled(menu), (rule) => known(rule, "chain"))].flatMap(([chain, rows]) =>
      checkChain({ menu, chain, index: new ChainIndex(rows), creation, view }),
    ),
  );
};

/** The rules of one chain, and in which order the plan creates them. */
interface Chain {
  readonly menu: string;
  readonly chain: string;
  readonly index: ChainIndex;
  readonly creation: CreationOrder;
  readonly view: View;
}

function checkChain(checked: Chain): readonly Finding[] {
  const { menu, chain, index, creation, view } = checked;
  const findings: Finding[] = [];
  const rivals = new Map<ConditionedRule, ConditionedRule[]>();
  for (const rule of index.rules) {
    const wider = index.widerThan(rule);
    const blocker = wider.find(({ first }) => first.position < rule.position && hides(first, rule))?.first;
    if (blocker !== undefined) {
      findings.push(unreachable(menu, chain, rule, blocker));
    }
    const winner = wider.find(({ last }) => last.position > rule.position && overrides(last, rule))?.last;
    if (winner !== undefined && blocker === undefined) {
      findings.push(overridden(chain, rule, winner));
    }
    const rival = creation.isNew(rule.row) ? rivalOf(rule, wider, creation) : undefined;
    if (rival !== undefined) {
      rivals.set(rival, [...(rivals.get(rival) ?? []), rule]);
    }
  }
  return [
    ...findings,
    ...[...rivals].map(([rival, rules]) => orderOpen(chain, rival, rules, view)),
    ...readersBeforeWriters(checked),
    ...(FILTERS.has(menu) && rivals.size === 0 ? openVerdicts(checked) : []),
  ];
}

/** A rule that matches at least what another matches, where their order matters and is not fixed. */
function rivalOf(
  rule: ConditionedRule,
  wider: readonly EqualRules[],
  creation: CreationOrder,
): ConditionedRule | undefined {
  return (
    wider
      .filter(
        ({ first }) =>
          hides(first, rule) || hides(rule, first) || overrides(first, rule) || overrides(rule, first),
      )
      .flatMap(({ rules }) => rules)
      // Of two rules with the same conditions, one finding about both is enough.
      .filter((other) => other.position > rule.position || !haveSameConditions(other, rule))
      .find((other) => creation.isOpen(rule.row, other.row))
  );
}

const FILTERS: ReadonlySet<string> = new Set(["/ip/firewall/filter", "/ip/firewall/raw"]);
const REFUSING: ReadonlySet<string> = new Set(["drop", "reject", "tarpit"]);

/** How many pairs of an accepting and a refusing rule of a chain are compared. */
const MOST_PAIRS = 200_000;

const FIX_ORDER = "Fix the order with depends_on, or order the rules with routeros_move_items.";

/** New rules of which one accepts and another refuses packets that both can match: the first of them decides. */
function openVerdicts({ chain, index, creation }: Chain): readonly Finding[] {
  const created = index.rules.filter(({ row }) => creation.isNew(row));
  const accepting = created.filter(({ row }) => actionOf(row) === "accept");
  const refusing = created
    .filter(({ row }) => REFUSING.has(actionOf(row)))
    .map((rule) => ({ row: rule.row, values: matchedValues(rule) }));
  const compared = accepting.slice(0, Math.ceil(MOST_PAIRS / Math.max(1, refusing.length)));
  const pairs = compared.flatMap((rule) => {
    const values = matchedValues(rule);
    return refusing
      .filter((other) => canMatchSamePacket(values, other.values) && creation.isOpen(rule.row, other.row))
      .map((other) => [rule, other] as const);
  });
  const leftOut = accepting.length - compared.length;
  const [first] = pairs;
  const more = leftOut === 0 ? [] : [notCompared(chain, leftOut)];
  if (first === undefined) {
    return more;
  }
  const involved = new Set(pairs.flat().map(({ row }) => row));
  return [
    ...more,
    {
      id: "rule-order-by-chance",
      severity: "warning",
      verdict: "unknown",
      subject: `verdicts of ${chain}`,
      resources: resourcesOf([...involved]),
      message: `In chain ${chain} the order of ${involved.size} rules decides which packets are accepted (for example ${ruleText(first[0].row)} and ${ruleText(first[1].row)}), but Terraform can create them in any order.`,
      remediation: FIX_ORDER,
    },
  ];
}

function notCompared(chain: string, count: number): Finding {
  return {
    id: "rule-order-by-chance",
    severity: "note",
    verdict: "unknown",
    subject: `verdicts of ${chain} not compared`,
    resources: [],
    message: `It is unknown whether the order of ${counted(count, "new rule")} of chain ${chain} that accept packets matters, because they were not compared with the rules that refuse packets: there are too many.`,
  };
}

/** Rules that match a mark which another new rule sets on the same packets, and that can end up before it. */
function readersBeforeWriters({ chain, index, creation }: Chain): readonly Finding[] {
  const writers = groupBy(index.rules, ({ row }) =>
    actionOf(row) === "mark-connection" ? known(row, "new-connection-mark") : undefined,
  );
  return index.rules.flatMap((reader) => {
    const mark = actionOf(reader.row) === "mark-routing" ? known(reader.row, "connection-mark") : undefined;
    const writer = writers
      .get(mark ?? "")
      ?.find((each) => matchSamePackets(each, reader) && creation.isOpen(each.row, reader.row));
    return writer === undefined ? [] : [readBeforeWritten(chain, writer, reader)];
  });
}

function readBeforeWritten(chain: string, writer: ConditionedRule, reader: ConditionedRule): Finding {
  return {
    id: "rule-order-by-chance",
    severity: "warning",
    verdict: "unknown",
    subject: reader.row.reference.id,
    resources: resourcesOf([reader.row, writer.row]),
    message: `In chain ${chain} the rule ${ruleText(reader.row)} must follow the rule that sets its mark, ${ruleText(writer.row)}, but Terraform can create them in any order; otherwise it misses the first packet of each connection.`,
    remediation:
      "Add depends_on so that the rule that matches the mark waits for the rule that sets it, or order them with routeros_move_items.",
  };
}

function unreachable(menu: string, chain: string, rule: ConditionedRule, blocker: ConditionedRule): Finding {
  return {
    id: "rule-unreachable",
    severity: FILTERS.has(menu) ? "warning" : "error",
    verdict: "fail",
    subject: rule.row.reference.id,
    resources: resourcesOf([rule.row, blocker.row]),
    message: `In chain ${chain} no packet reaches the rule ${ruleText(rule.row)}, because the earlier rule ${ruleText(blocker.row)} takes all packets that it matches.`,
    remediation: "Move the narrower rule first (place_before or routeros_move_items), or remove it.",
  };
}

function overridden(chain: string, rule: ConditionedRule, winner: ConditionedRule): Finding {
  return {
    id: "rule-overridden",
    severity: "error",
    verdict: "fail",
    subject: rule.row.reference.id,
    resources: resourcesOf([winner.row, rule.row]),
    message: `In chain ${chain} the rule ${ruleText(rule.row)} has no effect, because the later rule ${ruleText(winner.row)} matches the same packets and overrides it.`,
    remediation: "Make the rules match different packets, for example one connection-mark each.",
  };
}

function orderOpen(
  chain: string,
  rival: ConditionedRule,
  rules: readonly ConditionedRule[],
  { change, snapshot }: View,
): Finding {
  const involved = [rival, ...rules].map(({ row }) => row);
  // Dependencies that the plan does not show can fix the order.
  const isUncertain = involved.some((row) =>
    change.dependencies.isUncertain(snapshot.row(row.reference.id)?.change.block ?? ""),
  );
  // FastTrack and accept let the same packets pass; only the speed differs.
  const isAboutSpeed = involved.every((row) => PASSING.has(actionOf(row)));
  const others = listedUpTo(
    3,
    rules.map(({ row }) => ruleText(row)),
  );
  return {
    id: "rule-order-by-chance",
    severity: isUncertain || isAboutSpeed ? "warning" : "error",
    verdict: "unknown",
    subject: rival.row.reference.id,
    resources: resourcesOf(involved),
    message: `In chain ${chain} the order of ${ruleText(rival.row)} and ${others} decides what happens to packets, but Terraform can create them in any order.`,
    remediation: FIX_ORDER,
  };
}

const PASSING: ReadonlySet<string> = new Set(["accept", "fasttrack-connection"]);
