import type { PortForward } from "../props/port-forward";
import type { Wan } from "../props/wan";
import type { DstNatRow, Row } from "../routing/rows";
import { forwardsOn, hairpinsOn, protocolOf } from "./forwards";
import { lanList } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";

/** The rows of one port forward on one WAN. */
export interface ForwardDesign {
  readonly name: string;
  /** For connections that come in on the WAN. */
  readonly rule: Placed<"/ip/firewall/nat">;
  /** For connections from the LANs to the WAN's address; absent unless asked for. */
  readonly hairpin?: Placed<"/ip/firewall/nat">;
}

/** What must stand before the forwards of a WAN: what brings their replies back. */
export interface BeforeForwards {
  readonly replies: readonly Placed[];
  readonly hairpins: readonly Placed[];
}

/** Derives the port forwards of one WAN, in their order. */
export function designForwards(wan: Wan, around: Surroundings, before: BeforeForwards): ForwardDesign[] {
  const hairpins = new Set(hairpinsOn(wan, around.description));
  return forwardsOn(wan, around.description).map((forward) =>
    Object.freeze({
      name: forward.name,
      rule: designRule(forward, wan, around, before.replies),
      hairpin: hairpins.has(forward) ? designHairpin(forward, wan, around, before.hairpins) : undefined,
    }),
  );
}

/** Matches the router's own addresses only: packets for others pass through. */
function designRule(
  forward: PortForward,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/nat"> {
  const row: DstNatRow = {
    chain: "dstnat",
    "in-interface": wan.interface,
    "dst-address-type": "local",
    ...translation(forward),
    ...ownedByWan(around, wan, `forward:${forward.name}`),
  };
  return place("/ip/firewall/nat", [wan.name, "forwards", forward.name], row, after);
}

/** Matches the address of this WAN only: the ports of the router's LAN address stay the router's. */
function designHairpin(
  forward: PortForward,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/nat"> | undefined {
  if (wan.address === undefined) {
    return undefined;
  }
  const row: DstNatRow = {
    chain: "dstnat",
    "in-interface-list": lanList(around.description),
    "dst-address": around.values.hostOf(wan.address),
    ...translation(forward),
    ...ownedByWan(around, wan, `hairpin:${forward.name}`),
  };
  return place("/ip/firewall/nat", [wan.name, "hairpins", forward.name], row, after);
}

/** The ports of a connection to several stay as they are. */
function translation(
  forward: PortForward,
): Omit<DstNatRow, keyof Row | "chain" | "in-interface" | "in-interface-list" | "dst-address"> {
  const isOnePort = /^\d+$/.test(forward.ports);
  return {
    protocol: protocolOf(forward),
    "dst-port": forward.ports,
    action: "dst-nat",
    "to-addresses": forward.to,
    ...(isOnePort ? { "to-ports": String(forward.toPort ?? forward.ports) } : {}),
  };
}
