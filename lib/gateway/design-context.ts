import { ownershipComment } from "../routeros/ownership-comment";
import type { Row } from "../routeros/rows";
import type { GatewayDescription } from "./gateway-description";
import type { RowSpec } from "./row-spec";
import type { TokenResolver } from "./token-resolver";
import type { Wan } from "./wan/wan";

/** What every part of a design takes from the gateway around it. */
export interface DesignContext {
  readonly description: GatewayDescription;
  /** What the comments of all rows begin with. */
  readonly owner: string;
  readonly values: TokenResolver;
  /** The WANs whose gateway, or the network it is in, is another WAN's too. */
  readonly ambiguousGateways: ReadonlySet<Wan>;
}

/** What a WAN takes from the gateway around it. */
export interface WanDesignContext extends DesignContext {
  /** What a route that leads out of a WAN waits for, whichever table it is in: interface, masquerade and guards. */
  readonly beforeRoutesBy: (wan: Wan) => readonly RowSpec[];
  /** The rows that stand before the WAN carries traffic. */
  readonly afterDefaultRoute: readonly RowSpec[];
  /** What brings replies of hosts to their neighbours back through the router; absent where nothing asks for it. */
  readonly hairpinMasquerade?: RowSpec;
}

/** What a row says besides what it does: whether it does it, and whose it is. */
export type Ownership = Pick<Row, "disabled" | "comment">;

/** A row of a LAN, or of a group of the gateway's own rows, which stays enabled while a WAN is disabled. */
export function ownedByGateway(
  { description, owner }: DesignContext,
  member: string,
  role: string,
): Ownership {
  return { disabled: description.disabled ?? false, comment: ownershipComment({ owner, member, role }) };
}

/** A row of one WAN; by the router's own name of the WAN, so that a rename writes nothing to the router. */
export function ownedByWan(context: DesignContext, wan: Wan, role: string): Ownership {
  const { disabled, comment } = ownedByGateway(context, wan.routerName, role);
  return { disabled: disabled || wan.disabled, comment };
}

/** A row of one WAN that stays enabled while the WAN or the gateway is disabled. */
export function enabledForWan(context: DesignContext, wan: Wan, role: string): Ownership {
  return { ...ownedByWan(context, wan, role), disabled: false };
}
