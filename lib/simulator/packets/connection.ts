import type { DestinationTranslation, SourceTranslation } from "../firewall/nat";
import { CannotTell, UNKNOWN } from "../model";
import type { RouterState } from "../router-state";
import type { Memory } from "./hash-branches";
import type { Ends } from "./packet";

/**
 * A connection as the router's table holds it: `/ip/firewall/connection`.
 *
 * NAT and mark belong to the connection, not to the packet: what the first packet got, later ones get too, in both
 * directions. [manual: connection tracking, NAT]
 */
export interface Connection {
  /** The ends as its first packet came. */
  readonly ends: Ends;
  /** The interface it came in by; undefined where the router began it. */
  readonly inInterface?: string;
  /** The interface it left by; undefined where it ends at the router. */
  readonly outInterface?: string;
  readonly mark?: string;
  readonly source?: SourceTranslation;
  readonly destination?: DestinationTranslation;
  readonly fasttracked: boolean;
  /** How the hashes of its packets may have fallen; its later packets hash to the same. */
  readonly memories: readonly { readonly share: number; readonly memory: Memory }[];
}

/** The ends of a connection's packets on their way back, as they arrive: what `reply-src-address` and so on show. */
export function replyEnds({ ends, source, destination }: Connection): Ends {
  if (source?.address === UNKNOWN) {
    throw new CannotTell({ kind: "reply-address-unknown" });
  }
  return {
    protocol: ends.protocol,
    srcAddress: destination?.address ?? ends.dstAddress,
    srcPort: destination?.port ?? ends.dstPort,
    dstAddress: source?.address ?? ends.srcAddress,
    dstPort: source?.port ?? ends.srcPort,
  };
}

/**
 * Whether masquerade keeps a connection from leaving by another interface than the one it was translated for: the
 * packet is dropped, the entry forgotten, and the next packet is the first of a new connection. Linux does so since
 * 3.8; that RouterOS 7 kept it is an inference. A `src-nat` entry stays, and keeps its address on any interface.
 * [manual: NAT, on both kinds of entries]
 */
export function isForgotten({ source }: Connection, outInterface: string): boolean {
  return source?.action === "masquerade" && source.interface !== outInterface;
}

/** Whether a connection's masquerade has gone with the address that it took. */
export function isCutOff({ addresses }: RouterState, { source }: Connection): boolean {
  return source?.action === "masquerade" && !addresses.holds(source.interface, source.address);
}
