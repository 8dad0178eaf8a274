import type { EcmpOptions, PerConnectionClassifierOptions } from "../balancing/balancing";
import type { GatewayDescription } from "../gateway-description";
import type { RecursiveCheckOptions } from "../health-check/health-check";
import type { DhcpWanOptions } from "../wan/dhcp";
import type { PointToPointWanOptions, PppoeClient } from "../wan/point-to-point";
import type { StaticWanOptions } from "../wan/static";
import type { WanOptions } from "../wan/wan-options";

/**
 * A gateway as data, such as a YAML or JSON file holds it: the props of {@link EcmpMasqueradeGateway} without tokens and
 * without what a factory makes.
 *
 * @example
 * const site: GatewayData = {
 *   lans: [{ interface: "bridge", address: "192.168.0.1/24" }],
 *   wans: [
 *     { kind: "static", name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" },
 *     { kind: "dhcp", name: "cable", interface: "ether2", healthCheck: "arp" },
 *   ],
 * };
 */
export interface GatewayData extends Omit<GatewayDescription, "wans" | "balancing" | "healthCheck"> {
  /** The uplinks: at least one, in any order. The gateway adds a warning if there is only one. */
  readonly wans: WanData[];

  /**
   * How new connections are distributed over the WANs.
   *
   * @default - `{ kind: "ecmp" }`: equal shares, with the hash policy that the router has
   */
  readonly balancing?: BalancingData;

  /**
   * How the router finds out that a WAN is down, for every WAN without a `healthCheck` of its own.
   *
   * @default - `"ping"`, as in the article; `"none"` on point-to-point WANs, which have no address to ping
   */
  readonly healthCheck?: HealthCheckData;
}

/** An uplink as data: the options of the factory of {@link Wan} that its `kind` names. */
export type WanData = StaticWanData | DhcpWanData | PointToPointWanData;

/** A health check as data: the name of one, or the hosts that are probed instead of the gateway. */
export type HealthCheckData = "ping" | "arp" | "none" | RecursiveCheckOptions;

/** A balancing as data: the options of the factory of {@link Balancing} that its `kind` names. */
export type BalancingData = EcmpData | ClassifierData | RepeatedRoutesData;

/** Options of every kind of WAN as data. */
export interface WanDataOptions extends Omit<WanOptions, "healthCheck"> {
  /**
   * How the router finds out that the WAN is down. The check applies to all routes of the WAN.
   *
   * @default - the gateway's `healthCheck`; without one, `"none"` on a point-to-point WAN and `"ping"` on the others
   */
  readonly healthCheck?: HealthCheckData;
}

/** A WAN with a fixed address and gateway. */
export interface StaticWanData extends WanDataOptions, Omit<StaticWanOptions, keyof WanOptions> {
  /** What the other options are those of. */
  readonly kind: "static";
}

/** A WAN whose address and gateway come by DHCP. */
export interface DhcpWanData extends WanDataOptions, Omit<DhcpWanOptions, keyof WanOptions> {
  /** What the other options are those of. */
  readonly kind: "dhcp";
}

/** A WAN whose interface leads to one neighbour only, such as PPPoE or LTE. */
export interface PointToPointWanData
  extends WanDataOptions,
    Omit<PointToPointWanOptions, keyof WanOptions | "pppoe"> {
  /** What the other options are those of. */
  readonly kind: "point-to-point";

  /**
   * A PPPoE client that the gateway creates. It makes the interface that `interface` names.
   *
   * @default - the interface exists already, as that of an LTE modem does
   */
  readonly pppoe?: PppoeClientData;
}

/** A PPPoE client that the gateway creates on the router. */
export interface PppoeClientData extends Omit<PppoeClient, "password"> {
  /**
   * The name of the Terraform variable that has the password, such as `dsl_password`: a letter or `_`, then letters,
   * digits and `_`. The gateway declares it in its stack as a sensitive string; `TF_VAR_dsl_password` gives its value.
   */
  readonly passwordVariable: string;
}

/** Equal-cost multipath, as in the article: a hash gives every live WAN the same share of connections. */
export interface EcmpData extends EcmpOptions {
  /** What the other options are those of. */
  readonly kind: "ecmp";
}

/** A per-connection classifier: every WAN gets the share of new connections that its `weight` says. */
export interface ClassifierData extends PerConnectionClassifierOptions {
  /** What the other options are those of. */
  readonly kind: "per-connection-classifier";
}

/** Weights as in the article: every WAN gets as many equal routes as its `weight` says. */
export interface RepeatedRoutesData {
  /** What the other options are those of. */
  readonly kind: "repeated-routes";
}
