import type { StateCheck } from "../../findings/check-types";
import { known, resourcesOf } from "../../model/values";

/** Routing rules beside routing marks: which of them decides is not known. [manual: policy routing] */
export const ambiguousPolicyRouting: StateCheck = ({ snapshot }) => {
  const rules = snapshot.enabled("/routing/rule");
  const marking = snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "action") === "mark-routing");
  return rules.length === 0 || marking.length === 0
    ? []
    : [
        {
          id: "ambiguous-policy-routing",
          severity: "warning",
          verdict: "unknown",
          subject: "routing rules",
          resources: resourcesOf([...rules, ...marking]),
          message:
            "The plan uses both routing rules and routing marks; RouterOS looks up marks first, but since 7.22 a setting that the provider does not show can change the order.",
          remediation: "Use either routing marks or routing rules for policy routing, not both.",
        },
      ];
};
