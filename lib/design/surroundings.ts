import type { GatewayDescription } from "../props/gateway-description";
import type { Wan } from "../props/wan";
import type { Row } from "../routing/rows";
import type { Placed } from "./placed";
import type { Values } from "./values";

/** What every part of a design takes from the gateway around it. */
export interface Surroundings {
  readonly description: GatewayDescription;
  /** What the comments of all rows begin with. */
  readonly owner: string;
  readonly values: Values;
  /** The WANs whose gateway, or the network it is in, is another WAN's too. */
  readonly ambiguousGateways: ReadonlySet<Wan>;
}

/** What a WAN takes from the gateway around it. */
export interface WanSurroundings extends Surroundings {
  /** What a route that leads out of a WAN waits for, whichever table it is in: interface, masquerade and guards. */
  readonly beforeRoutesBy: (wan: Wan) => readonly Placed[];
  /** The rows that stand before the WAN carries traffic. */
  readonly afterDefaultRoute: readonly Placed[];
  /** What brings replies of hosts to their neighbours back through the router; absent where nothing asks for it. */
  readonly hairpinMasquerade?: Placed;
}

/** What a row says besides what it does: whether it does it, and whose it is. */
export type Ownership = Pick<Row, "disabled" | "comment">;

/** A row that belongs to the gateway as a whole. */
export function ownedByGateway({ description, owner }: Surroundings, role: string): Ownership {
  return { disabled: description.disabled ?? false, comment: `${owner}/${role}` };
}

/** A row of one WAN; by the router's own name of the WAN, so that a rename writes nothing to the router. */
export function ownedByWan(around: Surroundings, wan: Wan, role: string): Ownership {
  const { disabled, comment } = ownedByGateway(around, `${wan.routerName}/${role}`);
  return { disabled: disabled || wan.disabled, comment };
}

/** A row of one WAN that stays enabled while the WAN or the gateway is disabled. */
export function enabledForWan(around: Surroundings, wan: Wan, role: string): Ownership {
  return { ...ownedByWan(around, wan, role), disabled: false };
}
