import { groupBy } from "../../../collections/group-by";
import { MAIN_TABLE } from "../../../routeros/route-fields";
import type { ModelRow } from "../../../simulator";
import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Snapshot } from "../../model/snapshot";
import { isDefaultRoute, known, knownOfRoute, resourcesOf } from "../../model/values";

/**
 * Gateway checks of routes that share a gateway. Each route needs a check of its own: a route without one stays active when
 * the gateway fails, and its traffic is lost. [manual: routing decision, next-hop objects]
 */
export const uncheckedRoutes: StateCheck = ({ snapshot, wans }) => {
  const routes = snapshot
    .enabled("/ip/route")
    .filter((route) => isDefaultRoute(route) && !route.has("blackhole"));
  return [...groupBy(routes, (route) => known(route, "gateway"))].flatMap(([gateway, group]): Finding[] => {
    // Lists are not valid gateways, and interfaces cannot be probed.
    if (!/^\d+\.\d+\.\d+\.\d+(%.*)?$/.test(gateway)) {
      return [];
    }
    const [main, policy] = [group.filter(isMain), group.filter((route) => !isMain(route))];
    const steered = policy.filter((route) => !isProbeTable(knownOfRoute(route, "routing-table"), snapshot));
    const uncheckedOf = (rows: readonly ModelRow[]) => rows.filter((route) => checkOf(route) === "none");
    const [bareMain, barePolicy] = [uncheckedOf(main), uncheckedOf(policy)];
    const bareSteered = uncheckedOf(steered);
    if (barePolicy.length > 0 && (bareMain.length < main.length || main.length === 0) && isGuarded(routes)) {
      return bareSteered.length > 0
        ? [unchecked("policy-route-unchecked", gateway, bareSteered, "its table", wans.length)]
        : [uncheckedProbe(gateway, barePolicy)];
    }
    if (bareMain.length > 0 && barePolicy.length < policy.length) {
      return [unchecked("main-route-unchecked", gateway, bareMain, "main", wans.length)];
    }
    return [];
  });
};

function unchecked(
  id: "policy-route-unchecked" | "main-route-unchecked",
  gateway: string,
  routes: readonly ModelRow[],
  where: string,
  wans: number,
): Finding {
  return {
    id,
    severity: wans > 1 ? "error" : "warning",
    verdict: "fail",
    subject: gateway,
    resources: resourcesOf(routes),
    message: `The ${id === "policy-route-unchecked" ? "policy route" : "route"} by ${gateway} in ${where} has no check-gateway, unlike other default routes, so its traffic is lost when that gateway fails and the link stays up.`,
    remediation: "Give both routes the same check-gateway.",
  };
}

/**
 * Whether the traffic of a table never goes on to main, whether or not it is lost: only rules with `lookup-only-in-table` lead
 * to it, or nothing in a plan whose tables are for rules.
 */
function isProbeTable(table: string, snapshot: Snapshot): boolean {
  const rules = snapshot.enabled("/routing/rule");
  const own = rules.filter((rule) => (known(rule, "table") ?? table) === table);
  const marks = snapshot.enabled("/ip/firewall/mangle").filter((rule) => rule.has("new-routing-mark"));
  const isMarked = marks.some((rule) => (known(rule, "new-routing-mark") ?? table) === table);
  const isOnly = own.every((rule) => known(rule, "action") === "lookup-only-in-table");
  const isForRules = own.length > 0 || (marks.length === 0 && rules.length > 0);
  return isForRules && isOnly && !isMarked;
}

function uncheckedProbe(gateway: string, routes: readonly ModelRow[]): Finding {
  return {
    id: "policy-route-unchecked",
    severity: "note",
    verdict: "fail",
    subject: gateway,
    resources: resourcesOf(routes),
    message: `The route by ${gateway} has no check-gateway in its table, from which traffic never goes on to main, so it is lost when that gateway fails, with or without a check.`,
  };
}

/** Whether any default route of main checks its gateway. */
function isGuarded(routes: readonly ModelRow[]): boolean {
  return routes.some((route) => isMain(route) && checkOf(route) !== "none");
}

function isMain(route: ModelRow): boolean {
  return knownOfRoute(route, "routing-table") === MAIN_TABLE;
}

function checkOf(route: ModelRow): string {
  return known(route, "check-gateway") ?? (route.has("check-gateway") ? "not known" : "none");
}
