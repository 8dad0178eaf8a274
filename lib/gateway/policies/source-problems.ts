import { hostOrPrefix, isCidr } from "../../routeros/ipv4";
import { MAIN_TABLE } from "../../routeros/route-fields";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { isManaged } from "../management/management-list";
import { defaultRouteTable, lanName } from "../router-names";
import { notAPrefix } from "../validation/address-problems";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import { policiesByMechanism } from "./mechanism";
import { Otherwise, type Policy } from "./policy";

/** The sources of a policy: LANs, hosts and prefixes, in a gateway whose routes the rules of policies can precede. */
export function sourceProblems({ from, to }: Policy, path: string, gateway: GatewayDescription): Problem[] {
  if (from === undefined) {
    return to === undefined ? [problem(path, undefined, "matches-everything", "write-from-or-to")] : [];
  }
  const sources = from.map((value, i) => ({ path: `${path}.from[${i}]`, value }));
  const code = gateway.lans.slice(0, 1).map((lan) => `[${shown(lanName(lan))}]`);
  return [
    ...(from.length === 0
      ? [problem(`${path}.from`, from, "empty", { id: "write", code: code.join() })]
      : []),
    ...sources.flatMap((source) => singleSourceProblems(source, gateway)),
    ...duplicates(sources, { id: "write-once", what: "source" }),
    ...gatewayProblems(`${path}.from`, from, gateway),
  ];
}

function singleSourceProblems(source: PlacedValue, gateway: GatewayDescription): Problem[] {
  const { path, value } = source;
  const lan = gateway.lans.find((candidate) => lanName(candidate) === value);
  if (lan !== undefined) {
    return isManaged(lan, gateway) ? [problem(path, value, "managed-lan", "remove")] : [];
  }
  const prefix = hostOrPrefix(value);
  if (prefix !== undefined) {
    return prefix.length > 0
      ? []
      : [problem(path, value, "everything", { id: "write-narrower-prefix", instead: "remove from" })];
  }
  return isCidr(value)
    ? [notAPrefix(source, "")]
    : [
        problem(path, value, "not-a-source", {
          id: "write-either",
          choices: [...gateway.lans.map((one) => shown(lanName(one))), '"192.168.0.64/26"'],
        }),
      ];
}

function gatewayProblems(path: string, from: readonly string[], gateway: GatewayDescription): Problem[] {
  const { balancing } = gateway;
  return [
    ...(balancing === undefined || balancing._kind === "ecmp"
      ? []
      : [problem(path, from, "sources-need-ecmp", "write-ecmp")]),
    ...(defaultRouteTable(gateway) === MAIN_TABLE
      ? []
      : [problem(path, from, "sources-need-main", "remove-routing-table")]),
  ];
}

/** A sticky connection is routed by its mark, and marks come before the rules that block it. */
export function stickyProblems(gateway: GatewayDescription): Problem[] {
  const { policies = [], stickyConnections } = gateway;
  const { routed } = policiesByMechanism(gateway);
  return policies.flatMap(({ otherwise }, i) =>
    stickyConnections === true && otherwise === Otherwise.BLOCK && i >= routed.length
      ? [problem(`policies[${i}].otherwise`, otherwise, "not-blocked-if-sticky", "remove-sticky")]
      : [],
  );
}
