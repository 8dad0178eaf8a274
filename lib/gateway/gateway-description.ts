import type { Balancing } from "./balancing/balancing";
import type { DestinationPin } from "./destination-pins/destination-pin";
import type { Dns } from "./dns/dns";
import type { HealthCheck } from "./health-check/health-check";
import type { Lan } from "./lan/lan";
import type { Management } from "./management/management";
import type { PortForward } from "./port-forwards/port-forward";
import type { Wan } from "./wan/wan";

/** A gateway as its owner describes it: nothing here knows of Terraform. */
export interface GatewayDescription {
  /** The networks behind the router: one or more. */
  readonly lans: Lan[];

  /** The uplinks: one or more, in any order. One alone is legal, and a warning. */
  readonly wans: Wan[];

  /**
   * How new flows are spread over the WANs.
   *
   * @default - `Balancing.ecmp()`: equal shares, the device's hash policy left as it is
   */
  readonly balancing?: Balancing;

  /**
   * Whether a connection stays on the WAN that it first left through when another WAN dies or one comes back: the cure
   * for what the article calls "routing table flushing". Without it such a change moves part of the connections to
   * another WAN, and those that are masqueraded break. Connections of a WAN that dies break either way.
   *
   * @default false; always so with `Balancing.perConnectionClassifier`
   */
  readonly stickyConnections?: boolean;

  /**
   * Whether what a program of the router sends from a WAN's address leaves by that WAN: a VPN or a probe that is bound to
   * it. Without it the hash may choose another WAN, whose address it then gets.
   *
   * @default false; always so with `Balancing.perConnectionClassifier`
   */
  readonly sourceRouting?: boolean;

  /**
   * How a dead gateway is noticed, on every WAN that does not say otherwise.
   *
   * @default - `HealthCheck.ping()`, as in the article; `HealthCheck.none()` on point-to-point WANs, which have no address
   * to ask
   */
  readonly healthCheck?: HealthCheck;

  /**
   * The router's resolver.
   *
   * @default - not managed
   */
  readonly dns?: Dns;

  /**
   * Destinations that are reached through one WAN only.
   *
   * @default - none
   */
  readonly destinationPins?: DestinationPin[];

  /**
   * Connections from outside that are handed to hosts behind the router.
   *
   * @default - none
   */
  readonly portForwards?: PortForward[];

  /**
   * Whether masquerade spares what an IPsec policy will encrypt, as in MikroTik's own default configuration
   * (`ipsec-policy=out,none`): needed where a tunnel of the router leaves by a WAN.
   *
   * @default false
   */
  readonly excludeIpsec?: boolean;

  /**
   * Where the router is managed from, which no mark ever touches.
   *
   * @default - nothing is spared
   */
  readonly management?: Management;

  /**
   * Prefix of the router's own names: mark `<name>_<wan>_conn`, table `<name>_to_<wan>`. Letters, digits, `_`, `.`, `-`.
   *
   * @default - no prefix, as in the article: `<wan>_conn`, `to_<wan>`
   */
  readonly name?: string;

  /**
   * What the comment of every row begins with: `<comment>/<wan>/<role>`, with the WAN's `routerName`. It says on the router who owns the
   * row. Letters, digits, `_`, `.`, `/`, `:`, `-`, so that `terraform import ... "comment=..."` works.
   *
   * @default - `name`, or else the construct's id
   */
  readonly comment?: string;

  /**
   * The router's version, such as `7.20` or `7.20.4`, written out: props that it does not know are refused then, with the
   * first version that does.
   *
   * @default - nothing is refused; the router itself then refuses what it does not know, while it is applied
   */
  readonly routerOsVersion?: string;

  /**
   * Whether all rows stay on the router and do nothing, but for the addresses of the LANs, by which the router is
   * managed, and for the device's settings of `balancing` and `dns.servers`, which cannot be disabled. Masquerade rules and
   * routing tables stay enabled, since they do nothing without a route of the gateway.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * The table that holds the default routes and pins: letters, digits, `_`, `.`, `-`. A table of the gateway's own
   * is made, and routing rules choose it for what comes in from its LANs, which then never leaves by a default route
   * of `main`: so a second gateway can stand on one router. The router's own connections keep using `main`.
   *
   * @default - `main`, RouterOS' own
   * @see https://manual.mikrotik.com/docs/user-guides/routing-and-networking-protocols/policy-routing.md
   */
  readonly routingTable?: string;

  /**
   * An interface list that exists already and holds the interfaces of the LANs, such as `LAN`; may be a token. Rules
   * that match what comes from the LANs use it.
   *
   * @default - a list of the gateway's own, `lans` or `<name>_lans`, made where a rule needs it
   */
  readonly lanList?: string;
}
