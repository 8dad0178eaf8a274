/**
 * Where you manage the router from.
 *
 * No rule of the gateway marks packets from there, or the router's packets to there. Only table main routes them.
 *
 * @example
 * const management: Management = { sources: ["10.99.0.0/24"], interfaces: ["ether5"] };
 */
export interface Management {
  /**
   * Hosts and prefixes that manage the router, such as `10.99.0.0/24` or `192.168.0.5`.
   *
   * A source behind a WAN needs a route of its own, such as that of a policy: without marks, replies to it are spread
   * over the WANs. For the same reason no port forward can lead to a source.
   *
   * @default - none
   */
  readonly sources?: string[];

  /**
   * Interfaces that the router is managed through, such as `ether5`.
   *
   * A LAN named here is not in the interface list of the LANs. ECMP balances its hosts, and no port forward can lead to
   * them. You need not name an interface that is neither a LAN's nor a WAN's: the gateway has no rule for it. The
   * interface of a WAN is refused.
   *
   * @default - none
   */
  readonly interfaces?: string[];
}
