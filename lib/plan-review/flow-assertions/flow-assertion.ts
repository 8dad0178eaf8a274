/** A question about one flow, asked of routers before and after. */
export interface FlowAssertion {
  readonly name: string;
  /** The router that is asked, as the report names it, with or without the plan's file; absent for every router. */
  readonly router?: string;
  /** The address that it comes from; absent where the router itself begins it. */
  readonly from?: string;
  readonly to: string;
  /** The interface that it comes in by; absent where the addresses say so. */
  readonly in?: string;
  readonly protocol: string;
  readonly port?: number;
  /** The WANs that are down meanwhile. */
  readonly down: readonly string[];
  readonly expect: Expectation;
}

/** What must be so of every way that the flow may take. */
export interface Expectation {
  /** It leaves by one of these interfaces. */
  readonly wan?: readonly string[];
  /** It leaves with this source. */
  readonly source?: string;
  /** Its answers leave by one of these interfaces. */
  readonly reply?: readonly string[];
}
