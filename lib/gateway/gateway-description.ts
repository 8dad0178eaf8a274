import type { Balancing } from "./balancing/balancing";
import type { Dns } from "./dns/dns";
import type { HealthCheck } from "./health-check/health-check";
import type { Lan } from "./lan/lan";
import type { Management } from "./management/management";
import type { Policy } from "./policies/policy";
import type { PortForward } from "./port-forwards/port-forward";
import type { Wan } from "./wan/wan";

/**
 * The props that describe a gateway, without those of Terraform.
 *
 * @example
 * const description: GatewayDescription = {
 *   lans: [{ interface: "bridge", address: "192.168.0.1/24" }],
 *   wans: [
 *     Wan.static({ name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" }),
 *     Wan.dhcp({ name: "cable", interface: "ether2" }),
 *   ],
 * };
 */
export interface GatewayDescription {
  /** The networks behind the router: at least one. */
  readonly lans: Lan[];

  /** The uplinks: at least one, in any order. The gateway adds a warning if there is only one. */
  readonly wans: Wan[];

  /**
   * How new connections are distributed over the WANs.
   *
   * @default - `Balancing.ecmp()`: equal shares, with the hash policy that the router has
   */
  readonly balancing?: Balancing;

  /**
   * Whether a connection stays on the WAN that it first leaves through while other WANs fail and return.
   *
   * It prevents what the article calls "routing table flushing". Without it, such a change moves some of the connections
   * to another WAN, and the masqueraded ones break. The connections of a WAN that fails always break.
   *
   * @default false; `Balancing.perConnectionClassifier()` always has it
   */
  readonly stickyConnections?: boolean;

  /**
   * Whether packets that a program of the router sends from a WAN's address leave by that WAN.
   *
   * You need it for a VPN or a probe that binds such an address. Without it, the hash can choose another WAN, whose address
   * then becomes the source.
   *
   * @default false; `Balancing.perConnectionClassifier()` always has it
   */
  readonly sourceRouting?: boolean;

  /**
   * How the router finds out that a WAN is down, for every WAN without a `healthCheck` of its own.
   *
   * @default - `HealthCheck.ping()`, as in the article; `HealthCheck.none()` on point-to-point WANs, which have no address
   * to ping
   */
  readonly healthCheck?: HealthCheck;

  /**
   * The router's resolver.
   *
   * @default - not managed
   */
  readonly dns?: Dns;

  /**
   * Which WANs carry some connections. The first policy that matches a connection applies.
   *
   * @default - none
   */
  readonly policies?: Policy[];

  /**
   * Connections from outside that are forwarded to hosts behind the router.
   *
   * @default - none
   */
  readonly portForwards?: PortForward[];

  /**
   * Whether packets that an IPsec policy encrypts are not masqueraded, as in MikroTik's default configuration
   * (`ipsec-policy=out,none`).
   *
   * You need it if a tunnel of the router leaves by a WAN.
   *
   * @default false
   */
  readonly excludeIpsec?: boolean;

  /**
   * Where you manage the router from. No rule of the gateway marks packets from or to there.
   *
   * @default - the rules apply to all packets
   */
  readonly management?: Management;

  /**
   * Prefix of the names on the router: mark `<name>_<wan>_conn`, table `<name>_to_<wan>`. Use letters, digits, `_`, `.`
   * and `-`.
   *
   * @default - no prefix, as in the article: `<wan>_conn`, `to_<wan>`
   */
  readonly name?: string;

  /**
   * What the comment of every row begins with: `<comment>/<wan>/<role>`, with the WAN's `routerName`.
   *
   * It tells on the router which rows are the gateway's. Use letters, digits, `_`, `.`, `/`, `:` and `-`, so that
   * `terraform import ... "comment=..."` works.
   *
   * @default - `name`; without it, the construct's id
   */
  readonly comment?: string;

  /**
   * The router's version, such as `7.20` or `7.20.4`, as a literal.
   *
   * Props that need a newer version are refused, with the first version that has what they need.
   *
   * @default - no prop is refused; the router rejects what it does not know during the apply
   */
  readonly routerOsVersion?: string;

  /**
   * Whether to keep all rows on the router without effect.
   *
   * Some rows stay enabled: the addresses of the LANs, by which you manage the router; the device's settings of
   * `balancing` and `dns.servers`, which cannot be disabled; masquerade rules and routing tables, which have no effect
   * without a route of the gateway.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * The name of the table that holds the default routes and the routes of policies: letters, digits, `_`, `.`, `-`.
   *
   * With a name other than `main`, the gateway creates the table, and routing rules that choose it for packets from its
   * LANs. These packets then never use a default route of `main`, so you can put a second gateway on one router. The
   * router's own connections keep using `main`.
   *
   * @default - `main`, RouterOS' own table
   * @see https://manual.mikrotik.com/docs/user-guides/routing-and-networking-protocols/policy-routing.md
   */
  readonly routingTable?: string;

  /**
   * The name of an existing interface list with the interfaces of the LANs, such as `LAN`. Can be a token.
   *
   * Rules that match packets from the LANs use it.
   *
   * @default - the gateway creates a list `lans` or `<name>_lans` if a rule needs it
   */
  readonly lanList?: string;
}
