import { fromNumber, toNumber } from "../../../routeros/address-ranges";
import type { Prefix } from "../../../routeros/ipv4";
import { format } from "../../../routeros/ipv4";
import { type Flow, followFlow } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known, lookUp } from "../../model/values";
import { egressText } from "../../text/egress-text";
import { listed } from "../../text/list-text";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";

/**
 * Traffic that a routing mark diverts from table main or from the router itself, and traffic that a routing rule diverts
 * from table main: RouterOS looks up marks before both, and routing rules before main. [manual: policy routing; IP routing]
 */
export const policyRouteShadowsMain: StateCheck = (view) => {
  const isMarking = view.snapshot
    .enabled("/ip/firewall/mangle")
    .some((rule) => known(rule, "action") === "mark-routing" && known(rule, "chain") === "prerouting");
  const hasRules = view.snapshot.enabled("/routing/rule").length > 0;
  return [
    ...(isMarking ? view.origins.flatMap(({ flow }) => local(flow, view)) : []),
    ...(isMarking || hasRules ? routed(view) : []),
  ];
};

/** How many destinations are checked for one router. */
const MOST_DESTINATIONS = 32;

/** A host of a LAN that connects to the router's address in that LAN. */
function local(flow: Flow, { snapshot, change: { names } }: View): readonly Finding[] {
  const [own] = snapshot.own.on(flow.inInterface ?? "");
  if (own === undefined || typeof own.address !== "string") {
    return [];
  }
  const dstAddress = own.address;
  const outcomes = followFlow(snapshot.state(), { ...flow, dstAddress, dstPort: 8291 });
  const [diverted] = outcomes.filter(({ egress }) => egress.kind === "out");
  if (diverted === undefined) {
    return [];
  }
  return [
    {
      id: "router-unreachable",
      severity: "error",
      verdict: "fail",
      subject: own.interface,
      resources: [...resourcesOnTrace(diverted.trace, "/ip/firewall/mangle"), own.row.reference.id],
      message: `Hosts on ${names.of(own.interface)} cannot reach the router at ${own.address}, because a routing mark sends their packets to ${egressText(diverted.egress, names)}.`,
      remediation: "Add dst-address-type=!local to the rules that mark routing in chain prerouting.",
    },
  ];
}

/** A host of a LAN that connects to a destination of a more specific route in main. */
function routed({ snapshot, origins, wans, change: { names } }: View): readonly Finding[] {
  const state = snapshot.state();
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const destinations = new Map<string, { prefix: Prefix; resource: string }>();
  for (const { route } of state.rib.reached) {
    const { destination, connected, table } = route;
    if (typeof destination !== "object" || destination.length === 0 || table !== "main") {
      continue;
    }
    // The network of a WAN belongs to the ISP.
    const through = known(route.row, "interface") ?? "";
    if (!(connected && uplinks.has(through)) && destinations.size < MOST_DESTINATIONS) {
      destinations.set(format(destination), { prefix: destination, resource: route.row.reference.id });
    }
  }
  return [...destinations.values()].flatMap(({ prefix, resource }): Finding[] => {
    const dstAddress = hostIn(prefix);
    const main = lookUp(state, "main", dstAddress);
    const expected = new Set(main?.hops.map((hop) => hop.interface));
    for (const { id, name, flow } of origins) {
      if (flow.inInterface === undefined || expected.has(flow.inInterface) || snapshot.own.at(dstAddress)) {
        continue;
      }
      const diverted = followFlow(state, { ...flow, dstAddress }).find(
        ({ egress, table }) => egress.kind === "out" && table !== "main" && !expected.has(egress.interface),
      );
      if (diverted !== undefined) {
        // A mark is looked up before any routing rule, so that a rule on the way was the last to decide.
        const diverter = resourcesOnTrace(diverted.trace, "/routing/rule").at(-1);
        return [
          {
            id: "policy-route-shadows-main",
            severity: "error",
            verdict: "fail",
            subject: `${format(prefix)} ${id}`,
            resources: [
              ...(diverter === undefined
                ? resourcesOnTrace(diverted.trace, "/ip/firewall/mangle")
                : [diverter]),
              resource,
            ],
            message: `Traffic from ${name} to ${format(prefix)} ${diverter === undefined ? "gets a routing mark" : "matches a routing rule"} and leaves by ${egressText(diverted.egress, names)}, although table main routes it to ${
              listed(
                [...expected].map((each) => names.of(each)),
                "or",
              ) || "a blackhole"
            }.`,
            remediation:
              diverter === undefined
                ? `Exclude it from the rules that mark routing: accept dst-address=${format(prefix)} before them, or match an address list.`
                : `Add a routing rule before it: dst-address=${format(prefix)} action=lookup table=main.`,
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
