import type { StateCheck } from "../../findings/check-types";
import { lookUp, resourcesOf } from "../../model/values";
import { listed } from "../../text/list-text";

/** WireGuard beside ECMP in main: it chooses its source address by main, so its peers see the wrong one. [forum t214318] */
export const wireguard: StateCheck = ({ snapshot, origins, change: { names } }) => {
  const tunnels = snapshot.enabled("/interface/wireguard");
  const main = lookUp(snapshot.state(), "main", origins[0].flow.dstAddress);
  const wans = new Set(main?.hops.map((hop) => hop.interface));
  return tunnels.length === 0 || wans.size < 2
    ? []
    : [
        {
          id: "wireguard-beside-ecmp",
          severity: "warning",
          verdict: "fail",
          subject: "wireguard",
          resources: [...resourcesOf(tunnels), ...(main?.routes.map(({ row }) => row.reference.id) ?? [])],
          message: `WireGuard chooses its source address by table main, which balances over ${listed([...wans].sort().map((wan) => names.of(wan)))}, so it answers some handshakes from the wrong address.`,
          remediation:
            "Give the default routes different distances for the router itself, or add a src-nat rule for WireGuard for each WAN.",
        },
      ];
};
