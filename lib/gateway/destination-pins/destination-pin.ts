/** What happens to a pinned destination while its WAN is down. */
export enum WhileDown {
  /** It is balanced over the live WANs, like any other destination. */
  BALANCE = "balance",
  /** Its traffic is discarded, so it never leaves by another WAN. */
  BLOCK = "block",
}

/**
 * A destination that is reached through one WAN only: the article's "policy route that traffic to specific gateway".
 *
 * Of overlapping pins the longest prefix applies. A pin applies to traffic of the LANs and to connections that the router
 * opens. Replies of the router still leave by the WAN that the request came in on.
 *
 * @example
 * const pin: DestinationPin = { destination: "198.51.100.0/24", wan: "fibre", whileDown: WhileDown.BLOCK };
 */
export interface DestinationPin {
  /** A host such as `203.0.113.80`, or a prefix such as `198.51.100.0/24`. Can be a token with its prefix length. */
  readonly destination: string;

  /** The name of the WAN. */
  readonly wan: string;

  /**
   * What happens while that WAN is down. The WAN's health check decides whether it is down.
   *
   * @default WhileDown.BALANCE
   */
  readonly whileDown?: WhileDown;

  /**
   * The name of the pin in resource addresses and comments: letters, digits, `_`, `.`, `-`.
   *
   * @default - the destination; required if that is a token
   */
  readonly name?: string;
}
