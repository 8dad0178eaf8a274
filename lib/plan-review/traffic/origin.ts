import type { Flow } from "../../simulator";
import type { FlowClass } from "./flow-classes/flow-classes";

/** Where new connections to the Internet begin, and what a typical one looks like. */
export interface Origin {
  /** By interface, so that it stays the same when a name changes: `LAN bridge1`, or `the router`. */
  readonly id: string;
  /** For people: `LAN Local`, `LAN office (bridge1)`, `udp 53 of LAN Local`, or `the router`. */
  readonly name: string;
  /** A LAN, a class of its flows that is treated otherwise than the rest, or the router itself. */
  readonly kind: "lan" | "class" | "router";
  /** A typical connection. */
  readonly flow: Flow;
  /** The connection that is followed in its place: one that every rule treats alike, maybe of another LAN. */
  readonly followed: Flow;
  /** The classes of flows that it represents. */
  readonly classes: readonly FlowClass[];
}

/** The origins of a router: there is always one. */
export type Origins = readonly [Origin, ...Origin[]];

/** Classes of flows that rules tell apart and that were not followed, because there are too many. */
export interface NotFollowed {
  /** How many there are at least. */
  readonly classes: number;
  /** The LANs that they belong to. */
  readonly lans: readonly string[];
}
