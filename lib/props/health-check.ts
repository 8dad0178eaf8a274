import type { CheckGateway } from "../routing/rows";

/**
 * How the router finds out that a WAN's gateway is dead.
 *
 * RouterOS probes every 10 s and takes a route out after two probes without an answer; one answer brings it
 * back. The probe reaches the gateway, not the Internet behind it.
 *
 * @see https://manual.mikrotik.com/docs/user-guides/routing-and-networking-protocols/routing-decision.md
 */
export class HealthCheck {
  /** ICMP echo to the gateway: the article's check. */
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

  /** Look-alikes are no health checks: only the factories make one. */
  protected readonly brand = "HealthCheck";

  private constructor(
    /** @internal The value of `check-gateway` on the WAN's routes. */
    public readonly _checkGateway: CheckGateway,
  ) {}
}
