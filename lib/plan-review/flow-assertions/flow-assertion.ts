/** What must be true of one flow: asserted of routers before and after the plan. */
export interface FlowAssertion {
  readonly name: string;
  /**
   * The router, as the report names it, with or without the plan's file.
   *
   * @default - every router
   */
  readonly router?: string;
  /**
   * The address that the flow comes from.
   *
   * @default - the router itself sends it
   */
  readonly from?: string;
  readonly to: string;
  /**
   * The interface that the flow comes in by, or the name of its WAN.
   *
   * @default - follows from the addresses
   */
  readonly in?: string;
  readonly protocol: string;
  readonly port?: number;
  /** The WANs that are down meanwhile, by interface or name. */
  readonly down: readonly string[];
  readonly expect: Expectation;
}

/** What must be true of every way that the flow can take. */
export interface Expectation {
  /** It leaves by one of these WANs, by interface or name. */
  readonly wan?: readonly string[];
  /** It leaves with this source address. */
  readonly source?: string;
  /** It reaches the router itself. */
  readonly local?: boolean;
  /** A rule drops it, or a blackhole route. */
  readonly dropped?: boolean;
  /** Its replies leave by one of these WANs, by interface or name. */
  readonly reply?: readonly string[];
}
