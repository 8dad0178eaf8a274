import { format, hostIn, hostOrPrefix, overlaps, type Prefix } from "../../../routeros/ipv4";
import { translatesSource } from "../../../routeros/nat-actions";
import { followFlow, type ModelRow, type RouterState } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { ruleText } from "../../model/rule-effects";
import { known, resourcesOf } from "../../model/values";
import { counted, listedUpTo } from "../../text/list-text";
import { routedWans, withDown } from "../../traffic/wans";

/**
 * Packets for an IPsec tunnel whose source a NAT rule translates before the policy is asked: they no longer match it.
 * [manual: IPsec, NAT and fasttrack bypass]
 */
export const ipsecMasquerade: StateCheck = (view) => {
  const lans = lansOf(view);
  const tunnels = view.snapshot.enabled("/ip/ipsec/policy").flatMap((row) => tunnelOf(row, lans) ?? []);
  const states = tunnels.length === 0 ? [] : statesOf(view);
  const inEveryState = Math.floor(MOST_FOLLOWED / Math.max(1, states.length));
  const translated = new Map<string, Set<Tunnel>>();
  for (const [i, tunnel] of tunnels.entries()) {
    for (const id of translatorsOf(tunnel, i < inEveryState ? states : [view.snapshot.state()], view)) {
      translated.set(id, (translated.get(id) ?? new Set()).add(tunnel));
    }
  }
  const leftOut = tunnels.length - inEveryState;
  return [
    ...[...translated].map(([id, found]) => findingOf(id, [...found], view)),
    ...(leftOut > 0 ? [notFollowed(leftOut)] : []),
  ];
};

/** A policy whose packets come from a LAN of the router. */
interface Tunnel {
  readonly row: ModelRow;
  readonly lan: string;
  readonly source: Prefix;
  readonly destination: Prefix;
}

/** A network behind the router. */
interface Lan {
  readonly interface: string;
  readonly network: Prefix;
}

function lansOf({ snapshot, wans }: View): readonly Lan[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  return snapshot
    .state()
    .addresses.own.flatMap(({ network, interface: name }) =>
      typeof network === "object" && !uplinks.has(name) ? [{ interface: name, network }] : [],
    );
}

function tunnelOf(row: ModelRow, lans: readonly Lan[]): Tunnel | undefined {
  const [source, destination] = ["src-address", "dst-address"].map((name) =>
    hostOrPrefix(known(row, name) ?? ""),
  );
  if (source === undefined || destination === undefined || known(row, "template") === "true") {
    return undefined;
  }
  const lan = lans.find(({ network }) => overlaps(network, source));
  return lan && { row, lan: lan.interface, source, destination };
}

/** How many connections are followed through the failure of each WAN; those of further policies with all WANs up only. */
const MOST_FOLLOWED = 2_000;

/** The router with everything up, and with each WAN as the only one. */
function statesOf({ snapshot, wans }: View): readonly RouterState[] {
  return [
    snapshot.state(),
    ...routedWans(wans).map((wan) => snapshot.stateIn(withDown(wans.filter((other) => other !== wan)))),
  ];
}

/** The NAT rules that translate a tunnel's packets. */
function translatorsOf(
  tunnel: Tunnel,
  states: readonly RouterState[],
  { snapshot }: View,
): readonly string[] {
  const flow = {
    inInterface: tunnel.lan,
    protocol: "tcp",
    srcAddress: hostIn(tunnel.source),
    srcPort: 50007,
    dstAddress: hostIn(tunnel.destination),
    dstPort: 443,
  };
  return states.flatMap((state) =>
    followFlow(state, flow)
      .filter(({ egress, source }) => egress.kind === "out" && source !== flow.srcAddress)
      .flatMap(({ trace }) => trace.flatMap(({ rows }) => rows))
      .filter(({ menu, id }) => menu === "/ip/firewall/nat" && isTranslator(id, snapshot))
      .map(({ id }) => id),
  );
}

function isTranslator(id: string, snapshot: View["snapshot"]): boolean {
  return translatesSource(String(snapshot.row(id)?.properties["action"]));
}

function notFollowed(count: number): Finding {
  return {
    id: "ipsec-translated",
    severity: "note",
    verdict: "unknown",
    subject: "not followed",
    resources: [],
    message: `It is unknown whether NAT rules translate packets for ${counted(count, "IPsec policy", "IPsec policies")} while WANs are down: there are too many to follow.`,
  };
}

function findingOf(id: string, tunnels: readonly Tunnel[], { snapshot }: View): Finding {
  const rule = snapshot.enabled("/ip/firewall/nat").find(({ reference }) => reference.id === id);
  const texts = tunnels.map(({ source, destination }) => `${format(source)} to ${format(destination)}`);
  return {
    id: "ipsec-translated",
    severity: "warning",
    verdict: "fail",
    subject: id,
    resources: [id, ...resourcesOf(tunnels.map(({ row }) => row))],
    message: `The rule ${rule === undefined ? id : ruleText(rule)} translates the source of packets from ${listedUpTo(3, texts)} before RouterOS looks for an IPsec policy, so they leave without IPsec.`,
    remediation: 'Set ipsec_policy = "out,none" on the rule.',
  };
}
