import type { CheckGateway } from "../../routeros/rows";
import { optionsOf } from "../validation/given";

/** Options of {@link HealthCheck.recursive}. */
export interface RecursiveCheckOptions {
  /**
   * Hosts on the Internet that answer pings, such as `["9.9.9.9"]`, and that nothing else on the site needs: all traffic
   * to them is bound to this WAN, also while it is down. Each serves one WAN of the gateway. The WAN is alive while one of
   * them answers. Addresses, no tokens; two are better than one, where every WAN of the tier gets two.
   */
  readonly targets: string[];
}

/**
 * How the router finds out that a WAN is dead.
 *
 * RouterOS probes every 10 s and takes a route out after two probes without an answer; one answer brings it
 * back.
 *
 * @see https://manual.mikrotik.com/docs/user-guides/routing-and-networking-protocols/routing-decision.md
 */
export class HealthCheck {
  /** ICMP echo to the gateway: the article's check. It does not see what is dead behind the gateway. */
  public static ping(): HealthCheck {
    return new HealthCheck("ping");
  }

  /** ARP request for the gateway: for an ISP whose gateway does not answer pings. */
  public static arp(): HealthCheck {
    return new HealthCheck("arp");
  }

  /** No probe: the WAN counts as alive while its interface is up. */
  public static none(): HealthCheck {
    return new HealthCheck("none");
  }

  /**
   * ICMP echo to hosts on the Internet, each reached through this WAN only: sees an ISP that is up while the Internet
   * behind it is not. The WAN's routes lead to these hosts, and the router resolves them to the ISP's gateway.
   *
   * @see https://help.mikrotik.com/docs/spaces/ROS/pages/26476608
   */
  public static recursive(options: RecursiveCheckOptions): HealthCheck {
    return new HealthCheck("recursive", options);
  }

  /** Look-alikes are no health checks: only the factories make one. */
  protected readonly brand = "HealthCheck";

  /** @internal The value of `check-gateway` on the WAN's routes. */
  public readonly _checkGateway: CheckGateway;
  /** The hosts that are asked in the gateway's place; absent where the gateway is. */
  public readonly targets?: string[];
  readonly #given: unknown;

  private constructor(
    /** @internal */
    public readonly _kind: CheckGateway | "recursive",
    anything?: RecursiveCheckOptions,
  ) {
    const { given, options } = optionsOf(anything);
    this.#given = given;
    this._checkGateway = _kind === "recursive" ? "ping" : _kind;
    this.targets = _kind === "recursive" ? (options?.targets ?? []) : undefined;
    // What changed afterwards would not be looked at.
    Object.freeze(this);
  }

  /** @internal Whether anything is a health check that a factory made. */
  public static _is(value: unknown): value is HealthCheck {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal A recursive check of options that were read. */
  public static _of(options: unknown): HealthCheck {
    return new HealthCheck("recursive", options as RecursiveCheckOptions);
  }
}
