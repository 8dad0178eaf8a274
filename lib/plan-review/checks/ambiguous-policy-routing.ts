import type { StateCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, resourcesOf } from "../model/values";

/** Routing rules beside marks, and VRFs: which of them decides is open. [manual: policy routing] */
export const ambiguousPolicyRouting: StateCheck = ({ snapshot }) => {
  const rules = snapshot.enabled("/routing/rule");
  const vrfs = snapshot.enabled("/ip/vrf");
  const marking = snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "action") === "mark-routing");
  const claims: Finding[] = [];
  if (rules.length > 0 && marking.length > 0) {
    claims.push({
      id: "ambiguous-policy-routing",
      severity: "warning",
      verdict: "unknown",
      subject: "routing rules",
      resources: resourcesOf([...rules, ...marking]),
      message:
        "Routing rules stand beside routing marks: marks are asked first, and what finds no route in its table comes to the rules before main; since RouterOS 7.22 that order is a setting, which the provider does not show.",
      remediation: "Steer by marks or by rules, not by both.",
    });
  }
  if (vrfs.length > 0) {
    claims.push({
      id: "ambiguous-policy-routing",
      severity: "warning",
      verdict: "unknown",
      subject: "VRFs",
      resources: resourcesOf(vrfs),
      message: "VRFs are not modelled: no answer about their interfaces can be relied on.",
    });
  }
  return claims;
};
