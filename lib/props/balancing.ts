/**
 * What the router hashes to choose one of several equal routes.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/settings.md
 */
export enum HashPolicy {
  /** Source and destination address: one pair of hosts always takes the same WAN. RouterOS' own default. */
  L3 = "l3",
  /** Like `L3`, by the inner packet of a tunnel. */
  L3_INNER = "l3-inner",
  /** Addresses, protocol and ports: spreads better, and splits one pair of hosts over several WANs. */
  L4 = "l4",
}

/** Options of {@link Balancing.ecmp}. */
export interface EcmpOptions {
  /**
   * The hash policy of the whole device; it affects every ECMP route on it. RouterOS 7.16 or newer.
   *
   * @default - the router's setting is neither read nor changed
   */
  readonly hashPolicy?: HashPolicy;
}

/** How new flows are spread over the WANs. */
export class Balancing {
  /** Equal-cost multipath: every WAN alive gets the same share of flows, chosen by a hash. The article's way. */
  public static ecmp(options: EcmpOptions = {}): Balancing {
    return new Balancing({ ...options }.hashPolicy);
  }

  /** Look-alikes are no balancing: only the factories make one. */
  protected readonly brand = "Balancing";

  private constructor(
    /** The device's hash policy, where it is managed. */
    public readonly hashPolicy?: HashPolicy,
  ) {}
}
