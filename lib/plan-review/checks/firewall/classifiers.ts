import { groupBy } from "../../../collections/group-by";
import type { ModelRow } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import {
  type ClassifierGroup,
  type ClassifierRule,
  classifierGroups,
  conditionsOf,
  MOST_REMAINDERS,
  untaken,
} from "../../model/classifier-groups";
import { hides, ruleText } from "../../model/rule-effects";
import { known, lookUp, resourcesOf } from "../../model/values";
import { shareText } from "../../text/distribution-text";
import { listed, listedUpTo } from "../../text/list-text";

/** Remainders of per-connection classifiers: out of range, in two rules, or in none. [manual: per connection classifier] */
export const classifiers: StateCheck = (view) => {
  const mangle = view.snapshot.enabled("/ip/firewall/mangle");
  return classifierGroups(mangle).flatMap((group) => {
    const outside = group.rules.filter(({ denominator, remainder }) => remainder >= denominator);
    return [
      ...outside.map((rule) => outOfRange(rule, group)),
      ...taken(group),
      ...(outside.length > 0 ? [] : gap(group, mangle, view)),
    ];
  });
};

function outOfRange({ row, text, denominator, remainder }: ClassifierRule, group: ClassifierGroup): Finding {
  const { remainders = [] } = untaken(group.rules.filter((rule) => rule.remainder < rule.denominator)) ?? {};
  const none = remainders.length === 0 ? "" : `, and no rule takes ${remaindersText(remainders)}`;
  return {
    id: "classifier-remainder",
    severity: "error",
    verdict: "fail",
    subject: row.reference.id,
    resources: resourcesOf([row]),
    message: `per-connection-classifier=${text} has remainder ${remainder}, but remainders of ${denominator} go from 0 to ${denominator - 1}: RouterOS refuses the rule${none}.`,
    remediation:
      remainders.length === 0
        ? `Write a remainder from 0 to ${denominator - 1}.`
        : `Write per_connection_classifier = "${group.fields}:${denominator}/${(remainders[0] ?? 0) % denominator}".`,
  };
}

function remaindersText(remainders: readonly number[]): string {
  const texts = listedUpTo(4, remainders.map(String));
  return `${remainders.length === 1 ? "remainder" : "remainders"} ${texts}`;
}

/** Rules all of whose connections an earlier rule takes, though it says something else. */
function taken({ chain, rules }: ClassifierGroup): readonly Finding[] {
  const first = new Map<string, { readonly rule: ClassifierRule; readonly place: number }>();
  const denominators = new Set<number>();
  for (const [place, rule] of rules.entries()) {
    const key = `${rule.denominator}/${rule.remainder}`;
    denominators.add(rule.denominator);
    first.set(key, first.get(key) ?? { rule, place });
  }
  return rules.flatMap((rule, i): Finding[] => {
    const earlier = [...denominators]
      .filter((each) => each < rule.denominator && rule.denominator % each === 0)
      .flatMap((each) => first.get(`${each}/${rule.remainder % each}`) ?? [])
      .find((other) => other.place < i && blocks(other.rule, rule))?.rule;
    return earlier === undefined
      ? []
      : [
          {
            id: "rule-unreachable",
            severity: "error",
            verdict: "fail",
            subject: rule.row.reference.id,
            resources: resourcesOf([rule.row, earlier.row]),
            message: `In chain ${chain} no packet reaches the rule ${ruleText(rule.row)}, because the earlier rule ${ruleText(earlier.row)} takes all packets that it matches.`,
            remediation: "Give each rule a remainder that no other rule takes.",
          },
        ];
  });
}

function blocks(earlier: ClassifierRule, later: ClassifierRule): boolean {
  const conditioned = ({ row }: ClassifierRule) => ({ row, position: 0, conditions: noMarkOf(row) });
  return hides(conditioned(earlier), conditioned(later));
}

function noMarkOf(row: ModelRow) {
  return known(row, "connection-mark") === "no-mark"
    ? [{ name: "connection-mark", value: "no-mark", text: "connection-mark=no-mark" }]
    : [];
}

/**
 * A part that no rule takes although it leaves by a WAN that has a part already: who leaves out a part on purpose sends it
 * by main to a WAN that has none.
 */
function gap(group: ClassifierGroup, mangle: readonly ModelRow[], view: View): readonly Finding[] {
  const { rules, chain } = group;
  const left = untaken(rules);
  if (rules.length < 2 || left?.remainders.length === 0 || hasRest(group, mangle)) {
    return [];
  }
  const main = wansOfTable("main", view);
  const readers = groupBy(mangle, (rule) => known(rule, "connection-mark"));
  const tables = new Set(rules.flatMap(({ row }) => tablesOfRule(row, readers)));
  const divided = new Set([...tables].flatMap((table) => wansOfTable(table, view)));
  if (!main.some((wan) => divided.has(wan))) {
    return [];
  }
  if (left === undefined) {
    return [notAddedUp(group)];
  }
  const { denominator, remainders } = left;
  const { names } = view.change;
  const share = shareText(remainders.length / denominator);
  return [
    {
      id: "classifier-gap",
      severity: "warning",
      verdict: "fail",
      subject: `${chain} ${rules[0]?.text ?? ""}`,
      resources: resourcesOf(rules.map(({ row }) => row)),
      message: `No classifier rule takes ${remaindersText(remainders)} of ${denominator}, so ${share} of these connections get no mark and leave by ${listed(main.map((wan) => names.of(wan)))}, as table main says.`,
      remediation: `Add a rule for ${remaindersText(remainders)}, or correct the remainders of the rules.`,
    },
  ];
}

function notAddedUp({ rules, chain }: ClassifierGroup): Finding {
  return {
    id: "classifier-gap",
    severity: "note",
    verdict: "unknown",
    subject: `${chain} ${rules[0]?.text ?? ""}`,
    resources: resourcesOf(rules.map(({ row }) => row)),
    message: `It is unknown whether the classifier rules of chain ${chain} take all connections, because the least common multiple of their denominators is larger than ${MOST_REMAINDERS}.`,
  };
}

/** Whether a rule without a classifier marks what the classifiers leave. */
function hasRest({ chain, conditions }: ClassifierGroup, mangle: readonly ModelRow[]): boolean {
  return mangle.some(
    (row) =>
      known(row, "chain") === chain &&
      /^mark-(?:connection|routing)$/.test(known(row, "action") ?? "") &&
      !row.has("per-connection-classifier") &&
      (conditionsOf(row) ?? ["unknown"]).every((text) => conditions.has(text)),
  );
}

/** The tables that a rule's packets are routed by, at once or by their connection mark. */
function tablesOfRule(row: ModelRow, readers: ReadonlyMap<string, readonly ModelRow[]>): readonly string[] {
  const mark = known(row, "new-connection-mark");
  const marking = mark === undefined ? [row] : (readers.get(mark) ?? []);
  return marking.flatMap((rule) => known(rule, "new-routing-mark") ?? []);
}

function wansOfTable(table: string, { snapshot, origins }: View): readonly string[] {
  const hops = lookUp(snapshot.state(), table, origins[0].flow.dstAddress)?.hops ?? [];
  return [...new Set(hops.map((hop) => hop.interface))];
}
