import type { HealthCheck } from "../health-check/health-check";
import { optionsOf } from "../validation/given";
import type { PppoeClient } from "./pppoe-client";

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
   * @default - the gateway's `healthCheck`; where that is not given either, none on a point-to-point WAN and
   * `HealthCheck.ping()` on the others
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
   * Which WANs carry new flows: those of the lowest tier of which any is alive share them, the others wait. A whole number
   * from 1 to 100, of which the default routes take their distance. A pin, and an answer to a connection from outside, leave
   * by their WAN whatever its tier.
   *
   * @default 1
   */
  readonly tier?: number;

  /**
   * Whether the WAN's rows stay on the router and do nothing, such as while its line is being moved: no new flow
   * takes it, and a pin on it does what it does while its WAN is down. Its masquerade rule and its routing table stay
   * enabled, since they do nothing without a route: what still leaves while an apply disables the WAN is masqueraded.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * The WAN's share of new connections in proportion to the other weights: a positive integer. Unequal weights need
   * `Balancing.perConnectionClassifier` or `Balancing.repeatedRoutes`.
   *
   * @default 1
   */
  readonly weight?: number;

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

/** Options of {@link Wan.dhcp}. */
export interface DhcpWanOptions extends WanOptions {}

/** Options of {@link Wan.pointToPoint}. */
export interface PointToPointWanOptions extends WanOptions {
  /**
   * A PPPoE client that the gateway makes, and that gives the WAN its interface under the name in `interface`.
   *
   * @default - the interface is there already, as an LTE modem's is
   */
  readonly pppoe?: PppoeClient;
}

/** How a WAN comes by its address and gateway. */
export enum WanKind {
  /** Both are written in the WAN's options. */
  STATIC = "static",
  /** Both come with a lease. */
  DHCP = "dhcp",
  /** The other end of the link gives the address, and the interface itself is the gateway. */
  POINT_TO_POINT = "point-to-point",
}

/** An uplink of the router. */
export class Wan {
  /** A WAN whose address and gateway are fixed. */
  public static static(options: StaticWanOptions): Wan {
    return new Wan(WanKind.STATIC, options);
  }

  /**
   * A WAN whose address and gateway come by DHCP: a client of the router writes its routes, also those of the WAN's own
   * table, and moves them with every lease. RouterOS 7.19 or newer.
   *
   * @see https://manual.mikrotik.com/docs/cli-reference/ip/dhcp-client.md
   */
  public static dhcp(options: DhcpWanOptions): Wan {
    return new Wan(WanKind.DHCP, options);
  }

  /**
   * A WAN whose interface leads to one neighbour only, as that of PPPoE or LTE does: traffic is sent to the interface, and
   * TCP connections are kept to what fits through it.
   *
   * @see https://manual.mikrotik.com/docs/cli-reference/interface/pppoe-client.md
   */
  public static pointToPoint(options: PointToPointWanOptions): Wan {
    return new Wan(WanKind.POINT_TO_POINT, options);
  }

  /** Look-alikes are no WANs: only the factories make one. */
  protected readonly brand = "Wan";

  /** The name in resource addresses. */
  public readonly name: string;
  /** The interface towards the ISP. */
  public readonly interface: string;
  /** The router's address on the WAN with its prefix length; only a static WAN has one that is known beforehand. */
  public readonly address?: string;
  /** The ISP's address that traffic is sent to; only a static WAN has one that is known beforehand. */
  public readonly gateway?: string;
  /** The PPPoE client that makes the interface; absent where the interface is there already. */
  public readonly pppoe?: PppoeClient;
  /** How a dead gateway is noticed; absent where the gateway's own check holds. */
  public readonly healthCheck?: HealthCheck;
  /** Whether packets leave with the WAN's own address as their source. */
  public readonly masquerade: boolean;
  /** Its place in the order of those that carry new flows: the lowest first. */
  public readonly tier: number;
  /** Whether its rows do nothing. */
  public readonly disabled: boolean;
  /** The WAN's share of new connections in proportion to the other weights. */
  public readonly weight: number;
  /** The name before this one; absent where there was none. */
  public readonly renamedFrom?: string;
  /** What the names on the router are made of. */
  public readonly routerName: string;

  readonly #given: unknown;

  private constructor(
    /** How the WAN comes by its address and gateway. */
    public readonly kind: WanKind,
    anything: WanOptions & Partial<StaticWanOptions & PointToPointWanOptions>,
  ) {
    const { given, options } = optionsOf(anything);
    this.#given = given;
    this.name = options.name as string;
    this.interface = options.interface as string;
    this.address = options.address;
    this.gateway = options.gateway;
    this.pppoe = options.pppoe;
    this.healthCheck = options.healthCheck;
    this.masquerade = options.masquerade ?? true;
    this.tier = options.tier ?? 1;
    this.disabled = options.disabled ?? false;
    this.weight = options.weight ?? 1;
    this.renamedFrom = options.renamedFrom;
    this.routerName = options.routerName ?? options.renamedFrom ?? this.name;
    // What changed afterwards would not be looked at.
    Object.freeze(this);
  }

  /** @internal Whether anything is a WAN that a factory made. */
  public static _is(value: unknown): value is Wan {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal A WAN of options that were read. */
  public static _of(kind: WanKind, options: unknown): Wan {
    return new Wan(kind, options as WanOptions);
  }
}
