import { format } from "../../../routeros/ipv4";
import { type Flow, followFlow, type Outcome } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known } from "../../model/values";
import { egressText } from "../../text/egress-text";
import { counted, listed, listedUpTo } from "../../text/list-text";
import { representativeOf } from "../../traffic/flow-classes/representative";
import { type InnerDestinations, innerDestinations } from "../../traffic/inner-destinations";
import type { Origin } from "../../traffic/origin";
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
  const hosts = view.origins.filter(({ kind }) => kind !== "router");
  return [
    ...(isMarking ? hosts.flatMap((origin) => local(origin, view)) : []),
    ...(isMarking || hasRules ? routed(hosts, view) : []),
  ];
};

/** A port of the router that hosts of a LAN connect to. */
const OWN_PORT = 8291;

/** A host of a LAN that connects to the router's address in that LAN. */
function local({ id, name, kind, flow }: Origin, { snapshot, change: { names } }: View): readonly Finding[] {
  const [own] = snapshot.own.on(flow.inInterface ?? "");
  if (own === undefined || typeof own.address !== "string") {
    return [];
  }
  const dstPort = kind === "lan" ? OWN_PORT : flow.dstPort;
  const outcomes = followFlow(snapshot.state(), { ...flow, dstAddress: own.address, dstPort });
  const [diverted] = outcomes.filter(({ egress }) => egress.kind === "out");
  if (diverted === undefined) {
    return [];
  }
  const to = egressText(diverted.egress, names);
  return [
    {
      id: "router-unreachable",
      severity: "error",
      verdict: "fail",
      subject: kind === "lan" ? own.interface : id,
      resources: [...resourcesOnTrace(diverted.trace, "/ip/firewall/mangle"), own.row.reference.id],
      message:
        kind === "lan"
          ? `Hosts on ${names.of(own.interface)} cannot reach the router at ${own.address}, because a routing mark sends their packets to ${to}.`
          : `Packets to the router at ${own.address} (${name}) do not reach it, because a routing mark sends them to ${to}.`,
      remediation: "Add dst-address-type=!local to the rules that mark routing in chain prerouting.",
    },
  ];
}

/** How many combinations of sources and destinations are followed. */
const MOST_FOLLOWED = 4_000;

/** Hosts of LANs that connect to destinations of more specific routes in main. */
function routed(hosts: readonly Origin[], view: View): readonly Finding[] {
  const { snapshot, wans, change } = view;
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const sources = sourcesOf(hosts);
  const findings: Finding[] = [];
  let [followed, leftOut] = [0, 0];
  for (const inner of innerDestinations(snapshot, uplinks, change)) {
    const found = sources.find(({ flow }) => {
      if (inner.expected.has(flow.inInterface ?? "")) {
        return false;
      }
      followed += 1;
      leftOut += followed > MOST_FOLLOWED ? 1 : 0;
      return followed <= MOST_FOLLOWED && divertedBy(flow, inner, view) !== undefined;
    });
    const diverted = found && divertedBy(found.flow, inner, view);
    if (found !== undefined && diverted !== undefined) {
      findings.push(shadowed(found.origin, diverted, inner, view));
    }
  }
  return leftOut === 0 ? findings : [...findings, notFollowed(leftOut)];
}

/** A connection of an origin whose source and service rules tell apart from others. */
interface Source {
  readonly origin: Origin;
  readonly flow: Flow;
}

function sourcesOf(hosts: readonly Origin[]): readonly Source[] {
  const sources = new Map<string, Source>();
  for (const origin of hosts) {
    const { inInterface = "", srcAddress = "", dstAddress } = origin.flow;
    for (const each of origin.classes) {
      const flow = representativeOf(each, { inInterface, srcAddress, dstAddress });
      const key = JSON.stringify([each.sourceKey, flow.protocol, flow.dstPort]);
      if (!sources.has(key)) {
        sources.set(key, { origin, flow });
      }
    }
  }
  return [...sources.values()];
}

function divertedBy(
  flow: Flow,
  { host, expected }: InnerDestinations,
  { snapshot }: View,
): Outcome | undefined {
  return followFlow(snapshot.state(), { ...flow, dstAddress: host }).find(
    ({ egress, table }) => egress.kind === "out" && table !== "main" && !expected.has(egress.interface),
  );
}

/** How many networks a finding names. */
const MOST_NETWORKS = 3;

function shadowed(
  { id, name }: Origin,
  { egress, trace }: Outcome,
  { prefixes, resource, expected }: InnerDestinations,
  { change: { names } }: View,
): Finding {
  const [first = ""] = prefixes.map(format);
  // A mark is looked up before any routing rule, so that a rule on the way was the last to decide.
  const rule = resourcesOnTrace(trace, "/routing/rule").at(-1);
  const [matches, remediation] =
    rule === undefined
      ? [
          "gets a routing mark",
          `Exclude it from the rules that mark routing: accept dst-address=${first} before them, or match an address list.`,
        ]
      : [
          "matches a routing rule",
          `Add a routing rule before it: dst-address=${first} action=lookup table=main.`,
        ];
  const main = listed(
    [...expected].map((each) => names.of(each)),
    "or",
  );
  return {
    id: "policy-route-shadows-main",
    severity: "error",
    verdict: "fail",
    subject: `${first} ${id}`,
    resources: [...(rule === undefined ? resourcesOnTrace(trace, "/ip/firewall/mangle") : [rule]), resource],
    message: `Traffic from ${name} to ${listedUpTo(MOST_NETWORKS, prefixes.map(format))} ${matches} and leaves by ${egressText(egress, names)}, although table main routes it to ${main || "a blackhole"}.`,
    remediation,
  };
}

function notFollowed(count: number): Finding {
  return {
    id: "policy-route-shadows-main",
    severity: "note",
    verdict: "unknown",
    subject: "not followed",
    resources: [],
    message: `It is unknown whether routing marks and rules divert ${counted(count, "kind")} of traffic between LANs and other networks, because there are too many to follow.`,
  };
}
