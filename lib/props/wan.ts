import type { HealthCheck } from "./health-check";

/** Options that every kind of WAN takes. */
export interface WanOptions {
  /**
   * The WAN's name: letters, digits, `_`, `.`, `-`. It is part of every resource address, and of the router's
   * own names: the connection mark is `<name>_conn`, the routing table `to_<name>`.
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
   * The name this WAN had before: its resources move to their new addresses instead of being replaced, and
   * the router's own names (mark, table) stay as they were.
   *
   * @default - the WAN was not renamed
   */
  readonly renamedFrom?: string;

  /**
   * What the router's own names are made of: mark `<routerName>_conn`, table `to_<routerName>`. Needed only to
   * keep them over a second renaming, or to drop `renamedFrom` once every state has moved.
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

  /** {@link WanOptions.name} */
  public readonly name: string;
  /** {@link WanOptions.interface} */
  public readonly interface: string;
  /** {@link StaticWanOptions.address} */
  public readonly address: string;
  /** {@link StaticWanOptions.gateway} */
  public readonly gateway: string;
  /** {@link WanOptions.healthCheck} */
  public readonly healthCheck?: HealthCheck;
  /** {@link WanOptions.masquerade} */
  public readonly masquerade: boolean;
  /** {@link WanOptions.renamedFrom} */
  public readonly renamedFrom?: string;
  /** {@link WanOptions.routerName} */
  public readonly routerName: string;

  private constructor(options: StaticWanOptions) {
    this.name = options.name;
    this.interface = options.interface;
    this.address = options.address;
    this.gateway = options.gateway;
    this.healthCheck = options.healthCheck;
    this.masquerade = options.masquerade ?? true;
    this.renamedFrom = options.renamedFrom;
    this.routerName = options.routerName ?? options.renamedFrom ?? options.name;
  }
}
