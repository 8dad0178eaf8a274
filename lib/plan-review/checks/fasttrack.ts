import type { ModelRow } from "../../simulator";
import type { StateCheck } from "../findings/check-types";
import { known, resourcesOf } from "../model/values";

/**
 * FastTrack over connections whose packets a mark must send to a table: FastTracked packets pass by mangle, so that they
 * leave by main. [manual: connection tracking, FastTrack]
 */
export const fasttrack: StateCheck = ({ snapshot }) => {
  const steering = snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "chain") === "prerouting" && known(rule, "action") === "mark-routing");
  const rules = ["/ip/firewall/filter", "/ip/firewall/mangle"]
    .flatMap((menu) => snapshot.enabled(menu))
    .filter((rule) => known(rule, "action") === "fasttrack-connection");
  return rules.flatMap((rule) => {
    const passedBy = steering.filter((marking) => mayBeTracked(rule, marking));
    return passedBy.length === 0
      ? []
      : [
          {
            id: "fasttrack-marked",
            severity: "error",
            verdict: "fail",
            subject: rule.reference.id,
            resources: resourcesOf([rule, ...passedBy]),
            message:
              "FastTrack takes connections whose packets a routing mark must steer: most of their packets pass by mangle and leave by table main.",
            remediation:
              "Match connection-mark=no-mark in the FastTrack rule, and mark the connections that are steered.",
          },
        ];
  });
};

/** Whether a FastTrack rule takes connections that a marking rule is for, by what both say of connection marks. */
function mayBeTracked(rule: ModelRow, marking: ModelRow): boolean {
  const tracked = known(rule, "connection-mark");
  const steered = known(marking, "connection-mark") ?? "";
  if (tracked === undefined || steered === "" || steered.startsWith("!")) {
    return true;
  }
  return tracked.startsWith("!") ? tracked.slice(1) !== steered : tracked === steered;
}
