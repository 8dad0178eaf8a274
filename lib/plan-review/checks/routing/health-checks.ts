import { groupBy } from "../../../collections/group-by";
import { MAIN_TABLE, parseGateway } from "../../../routeros/route-fields";
import { CannotTell, type ModelRow } from "../../../simulator";
import { reactingScript } from "../../../simulator/scripts";
import type { StateCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Snapshot } from "../../model/snapshot";
import { isDefaultRoute, known, knownOfRoute, lookUp, resourcesOf } from "../../model/values";

/** How long a check takes to detect a failure: a probe every 10 s, two of them unanswered for 1 s each. [manual: IP routing] */
const DETECTION = "11 to 21 s (a probe every 10 s, two failed probes)";

/** What the gateway checks of main's default routes detect, and how soon. */
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
  const isWatched = reactingScript(snapshot.router) !== undefined;
  const reaches = groupBy(routes, (route) => reachOf(route, snapshot));
  // A netwatch that changes routes is a check too: what it does is for its owner to know.
  const shown = [...reaches].filter(([reach]) => !(isWatched && reach === "none"));
  return shown.map(([reach, group]) => ({
    ...FINDING_OF[reach as Reach],
    subject: reach,
    resources: resourcesOf(group),
  }));
};

/** How far a check sees. */
type Reach = "none" | "interface" | "first hop" | "beyond";

function reachOf(route: ModelRow, snapshot: Snapshot): Reach | undefined {
  const reachability = snapshot.reachability.get(route.reference.id);
  const gateway = known(route, "gateway") ?? "";
  const check = known(route, "check-gateway") ?? (route.has("check-gateway") ? undefined : "none");
  if (
    check === undefined ||
    reachability === undefined ||
    reachability instanceof CannotTell ||
    gateway.includes(",")
  ) {
    return undefined;
  }
  if (!/^\d+\.\d+\.\d+\.\d+/.test(gateway)) {
    return "interface";
  }
  if (check === "none") {
    return isCheckedBehind(gateway, snapshot, []) ? "beyond" : "none";
  }
  const { address, interface: named } = parseGateway(gateway);
  const isNeighbour = named !== undefined || address === undefined || !isBehindRoute(address, snapshot);
  return isNeighbour ? "first hop" : "beyond";
}

/** Whether a route of the plan leads to an address, so that it is no neighbour: one by interface may lead there too. */
function isBehindRoute(address: string, snapshot: Snapshot): boolean {
  const [towards] = lookUp(snapshot.state(), MAIN_TABLE, address)?.routes ?? [];
  return towards !== undefined && !towards.connected && !isDefaultRoute(towards.row);
}

/** Whether the routes that lead to a gateway check theirs: a route by it is then inactive when they are. */
function isCheckedBehind(gateway: string, snapshot: Snapshot, passed: readonly string[]): boolean {
  const { address, interface: named } = parseGateway(gateway);
  if (address === undefined || named !== undefined || passed.includes(address)) {
    return false;
  }
  const behind = lookUp(snapshot.state(), MAIN_TABLE, address)?.routes ?? [];
  const written = behind.filter(({ connected, row }) => !connected && !isDefaultRoute(row));
  return (
    written.length > 0 &&
    written.every(({ row }) => {
      const isChecked = (known(row, "check-gateway") ?? "none") !== "none";
      return isChecked || isCheckedBehind(known(row, "gateway") ?? "", snapshot, [...passed, address]);
    })
  );
}

const FINDING_OF: Readonly<Record<Reach, Omit<Finding, "subject" | "resources">>> = {
  none: {
    id: "health-unchecked",
    severity: "warning",
    verdict: "fail",
    message:
      "Default routes without check-gateway stay active when their gateway fails and the link stays up, so the share of that WAN is lost.",
    remediation: "Add check-gateway=ping to these routes.",
  },
  interface: {
    id: "health-link-only",
    severity: "note",
    verdict: "fail",
    message:
      "Default routes whose gateway is an interface have no address to probe, so only loss of the link is detected.",
    remediation: "Use recursive routes to an address beyond the link to detect more failures.",
  },
  "first hop": {
    id: "health-first-hop",
    severity: "note",
    verdict: "fail",
    message: `Gateway checks detect a failed first hop within ${DETECTION}; if the ISP fails behind it, the WAN keeps its share of connections.`,
    remediation: "Use recursive routes to an address beyond the ISP to detect such failures.",
  },
  beyond: {
    id: "health-beyond-first-hop",
    severity: "note",
    verdict: "pass",
    message: `Gateway checks probe addresses beyond the first hop and detect a failure within ${DETECTION}.`,
  },
};
