/**
 * Where the router is managed from. No mark of the gateway ever touches packets from there, or the router's packets to
 * there: table main alone leads them, whatever is balanced, pinned or forwarded.
 */
export interface Management {
  /**
   * Hosts and prefixes that manage the router, such as `10.99.0.0/24` or `192.168.0.5`. One that lives behind a WAN
   * needs a route of its own, such as a destination pin: without marks the answers to it are spread over the WANs. For the same reason no port forward may lead to one.
   *
   * @default - none
   */
  readonly sources?: string[];

  /**
   * Interfaces that the router is managed through, such as `ether5`. What comes in on one that is neither a LAN's nor a
   * WAN's is not touched anyway; a LAN named here is left out of what rules match the LANs by, so that its hosts are
   * spread by ECMP only, and no forward may lead to them. A WAN's interface is refused.
   *
   * @default - none
   */
  readonly interfaces?: string[];
}
