import { parseGateway, ROUTE_DEFAULTS } from "../../../lib/routeros/route-fields";
import type { Values } from "../menus/menu";
import type { EvaluatedRib, EvaluatedRoute } from "./evaluated-routes";

/** `/routing/nexthop`: each gateway of a route once, and whether it can be used. Fields and values are the manual's. */
export function showNextHops({ routes }: EvaluatedRib): readonly Values[] {
  const shown = new Map<string, Values>();
  for (const route of routes) {
    if (!route.blackhole && route.row.values["disabled"] !== "true") {
      const values = nextHopOf(route);
      shown.set(JSON.stringify(values), values);
    }
  }
  return [...shown.values()].map((values, i) => ({
    ".id": `*${(i + 1).toString(16).toUpperCase()}`,
    ...values,
  }));
}

function nextHopOf({ row: { values }, nextHop }: EvaluatedRoute): Values {
  const gateway = values["gateway"] ?? "";
  return {
    address: gateway,
    afi: "ip",
    "check-gateway": values["check-gateway"] ?? "none",
    "gw-check-ok": String(nextHop.hops.length > 0 && nextHop.reachable),
    "gw-state": stateOf(gateway, nextHop),
    "interface-ok": String(nextHop.hops.length > 0),
    scope: values["scope"] ?? ROUTE_DEFAULTS.scope,
    "target-scope": values["target-scope"] ?? ROUTE_DEFAULTS["target-scope"],
  };
}

function stateOf(gateway: string, { hops, reachable }: EvaluatedRoute["nextHop"]): string {
  if (!reachable) {
    return "unreachable";
  }
  const { address } = parseGateway(gateway);
  return address === undefined || hops.every((hop) => hop.address === address) ? "reachable" : "recursive";
}
