import type { ModelRow } from "../../../simulator";
import type { StateCheck } from "../../findings/check-types";
import { known, resourcesOf } from "../../model/values";

/**
 * FastTrack for connections that need a routing mark: FastTracked packets skip mangle, so they leave by table main.
 * [manual: connection tracking, FastTrack]
 */
export const fasttrack: StateCheck = ({ snapshot }) => {
  const steering = snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "chain") === "prerouting" && known(rule, "action") === "mark-routing");
  const rules = ["/ip/firewall/filter", "/ip/firewall/mangle"]
    .flatMap((menu) => snapshot.enabled(menu))
    .filter((rule) => known(rule, "action") === "fasttrack-connection");
  return rules.flatMap((rule) => {
    const bypassed = steering.filter((marking) => mayBeTracked(rule, marking));
    return bypassed.length === 0
      ? []
      : [
          {
            id: "fasttrack-marked",
            severity: "error",
            verdict: "fail",
            subject: rule.reference.id,
            resources: resourcesOf([rule, ...bypassed]),
            message:
              "FastTrack takes connections that need a routing mark: most of their packets skip mangle and leave by table main.",
            remediation:
              "Match connection-mark=no-mark in the FastTrack rule, and set a mark on connections that need policy routing.",
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
