/** What happens to the connections of a policy while all of its WANs are down. */
export enum Otherwise {
  /** The next policy that matches them applies. */
  NEXT = "next",
  /** They are balanced over the live WANs, like connections without a policy. */
  BALANCE = "balance",
  /** Their packets are discarded, so they never leave by another WAN. */
  BLOCK = "block",
}

/**
 * Which WANs carry some connections.
 *
 * The first policy that matches a connection applies. Replies to connections from outside still leave by the WAN
 * that the connection came in on.
 *
 * @example
 * const policies: Policy[] = [
 *   { name: "bank", to: ["198.51.100.0/24"], via: [["fibre"]], otherwise: Otherwise.BLOCK },
 *   { name: "guests", from: ["guests"], via: [["cable"], ["fibre"]] },
 * ];
 */
export interface Policy {
  /** The name of the policy: letters, digits, `_`, `.`, `-`. */
  readonly name: string;

  /**
   * The names of LANs, hosts such as `192.168.0.10`, and prefixes such as `192.168.0.64/26`.
   *
   * @default - any source, also the router itself
   */
  readonly from?: string[];

  /**
   * Hosts such as `203.0.113.80`, and prefixes such as `198.51.100.0/24`. One of them can be a token.
   *
   * @default - any destination; a policy needs `from` or `to`
   */
  readonly to?: string[];

  /**
   * The names of the WANs in tiers: connections use the first tier that has a live WAN. The WANs of one tier share them
   * equally.
   *
   * The health check of a WAN decides whether it is down.
   */
  readonly via: string[][];

  /**
   * What happens while all of these WANs are down.
   *
   * @default Otherwise.BALANCE
   */
  readonly otherwise?: `${Otherwise}`;
}
