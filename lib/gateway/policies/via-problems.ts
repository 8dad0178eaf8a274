import { MAIN_TABLE } from "../../routeros/route-fields";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { probeTargetsOfWan } from "../health-check/health-check";
import { defaultRouteTable } from "../router-names";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import type { Wan } from "../wan/wan";
import type { Policy } from "./policy";

/** A WAN of a policy. */
interface ViaWan extends PlacedValue {
  readonly tier: number;
  readonly wan: Wan;
}

/** The gateway of a policy, and whether routes to destinations carry it out. */
interface PolicyContext {
  readonly gateway: GatewayDescription;
  readonly isRouted: boolean;
}

/** The WANs of a policy: tiers of WANs that exist, each named once, that routes can share evenly. */
export function viaProblems({ via }: Policy, path: string, { gateway, isRouted }: PolicyContext): Problem[] {
  const given = via.flatMap((tier, i) =>
    tier.map((value, j) => ({ path: `${path}[${i}][${j}]`, value, tier: i })),
  );
  const known = given.flatMap((one): ViaWan[] => {
    const wan = gateway.wans.find(({ name }) => name === one.value);
    return wan === undefined ? [] : [{ ...one, wan }];
  });
  const choices = gateway.wans.map(({ name }) => shown(name));
  const unknown = given.filter(({ value }) => !known.some((one) => one.value === value));
  return [
    ...emptyProblems(via, path),
    ...unknown.map((one) => problem(one.path, one.value, "unknown-wan", { id: "write-either", choices })),
    ...duplicates(given, { id: "write-once", what: "WAN" }),
    ...known.flatMap((one) => [
      ...(isRouted ? leaseProblems(one, known, gateway) : []),
      ...shareProblems(one, known, gateway),
    ]),
  ];
}

function emptyProblems(via: Policy["via"], path: string): Problem[] {
  const code = '[["fibre"], ["cable"]]';
  return [
    ...(via.length === 0 ? [problem(path, via, "empty", { id: "write", code })] : []),
    ...via.flatMap((tier, i) =>
      tier.length === 0 ? [problem(`${path}[${i}]`, tier, "empty", { id: "write", code: '["fibre"]' })] : [],
    ),
  ];
}

/** A rule leads into the table of a DHCP WAN, and rules come before the routes of the other WANs. */
function leaseProblems(
  { path, value, tier, wan }: ViaWan,
  all: readonly ViaWan[],
  gateway: GatewayDescription,
): Problem[] {
  if (!wan._kind.isRoutedByClient) {
    return [];
  }
  if (defaultRouteTable(gateway) !== MAIN_TABLE) {
    return [problem(path, value, "rules-for-all-lans", "remove-table")];
  }
  const isFirst = tier === 0 && all.every((other) => other.tier > 0 || other.wan === wan);
  return isFirst ? [] : [problem(path, value, "lease-behind-routes", "write-lease-first")];
}

/** The equal routes of a tier share evenly, if each WAN has as many as the others. */
function shareProblems(one: ViaWan, all: readonly ViaWan[], gateway: GatewayDescription): Problem[] {
  const { path, value, wan } = one;
  const first = all.find(({ tier }) => tier === one.tier) ?? one;
  const routesOf = (of: Wan): number => Math.max(1, probeTargetsOfWan(of, gateway).length);
  const counts = { routes: routesOf(wan), otherRoutes: routesOf(first.wan) };
  return [
    ...(wan.weight === first.wan.weight
      ? []
      : [problem(path, value, { id: "uneven-tier", other: first.value }, "write-own-tier")]),
    ...(counts.routes === counts.otherRoutes
      ? []
      : [
          problem(
            path,
            value,
            { id: "uneven-routes", wan: wan.name, other: first.value, ...counts },
            "one-target-or-own-tier",
          ),
        ]),
  ];
}
