import { fromNumber, toNumber } from "../../../routeros/address-ranges";
import { hostOrPrefix } from "../../../routeros/ipv4";
import { MAIN_TABLE } from "../../../routeros/route-fields";
import type { ModelRow } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { CreationOrder } from "../../model/creation-order";
import { canMeet, RoutingRuleIndex } from "../../model/routing-rule-index";
import { known, lookUp, resourcesOf } from "../../model/values";
import { listedUpTo } from "../../text/list-text";

/** Routing rules that no packet reaches, and new ones whose order matters but is not fixed: the provider cannot place them. */
export const routingRules: StateCheck = (view) => {
  const rules = new RoutingRuleIndex(view.snapshot.enabled("/routing/rule"));
  return [...hidden(rules, view), ...orderOpen(rules, view)];
};

const PROPERTIES = ["action", "src-address", "dst-address", "interface", "routing-mark", "table"];

/** A routing rule in RouterOS' words. */
function textOf(rule: ModelRow): string {
  const shown = PROPERTIES.flatMap((name) => {
    const value = known(rule, name);
    return value === undefined || value === "" ? [] : `${name}=${value}`;
  });
  return `"${shown.join(" ")}"`;
}

/** What a rule does with the packets that it matches. */
function effectOf(rule: ModelRow): string {
  return JSON.stringify([
    known(rule, "action") ?? "lookup",
    known(rule, "table") ?? MAIN_TABLE,
    known(rule, "min-prefix"),
  ]);
}

function hidden(rules: RoutingRuleIndex, view: View): readonly Finding[] {
  return rules.index.rules.flatMap((rule): Finding[] => {
    const row = rules.rowOf(rule);
    for (const { rules: wider } of rules.index.widerThan(rule)) {
      const blocker = wider.find(
        (other) =>
          other.position < rule.position &&
          effectOf(rules.rowOf(other)) !== effectOf(row) &&
          haveSameChain(rules.rowOf(other), row) &&
          ends(rules.rowOf(other), row, view),
      );
      if (blocker !== undefined) {
        return [unreachable(row, rules.rowOf(blocker), view)];
      }
    }
    return [];
  });
}

function haveSameChain(a: ModelRow, b: ModelRow): boolean {
  return (known(a, "chain") || "user") === (known(b, "chain") || "user");
}

/** Whether a packet of one rule goes no further than to an earlier one: a lookup that finds a route ends there. */
function ends(earlier: ModelRow, rule: ModelRow, { snapshot, origins }: View): boolean {
  const action = known(earlier, "action") ?? "lookup";
  if (action !== "lookup") {
    return true;
  }
  if (earlier.has("min-prefix")) {
    return false;
  }
  const destination = hostOrPrefix(known(rule, "dst-address") ?? "");
  const [first] =
    lookUp(
      snapshot.state(),
      known(earlier, "table") || MAIN_TABLE,
      destination === undefined
        ? origins[0].flow.dstAddress
        : fromNumber(toNumber(destination.network) + (destination.length < 31 ? 1 : 0)),
    )?.routes ?? [];
  // Only a default route is there for every destination.
  return (
    first !== undefined &&
    (destination !== undefined || (typeof first.destination === "object" && first.destination.length === 0))
  );
}

function unreachable(rule: ModelRow, blocker: ModelRow, { snapshot, change }: View): Finding {
  const [own, other] = [rule, blocker].map(({ reference }) => snapshot.row(reference.id));
  const waits = change.dependencies.waitsFor(other?.change.block ?? "", own?.change.block ?? "");
  const depends = waits ? "" : `Let ${blocker.reference.id} wait for this rule (depends_on). `;
  const isLookup = (known(blocker, "action") ?? "lookup") === "lookup";
  return {
    id: "rule-unreachable",
    severity: "warning",
    verdict: "fail",
    subject: rule.reference.id,
    resources: resourcesOf([rule, blocker]),
    message: `No packet reaches the routing rule ${textOf(rule)}${isLookup ? ` while table ${known(blocker, "table") || MAIN_TABLE} has a route` : ""}, because the earlier rule ${textOf(blocker)} takes all packets that it matches.`,
    remediation: `${depends}${
      other?.routerId === undefined
        ? "Terraform then creates the rules in this order."
        : `Plan with -replace='${blocker.reference.id}', because RouterOS appends new routing rules: the wider rule then comes last.`
    }`,
  };
}

/** So many new rules are compared with each other; a note says where there are more. */
const MOST_RULES = 200;

function orderOpen(rules: RoutingRuleIndex, { change, snapshot }: View): readonly Finding[] {
  const creation = new CreationOrder(change, snapshot);
  const created = rules.index.rules.filter((rule) => creation.isNew(rules.rowOf(rule)));
  const compared = created.slice(0, MOST_RULES);
  const involved = new Set<ModelRow>();
  let example: readonly ModelRow[] | undefined;
  for (const [i, one] of compared.entries()) {
    for (const other of compared.slice(i + 1)) {
      const [a, b] = [rules.rowOf(one), rules.rowOf(other)];
      if (effectOf(a) !== effectOf(b) && canMeet(one, other) && creation.isOpen(a, b)) {
        example ??= [a, b];
        involved.add(a).add(b);
      }
    }
  }
  const more = created.length > MOST_RULES ? [notCompared(created.length)] : [];
  if (example === undefined) {
    return more;
  }
  const isUncertain = [...involved].some(({ reference }) =>
    change.dependencies.isUncertain(snapshot.row(reference.id)?.change.block ?? ""),
  );
  return [
    {
      id: "rule-order-by-chance",
      severity: isUncertain ? "warning" : "error",
      verdict: "unknown",
      subject: "routing rules",
      resources: resourcesOf([...involved]),
      message: `The order of ${involved.size} routing rules decides where packets go (for example ${listedUpTo(2, example.map(textOf))}), but Terraform can create them in any order.`,
      remediation: "Chain the routing rules with depends_on, the narrowest first.",
    },
    ...more,
  ];
}

function notCompared(created: number): Finding {
  return {
    id: "rule-order-by-chance",
    severity: "note",
    verdict: "unknown",
    subject: "routing rules that were not compared",
    resources: [],
    message: `The plan creates ${created} routing rules, and only the first ${MOST_RULES} were compared with each other.`,
  };
}
