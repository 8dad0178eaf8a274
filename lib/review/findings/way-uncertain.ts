import { known, resourcesOf } from "../model/reading";
import type { StateFamily } from "./family";
import type { Claim } from "./finding";

/** Routing rules beside marks, and VRFs: which of them decides is open. [manual: policy routing] */
export const wayUncertain: StateFamily = ({ snapshot }) => {
  const rules = snapshot.enabled("/routing/rule");
  const vrfs = snapshot.enabled("/ip/vrf");
  const marking = snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "action") === "mark-routing");
  const claims: Claim[] = [];
  if (rules.length > 0 && marking.length > 0) {
    claims.push({
      id: "way-uncertain",
      severity: "warning",
      verdict: "cannot tell",
      subject: "routing rules",
      resources: resourcesOf([...rules, ...marking]),
      sentence:
        "Routing rules stand beside routing marks: marks are asked first, and what finds no route in its table comes to the rules before main; since RouterOS 7.22 that order is a setting, which the provider does not show.",
      advice: "Steer by marks or by rules, not by both.",
    });
  }
  if (vrfs.length > 0) {
    claims.push({
      id: "way-uncertain",
      severity: "warning",
      verdict: "cannot tell",
      subject: "VRFs",
      resources: resourcesOf(vrfs),
      sentence: "VRFs are not modelled: no answer about their interfaces can be relied on.",
    });
  }
  return claims;
};
