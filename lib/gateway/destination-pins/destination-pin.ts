/** What happens to a pinned destination while its WAN is down. */
export enum WhileDown {
  /** It is balanced over the WANs that live, like any other destination. */
  BALANCE = "balance",
  /** It is discarded: traffic to it never leaves by another WAN. */
  BLOCK = "block",
}

/**
 * A destination that is reached through one WAN only: the article's "policy route that traffic to specific
 * gateway". Overlapping pins obey the longest prefix. A pin rules traffic of the LAN and connections that the
 * router opens; replies of the router still leave by the WAN that the question came in on.
 */
export interface DestinationPin {
  /** A host such as `203.0.113.80`, or a prefix such as `198.51.100.0/24`; may be a token with its prefix length. */
  readonly destination: string;

  /** The name of the WAN. */
  readonly wan: string;

  /**
   * What happens while that WAN is down. Whether it is down is what the WAN's health check says.
   *
   * @default WhileDown.BALANCE
   */
  readonly whileDown?: WhileDown;

  /**
   * The pin's name in resource addresses and comments: letters, digits, `_`, `.`, `-`.
   *
   * @default - the destination; needed where that is a token
   */
  readonly name?: string;
}
