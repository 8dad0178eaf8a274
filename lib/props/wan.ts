import type { HealthCheck } from "./health-check";

/** Options that every kind of WAN takes. */
export interface WanOptions {
  /**
   * The WAN's name: letters, digits, `_`, `.`, `-`, and none of `dns`, `lists`, `pins`, `settings`. It is part of
   * every resource address, and of the router's own names: the connection mark is `<name>_conn`, the routing table
   * `to_<name>`, the comments `<gateway>/<name>/<role>`.
   */
  readonly name: string;

  /** The interface towards the ISP, such as `ether1`; may be a token. */
  readonly interface: string;

  /**
   * How a dead gateway is noticed, for the WAN's share of the default route, its policy route and its pins.
   *
   * @default - the gateway's `healthCheck`
   */
  readonly healthCheck?: HealthCheck;

  /**
   * Whether packets leave with the WAN's own address as their source.
   *
   * `false` is for the article's "fully routed network", whose client addresses are routed to it by every ISP.
   *
   * @default true
   */
  readonly masquerade?: boolean;

  /**
   * Whether the WAN's rows stay on the router and do nothing, such as while its line is being moved: no new flow
   * takes it, and a pin on it does what it does while its WAN is down.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * The name this WAN had before: its resources move to their new addresses in the state, and the router's own
   * names (mark, table, comments) stay as they were: nothing is written to the router. Keep it, or put
   * `routerName` in its place once every state has moved: without both, the router's names would change.
   *
   * @default - the WAN was not renamed
   */
  readonly renamedFrom?: string;

  /**
   * What the router's own names are made of: mark `<routerName>_conn`, table `to_<routerName>`, comments
   * `<gateway>/<routerName>/<role>`. Needed only to keep them over a second renaming, or to drop `renamedFrom`
   * once every state has moved.
   *
   * @default - `renamedFrom`, or else `name`
   */
  readonly routerName?: string;
}

/** Options of {@link Wan.static}. */
export interface StaticWanOptions extends WanOptions {
  /** The router's address on this WAN with its prefix length, such as `10.112.0.2/24`; may be a token. */
  readonly address: string;

  /** The ISP's address that traffic is sent to, such as `10.112.0.1`; may be a token. */
  readonly gateway: string;
}

/** An uplink of the router. */
export class Wan {
  /** A WAN whose address and gateway are fixed. */
  public static static(options: StaticWanOptions): Wan {
    return new Wan(options);
  }

  /** Look-alikes are no WANs: only the factories make one. */
  protected readonly brand = "Wan";

  /** The name in resource addresses. */
  public readonly name: string;
  /** The interface towards the ISP. */
  public readonly interface: string;
  /** The router's address on the WAN with its prefix length. */
  public readonly address: string;
  /** The ISP's address that traffic is sent to. */
  public readonly gateway: string;
  /** How a dead gateway is noticed; absent where the gateway's own check holds. */
  public readonly healthCheck?: HealthCheck;
  /** Whether packets leave with the WAN's own address as their source. */
  public readonly masquerade: boolean;
  /** Whether its rows do nothing. */
  public readonly disabled: boolean;
  /** The name before this one; absent where there was none. */
  public readonly renamedFrom?: string;
  /** What the names on the router are made of. */
  public readonly routerName: string;

  private constructor(given: StaticWanOptions) {
    // A program that TypeScript does not check may give nothing: the gateway then says what is missing.
    const options = { ...given };
    this.name = options.name;
    this.interface = options.interface;
    this.address = options.address;
    this.gateway = options.gateway;
    this.healthCheck = options.healthCheck;
    this.masquerade = options.masquerade ?? true;
    this.disabled = options.disabled ?? false;
    this.renamedFrom = options.renamedFrom;
    this.routerName = options.routerName ?? options.renamedFrom ?? options.name;
  }
}
