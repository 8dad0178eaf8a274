import type { CheckGateway } from "../../routeros/rows";
import { optionsOf } from "../validation/copied-props";

/** Options of {@link HealthCheck.recursive}. */
export interface RecursiveCheckOptions {
  /**
   * Hosts on the Internet that answer pings, such as `["9.9.9.9"]`.
   *
   * The WAN is alive while one of them answers. Choose hosts that nothing else on your site needs: all traffic to them
   * is bound to this WAN, also while it is down. No two WANs of a gateway can share a host. Write literal addresses, not
   * tokens. Two targets are better than one if every WAN of the tier has two.
   */
  readonly targets: string[];
}

/**
 * How the router finds out that a WAN is down.
 *
 * RouterOS probes every 10 seconds. It removes a route from use after two failed probes, and restores it after one answer.
 *
 * @see https://manual.mikrotik.com/docs/user-guides/routing-and-networking-protocols/routing-decision.md
 *
 * @example
 * Wan.static({
 *   name: "fibre",
 *   interface: "ether1",
 *   address: "203.0.113.2/30",
 *   gateway: "203.0.113.1",
 *   healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"] }),
 * });
 */
export class HealthCheck {
  /**
   * Pings the gateway, as in the article.
   *
   * It does not notice a failure behind the gateway.
   *
   * @example
   * HealthCheck.ping();
   */
  public static ping(): HealthCheck {
    return new HealthCheck("ping");
  }

  /**
   * Sends ARP requests to the gateway, for an ISP whose gateway does not answer pings.
   *
   * @example
   * HealthCheck.arp();
   */
  public static arp(): HealthCheck {
    return new HealthCheck("arp");
  }

  /**
   * Sends no probes: the WAN counts as alive while its interface is up.
   *
   * @example
   * HealthCheck.none();
   */
  public static none(): HealthCheck {
    return new HealthCheck("none");
  }

  /**
   * Pings hosts on the Internet through this WAN only.
   *
   * It notices when the ISP's gateway answers but the Internet behind it does not. The WAN's routes have these hosts as
   * their gateways, and the router resolves them to the ISP's gateway.
   *
   * @see https://help.mikrotik.com/docs/spaces/ROS/pages/26476608
   *
   * @example
   * HealthCheck.recursive({ targets: ["9.9.9.9"] });
   */
  public static recursive(options: RecursiveCheckOptions): HealthCheck {
    return new HealthCheck("recursive", options);
  }

  /** Makes the type nominal: create one with a factory such as `HealthCheck.ping()`. */
  protected readonly brand = "HealthCheck";

  /** @internal The value of `check-gateway` on the WAN's routes. */
  public readonly _checkGateway: CheckGateway;
  /** The hosts that are probed instead of the gateway, where the check is recursive. */
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
    // Later changes would have no effect.
    Object.freeze(this);
  }

  /** @internal Whether a value is a health check that a factory created. */
  public static _is(value: unknown): value is HealthCheck {
    return typeof value === "object" && value !== null && #given in value;
  }

  /** @internal The options as they were given, whatever they are. */
  public get _given(): unknown {
    return this.#given;
  }

  /** @internal A recursive check with options that were read. */
  public static _of(options: unknown): HealthCheck {
    return new HealthCheck("recursive", options as RecursiveCheckOptions);
  }
}

/** A WAN, as far as its check is concerned. */
interface CheckedWan {
  readonly healthCheck?: HealthCheck;
  readonly _kind: { readonly defaultHealthCheck: HealthCheck };
}

/** A gateway, as far as the checks of its WANs are concerned. */
interface CheckedGateway {
  readonly healthCheck?: HealthCheck;
}

/** The check of a WAN: its own, the gateway's, or the default of its kind. */
export function healthCheckOf(wan: CheckedWan, gateway: CheckedGateway): HealthCheck {
  return wan.healthCheck ?? gateway.healthCheck ?? wan._kind.defaultHealthCheck;
}

/** The probe targets of a WAN; none unless its check is recursive. */
export function probeTargetsOfWan(wan: CheckedWan, gateway: CheckedGateway): readonly string[] {
  return healthCheckOf(wan, gateway).targets ?? [];
}

/** The probe targets of all WANs. Traffic to each must leave by one WAN only. */
export function probeTargetsOf(
  gateway: CheckedGateway & { readonly wans: readonly CheckedWan[] },
): readonly string[] {
  return gateway.wans.flatMap((wan) => probeTargetsOfWan(wan, gateway));
}
