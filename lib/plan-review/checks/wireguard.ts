import type { StateCheck } from "../findings/check-types";
import { lookUp, resourcesOf } from "../model/values";

/** WireGuard beside ECMP in main: it picks its source by main, so that answers to its peers carry the wrong one. [forum t214318] */
export const wireguard: StateCheck = ({ snapshot, origins }) => {
  const tunnels = snapshot.enabled("/interface/wireguard");
  const main = lookUp(snapshot.state(), "main", origins[0].flow.dstAddress);
  const ports = new Set(main?.hops.map((hop) => hop.interface));
  return tunnels.length === 0 || ports.size < 2
    ? []
    : [
        {
          id: "wireguard-beside-ecmp",
          severity: "warning",
          verdict: "fail",
          subject: "wireguard",
          resources: [...resourcesOf(tunnels), ...(main?.routes.map(({ row }) => row.reference.id) ?? [])],
          message: `WireGuard takes its source from table main, which balances over ${[...ports].sort().join(" and ")}: handshakes on the other WAN than the hash's are answered from the wrong address.`,
          remediation:
            "Order main by distance for the router itself, or src-nat WireGuard's packets per WAN.",
        },
      ];
};
