import { fromNumber, toNumber } from "../../routeros/address-ranges";
import type { Prefix } from "../../routeros/ipv4";
import { format } from "../../routeros/ipv4";
import { type Flow, followFlow, formatEgress } from "../../simulator";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, lookUp } from "../model/values";
import { marksOn } from "../traffic/egresses";

/**
 * Traffic that a routing mark takes away from where table main, or the router itself, would have had it: marks are asked
 * before both. [manual: policy routing; IP routing]
 */
export const policyRouteShadowsMain: StateCheck = (view) => {
  const marking = view.snapshot
    .enabled("/ip/firewall/mangle")
    .filter((rule) => known(rule, "action") === "mark-routing" && known(rule, "chain") === "prerouting");
  if (marking.length === 0) {
    return [];
  }
  return [...view.origins.flatMap(({ flow }) => local(flow, view)), ...routed(view)];
};

/** Destinations that are worked out for one router. */
const MOST_DESTINATIONS = 32;

/** A host of a LAN that talks to the router's address there. */
function local(flow: Flow, { snapshot }: View): readonly Finding[] {
  const [own] = snapshot.own.on(flow.inInterface ?? "");
  if (own === undefined || typeof own.address !== "string") {
    return [];
  }
  const dstAddress = own.address;
  const outcomes = followFlow(snapshot.state(), { ...flow, dstAddress, dstPort: 8291 });
  const [away] = outcomes.filter(({ egress }) => egress.kind === "out");
  if (away === undefined) {
    return [];
  }
  return [
    {
      id: "router-unreachable",
      severity: "error",
      verdict: "fail",
      subject: own.interface,
      resources: [...marksOn(away.trace), own.row.reference.id],
      message: `Hosts on ${own.interface} no longer reach the router at ${own.address}: a routing mark sends their packets out by ${formatEgress(away.egress)}.`,
      remediation: "Match dst-address-type=!local in the rules that mark in prerouting.",
    },
  ];
}

/** A host of a LAN that talks to where a more specific route of main leads. */
function routed({ snapshot, origins, wans }: View): readonly Finding[] {
  const state = snapshot.state();
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const destinations = new Map<string, { prefix: Prefix; resource: string }>();
  for (const { route } of state.rib.reached) {
    const { destination, connected, table } = route;
    if (typeof destination !== "object" || destination.length === 0 || table !== "main") {
      continue;
    }
    // A WAN's own network is the ISP's.
    const port = known(route.row, "interface") ?? "";
    if (!(connected && uplinks.has(port)) && destinations.size < MOST_DESTINATIONS) {
      destinations.set(format(destination), { prefix: destination, resource: route.row.reference.id });
    }
  }
  return [...destinations.values()].flatMap(({ prefix, resource }): Finding[] => {
    const dstAddress = hostIn(prefix);
    const main = lookUp(state, "main", dstAddress);
    const meant = new Set(main?.hops.map((hop) => hop.interface));
    for (const { name, flow } of origins) {
      if (flow.inInterface === undefined || meant.has(flow.inInterface) || snapshot.own.at(dstAddress)) {
        continue;
      }
      const taken = followFlow(state, { ...flow, dstAddress }).find(
        ({ egress, table }) => egress.kind === "out" && table !== "main" && !meant.has(egress.interface),
      );
      if (taken !== undefined) {
        return [
          {
            id: "policy-route-shadows-main",
            severity: "error",
            verdict: "fail",
            subject: `${format(prefix)} ${name}`,
            resources: [...marksOn(taken.trace), resource],
            message: `Traffic of ${name} to ${format(prefix)}, which main sends to ${[...meant].join(" or ") || "a blackhole"}, is marked and leaves by ${formatEgress(taken.egress)} instead.`,
            remediation: `Spare it in the rules that mark: accept dst-address=${format(prefix)} before them, or match an address list.`,
          },
        ];
      }
    }
    return [];
  });
}

function hostIn({ network, length }: Prefix): string {
  return length >= 31 ? network : fromNumber(toNumber(network) + Math.min(9, 2 ** (32 - length) - 2));
}
