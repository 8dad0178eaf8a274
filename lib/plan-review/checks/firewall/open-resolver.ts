import { isPrivate } from "../../../routeros/ipv4";
import { followFlow } from "../../../simulator";
import type { StateCheck } from "../../findings/check-types";
import { known, resourcesOf } from "../../model/values";
import { listed } from "../../text/list-text";
import { soleInterface } from "../../traffic/sole-interface";

/** A DNS resolver that answers the whole Internet. */
export const openResolver: StateCheck = ({ snapshot, wans, origins, change }) => {
  const [dns] = snapshot.router.rows("/ip/dns");
  if (dns === undefined || known(dns, "allow-remote-requests") !== "true") {
    return [];
  }
  const filters = snapshot.enabled("/ip/firewall/filter").filter((rule) => known(rule, "chain") === "input");
  const srcAddress = origins[0].flow.dstAddress;
  // The network of a device that routes nothing is a LAN, unless its address is public.
  const isAlone = soleInterface(change) !== undefined;
  const open = wans.filter((wan) => {
    const dstAddress = snapshot.own.on(wan.interface).map(({ address }) => address)[0];
    return (
      typeof dstAddress === "string" &&
      !(isAlone && isPrivate(dstAddress)) &&
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
  const wansText = listed(open.map((wan) => change.names.of(wan.interface)));
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
            ? `The router's DNS resolver answers any host on ${wansText}.`
            : `The router's DNS resolver answers remote requests, and the plan has no rule in chain input that drops those from ${wansText}.`,
          remediation: "Add rules to chain input that drop UDP and TCP to port 53 from the WANs.",
        },
      ];
};
