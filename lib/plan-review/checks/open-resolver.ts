import { followFlow } from "../../simulator";
import type { StateCheck } from "../findings/check-types";
import { known, resourcesOf } from "../model/values";

/** A resolver that answers the whole Internet. */
export const openResolver: StateCheck = ({ snapshot, wans, origins }) => {
  const [dns] = snapshot.router.rows("/ip/dns");
  if (dns === undefined || known(dns, "allow-remote-requests") !== "true") {
    return [];
  }
  const filters = snapshot.enabled("/ip/firewall/filter").filter((rule) => known(rule, "chain") === "input");
  const srcAddress = origins[0].flow.dstAddress;
  const open = wans.filter((wan) => {
    const dstAddress = snapshot.own.on(wan.interface).map(({ address }) => address)[0];
    return (
      typeof dstAddress === "string" &&
      followFlow(snapshot.state(), {
        inInterface: wan.interface,
        protocol: "udp",
        srcAddress,
        srcPort: 50004,
        dstAddress,
        dstPort: 53,
      }).some(({ egress }) => egress.kind === "local")
    );
  });
  const ports = open.map((wan) => wan.interface).join(" and ");
  const isKnown = filters.length > 0;
  return open.length === 0
    ? []
    : [
        {
          id: "open-resolver",
          severity: isKnown ? "error" : "warning",
          verdict: isKnown ? "fail" : "unknown",
          subject: "dns",
          resources: resourcesOf([dns]),
          message: isKnown
            ? `The router's resolver answers anybody on ${ports}.`
            : `The router's resolver answers remote requests, and the plan has no rule in chain input that keeps those of ${ports} out.`,
          remediation: "Drop UDP and TCP to port 53 from the WANs in chain input.",
        },
      ];
};
