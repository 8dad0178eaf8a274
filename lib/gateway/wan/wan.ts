import type { HealthCheck } from "../health-check/health-check";
import { optionsOf } from "../validation/copied-props";
import { DhcpWan, type DhcpWanOptions } from "./dhcp";
import { PointToPointWan, type PointToPointWanOptions } from "./point-to-point";
import { StaticWan, type StaticWanOptions } from "./static";
import type { WanKind } from "./wan-kind";
import type { WanOptions } from "./wan-options";

/** Every kind of WAN: each has a factory of {@link Wan}. */
export const WAN_KINDS = [StaticWan, DhcpWan, PointToPointWan] as const;

type WanKindClass = (typeof WAN_KINDS)[number];

/**
 * An uplink of the router.
 *
 * Create one with `Wan.static()`, `Wan.dhcp()` or `Wan.pointToPoint()`.
 *
 * @example
 * const wans = [
 *   Wan.static({ name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" }),
 *   Wan.dhcp({ name: "cable", interface: "ether2" }),
 * ];
 */
export class Wan {
  /**
   * A WAN with a fixed address and gateway.
   *
   * @example
   * Wan.static({ name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" });
   */
  public static static(options: StaticWanOptions): Wan {
    return new Wan(StaticWan, options);
  }

  /**
   * A WAN whose address and gateway come by DHCP.
   *
   * A DHCP client of the router writes the WAN's routes, and updates them with every lease. It needs RouterOS 7.19.
   *
   * @see https://manual.mikrotik.com/docs/cli-reference/ip/dhcp-client.md
   *
   * @example
   * Wan.dhcp({ name: "cable", interface: "ether2" });
   */
  public static dhcp(options: DhcpWanOptions): Wan {
    return new Wan(DhcpWan, options);
  }

  /**
   * A WAN whose interface leads to one neighbour only, such as PPPoE or LTE.
   *
   * Traffic is sent to the interface. The gateway adds a rule that keeps TCP connections within the MTU of the link.
   *
   * @see https://manual.mikrotik.com/docs/cli-reference/interface/pppoe-client.md
   *
   * @example
   * Wan.pointToPoint({ name: "lte", interface: "lte1", tier: 2 });
   */
  public static pointToPoint(options: PointToPointWanOptions): Wan {
    return new Wan(PointToPointWan, options);
  }

  /** How the WAN gets its address and gateway: `static`, `dhcp` or `point-to-point`. */
  public readonly kind: string;
  /** Makes the type nominal: create one with `Wan.static()`, `Wan.dhcp()` or `Wan.pointToPoint()`. */
  protected readonly brand = "Wan";

  /** The name in resource addresses. */
  public readonly name: string;
  /** The interface towards the ISP. */
  public readonly interface: string;
  /** The router's address on the WAN with its prefix length, where it is known when the plan is made. */
  public readonly address?: string;
  /** The ISP's address that traffic is sent to, where it is known when the plan is made. */
  public readonly gateway?: string;
  /** How the router finds out that the WAN is down, where the WAN has a check of its own. */
  public readonly healthCheck?: HealthCheck;
  /** Whether packets leave with the WAN's own address as their source. */
  public readonly masquerade: boolean;
  /** Failover priority, from 1 (highest) to 100. */
  public readonly tier: number;
  /** Whether the WAN's rows have no effect. */
  public readonly disabled: boolean;
  /** The WAN's share of new connections in proportion to the other weights. */
  public readonly weight: number;
  /** The name that the WAN had before, where it was renamed. */
  public readonly renamedFrom?: string;
  /** The name of the WAN on the router. */
  public readonly routerName: string;

  readonly #given: unknown;
  readonly #class: WanKindClass;
  readonly #kind: WanKind;

  private constructor(kind: WanKindClass, anything: WanOptions) {
    const { given, options } = optionsOf(anything);
    this.#given = given;
    this.#class = kind;
    this.#kind = new kind(options);
    this.kind = this.#kind.name;
    this.name = options.name as string;
    this.interface = options.interface as string;
    this.address = this.#kind.addresses[0];
    this.gateway = this.#kind.gateways[0]?.gateway;
    this.healthCheck = options.healthCheck;
    this.masquerade = options.masquerade ?? true;
    this.tier = options.tier ?? 1;
    this.disabled = options.disabled ?? false;
    this.weight = options.weight ?? 1;
    this.renamedFrom = options.renamedFrom;
    this.routerName = options.routerName ?? options.renamedFrom ?? this.name;
    // Later changes would have no effect.
    Object.freeze(this);
  }

  /** @internal Whether a value is a WAN that a factory created. */
  public static _is(value: unknown): value is Wan {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal A WAN of a kind with options that were read. */
  public static _of(kind: WanKindClass, options: unknown): Wan {
    return new Wan(kind, options as WanOptions);
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal The class of the WAN's kind, which has the shapes of its options. */
  public get _class(): WanKindClass {
    return this.#class;
  }

  /** @internal What the WAN's kind decides. */
  public get _kind(): WanKind {
    return this.#kind;
  }

  /** @internal A WAN of the same kind with options that were read. */
  public _with(options: unknown): Wan {
    return Wan._of(this.#class, options);
  }
}
