import { fromNumber, toNumber } from "../../../routeros/address-ranges";
import { format, hostOrPrefix, overlaps, type Prefix } from "../../../routeros/ipv4";
import { followFlow, type ModelRow } from "../../../simulator";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { ruleText } from "../../model/rule-effects";
import { known, resourcesOf } from "../../model/values";
import { listedUpTo } from "../../text/list-text";
import { routedWans, withDown } from "../../traffic/wans";

/**
 * Packets for an IPsec tunnel whose source a NAT rule translates before the policy is asked: they no longer match it.
 * [manual: IPsec, NAT and fasttrack bypass]
 */
export const ipsecMasquerade: StateCheck = (view) => {
  const tunnels = view.snapshot.enabled("/ip/ipsec/policy").flatMap((row) => tunnelOf(row, view) ?? []);
  const translated = new Map<string, Set<Tunnel>>();
  for (const tunnel of tunnels) {
    for (const id of translatorsOf(tunnel, view)) {
      translated.set(id, (translated.get(id) ?? new Set()).add(tunnel));
    }
  }
  return [...translated].map(([id, found]) => findingOf(id, [...found], view));
};

/** A policy whose packets come from a LAN of the router. */
interface Tunnel {
  readonly row: ModelRow;
  readonly lan: string;
  readonly source: Prefix;
  readonly destination: Prefix;
}

function tunnelOf(row: ModelRow, { snapshot, wans }: View): Tunnel | undefined {
  const [source, destination] = ["src-address", "dst-address"].map((name) =>
    hostOrPrefix(known(row, name) ?? ""),
  );
  if (source === undefined || destination === undefined || known(row, "template") === "true") {
    return undefined;
  }
  const uplinks = new Set(wans.map((wan) => wan.interface));
  const lan = snapshot
    .state()
    .addresses.own.find(
      ({ network, interface: name }) =>
        typeof network === "object" && !uplinks.has(name) && overlaps(network, source),
    );
  return lan && { row, lan: lan.interface, source, destination };
}

/** How many policies are followed through the failure of each WAN; of more, with all WANs up only. */
const MOST_TUNNELS = 64;

/** The NAT rules that translate a tunnel's packets, whichever WAN they leave by. */
function translatorsOf(tunnel: Tunnel, { snapshot, wans }: View): readonly string[] {
  const routed = snapshot.enabled("/ip/ipsec/policy").length > MOST_TUNNELS ? [] : routedWans(wans);
  const states = [
    snapshot.state(),
    ...routed.map((wan) => snapshot.stateIn(withDown(wans.filter((other) => other !== wan)))),
  ];
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
  return ["masquerade", "src-nat"].includes(String(snapshot.row(id)?.properties["action"]));
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

function hostIn({ network, length }: Prefix): string {
  return length >= 31 ? network : fromNumber(toNumber(network) + Math.min(9, 2 ** (32 - length) - 2));
}
