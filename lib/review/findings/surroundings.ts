import { followFlow } from "../../routing";
import { known, lookUp, resourcesOf } from "../model/reading";
import { typicalDestination } from "../traffic/origins";
import type { StateFamily } from "./family";
import type { Claim } from "./finding";

/** WireGuard beside ECMP in main: it picks its source by main, so that answers to its peers carry the wrong one. [forum t214318] */
export const wireguard: StateFamily = ({ snapshot, origins }) => {
  const tunnels = snapshot.enabled("/interface/wireguard");
  const main = lookUp(snapshot.state(), "main", origins[0].flow.dstAddress);
  const ports = new Set(main?.hops.map((hop) => hop.interface));
  return tunnels.length === 0 || ports.size < 2
    ? []
    : [
        {
          id: "wireguard-beside-ecmp",
          severity: "warning",
          verdict: "broken",
          subject: "wireguard",
          resources: [...resourcesOf(tunnels), ...(main?.routes.map(({ row }) => row.reference.id) ?? [])],
          sentence: `WireGuard takes its source from table main, which balances over ${[...ports].sort().join(" and ")}: handshakes on the other WAN than the hash's are answered from the wrong address.`,
          advice: "Order main by distance for the router itself, or src-nat WireGuard's packets per WAN.",
        },
      ];
};

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

/** A resolver that answers the whole Internet. */
export const openResolver: StateFamily = ({ snapshot, wans, change }) => {
  const [dns] = snapshot.router.rows("/ip/dns");
  if (dns === undefined || known(dns, "allow-remote-requests") !== "true") {
    return [];
  }
  const filters = snapshot.enabled("/ip/firewall/filter").filter((rule) => known(rule, "chain") === "input");
  const srcAddress = typicalDestination(change);
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
      }).some(({ way }) => way.kind === "local")
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
          verdict: isKnown ? "broken" : "cannot tell",
          subject: "dns",
          resources: resourcesOf([dns]),
          sentence: isKnown
            ? `The router's resolver answers anybody on ${ports}.`
            : `The router's resolver answers remote requests, and the plan has no rule in chain input that keeps those of ${ports} out.`,
          advice: "Drop UDP and TCP to port 53 from the WANs in chain input.",
        },
      ];
};
