import { groupBy } from "../../collections/group-by";
import { MAIN_TABLE } from "../../routeros/route-fields";
import { CannotTell, type ModelRow } from "../../simulator";
import type { StateCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { isDefaultRoute, known, knownOfRoute, resourcesOf } from "../model/values";

/** How long a check takes to notice: a probe every 10 s, two that go unanswered for 1 s each. [manual: IP routing, routing decision] */
const DETECTION = "11 to 21 s (a probe every 10 s, two unanswered)";

/** What the gateway checks of main's default routes see, and how soon. */
export const healthChecks: StateCheck = ({ snapshot, wans }) => {
  const routes = snapshot
    .enabled("/ip/route")
    .filter(
      (route) =>
        isDefaultRoute(route) &&
        knownOfRoute(route, "routing-table") === MAIN_TABLE &&
        known(route, "gateway"),
    );
  if (wans.filter(({ gateways }) => gateways.length > 0).length < 2) {
    return [];
  }
  const kinds = groupBy(routes, (route) => kindOf(route, snapshot.reachability.get(route.reference.id)));
  return [...kinds].flatMap(([kind, group]) => claimOf(kind as Kind, group));
};

type Kind = "none" | "interface" | "first hop" | "beyond" | "untold";

function kindOf(route: ModelRow, reached: unknown): Kind | undefined {
  const gateway = known(route, "gateway") ?? "";
  const check = known(route, "check-gateway") ?? (route.has("check-gateway") ? undefined : "none");
  if (
    check === undefined ||
    reached === undefined ||
    reached instanceof CannotTell ||
    gateway.includes(",")
  ) {
    return undefined;
  }
  if (!/^\d+\.\d+\.\d+\.\d+/.test(gateway)) {
    return "interface";
  }
  if (check === "none") {
    return "none";
  }
  const immediate = (reached as { immediate?: readonly { address?: string }[] }).immediate ?? [];
  return immediate.some(({ address }) => address === gateway.replace(/[%@].*$/, "")) ? "first hop" : "beyond";
}

function claimOf(kind: Kind, routes: readonly ModelRow[]): readonly Finding[] {
  const common = { subject: kind, resources: resourcesOf(routes) };
  switch (kind) {
    case "none":
      return [
        {
          ...common,
          id: "health-unchecked",
          severity: "warning",
          verdict: "fail",
          message:
            "Default routes without check-gateway stay active when their gateway dies with its link up: the share of that WAN is lost until somebody notices.",
          remediation: "Add check-gateway=ping.",
        },
      ];
    case "interface":
      return [
        {
          ...common,
          id: "health-link-only",
          severity: "note",
          verdict: "fail",
          message:
            "Default routes by an interface have no gateway to probe: only loss of the link is noticed.",
          remediation: "Route by an address beyond it, recursively, to see further.",
        },
      ];
    case "first hop":
      return [
        {
          ...common,
          id: "health-first-hop",
          severity: "note",
          verdict: "fail",
          message: `The checks see the ISP's first hop only, within ${DETECTION}: an ISP that is dead behind it keeps its share of connections.`,
          remediation: "Probe an address beyond the ISP, by recursive routes, where that matters.",
        },
      ];
    case "beyond":
      return [
        {
          ...common,
          id: "health-beyond-first-hop",
          severity: "note",
          verdict: "pass",
          message: `The checks probe addresses beyond the first hop; a failure is noticed within ${DETECTION}.`,
        },
      ];
    default:
      return [];
  }
}
