import type { RouterState } from "../router-state";
import type { HashBranches } from "./hash-branches";
import type { Tracer } from "./trace";

/** The ends of a flow, as one packet carries them. */
export interface Ends {
  /** In RouterOS' words: `tcp`, `udp`, `icmp`, `gre` ... or a number. */
  readonly protocol: string;
  readonly srcAddress: string;
  readonly dstAddress: string;
  readonly srcPort?: number;
  readonly dstPort?: number;
}

/** What the firewall remembers of a packet's connection while the packet is on its way. */
export interface ConnectionFacts {
  readonly state: "new" | "established";
  /** Which way the packet goes: as the connection's first packet did, or back. */
  readonly direction: "original" | "reply";
  mark?: string;
  sourceTranslated: boolean;
  destinationTranslated: boolean;
  fasttracked: boolean;
}

/** A packet within the router; rules change it as it goes. */
export interface Packet {
  protocol: string;
  srcAddress: string;
  dstAddress: string;
  srcPort?: number;
  dstPort?: number;
  /** Undefined where the router itself sends it. */
  readonly inInterface?: string;
  /** Undefined until it is routed. */
  outInterface?: string;
  routingMark?: string;
  packetMark?: string;
  readonly connection: ConnectionFacts;
}

/** What a packet walks through: the router, the hash results, and the tracer that records its path. */
export interface PacketContext {
  readonly state: RouterState;
  readonly branches: HashBranches;
  readonly tracer: Tracer;
}
