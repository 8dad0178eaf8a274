import type { DstNatRow, Row } from "../../routeros/rows";
import { type DesignContext, ownedByWan } from "../design-context";
import { lanList } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { forwardsOn, hairpinsOn, protocolOf } from "./forwards";
import type { PortForward } from "./port-forward";

/** The rows of one port forward on one WAN. */
export interface ForwardDesign {
  readonly name: string;
  /** For connections that come in on the WAN. */
  readonly rule: RowSpec<"/ip/firewall/nat">;
  /** For connections from the LANs to the WAN's address; absent unless asked for. */
  readonly hairpin?: RowSpec<"/ip/firewall/nat">;
}

/** What must stand before the forwards of a WAN: what brings their replies back. */
export interface BeforeForwards {
  readonly replies: readonly RowSpec[];
  readonly hairpins: readonly RowSpec[];
}

/** Derives the port forwards of one WAN, in their order. */
export function designForwards(wan: Wan, context: DesignContext, before: BeforeForwards): ForwardDesign[] {
  const hairpins = new Set(hairpinsOn(wan, context.description));
  return forwardsOn(wan, context.description).map((forward) =>
    Object.freeze({
      name: forward.name,
      rule: designRule(forward, wan, context, before.replies),
      hairpin: hairpins.has(forward) ? designHairpin(forward, wan, context, before.hairpins) : undefined,
    }),
  );
}

/** Matches the router's own addresses only: packets for others pass through. */
function designRule(
  forward: PortForward,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/nat"> {
  const row: DstNatRow = {
    chain: "dstnat",
    "in-interface": wan.interface,
    "dst-address-type": "local",
    ...translation(forward),
    ...ownedByWan(context, wan, `forward:${forward.name}`),
  };
  return rowSpec("/ip/firewall/nat", [wan.name, "forwards", forward.name], row, after);
}

/** Matches the address of this WAN only: the ports of the router's LAN address stay the router's. */
function designHairpin(
  forward: PortForward,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/nat"> | undefined {
  if (wan.address === undefined) {
    return undefined;
  }
  const row: DstNatRow = {
    chain: "dstnat",
    "in-interface-list": lanList(context.description),
    "dst-address": context.values.hostOf(wan.address),
    ...translation(forward),
    ...ownedByWan(context, wan, `hairpin:${forward.name}`),
  };
  return rowSpec("/ip/firewall/nat", [wan.name, "hairpins", forward.name], row, after);
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
