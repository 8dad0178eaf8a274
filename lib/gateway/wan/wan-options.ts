import type { HealthCheck } from "../health-check/health-check";

/** Options that every kind of WAN takes. */
export interface WanOptions {
  /**
   * The name of the WAN in resource addresses and on the router.
   *
   * It is part of the connection mark `<name>_conn`, the routing table `to_<name>` and the comments
   * `<gateway>/<name>/<role>`. Use letters, digits, `_`, `.` and `-`. The names `dns`, `forwards`, `lists`, `pins`,
   * `policies` and `settings` are reserved.
   */
  readonly name: string;

  /** The interface towards the ISP, such as `ether1`. Can be a token. */
  readonly interface: string;

  /**
   * How the router finds out that the WAN is down. The check applies to all routes of the WAN.
   *
   * @default - the gateway's `healthCheck`; without one, `HealthCheck.none()` on a point-to-point WAN and
   * `HealthCheck.ping()` on the others
   */
  readonly healthCheck?: HealthCheck;

  /**
   * Whether packets leave with the WAN's own address as their source.
   *
   * Set `false` in the article's "fully routed network", where every ISP routes the addresses of your clients to you.
   *
   * @default true
   */
  readonly masquerade?: boolean;

  /**
   * Failover priority, from 1 (highest) to 100.
   *
   * New connections use the WANs of the lowest tier that has a live WAN. The tier is the distance of the default routes.
   * Policies have tiers of their own, and replies to connections from outside use their WAN in any tier.
   *
   * @default 1
   */
  readonly tier?: number;

  /**
   * Whether to keep the WAN's rows on the router without effect, for example while its line is moved.
   *
   * No new connection uses a disabled WAN, and policies treat it as they do while the WAN is down. The masquerade rule
   * and the routing table stay enabled: they have no effect without a route, and packets that still leave while
   * Terraform disables the WAN are masqueraded.
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * The WAN's share of new connections in proportion to the weights of the other WANs: a positive integer.
   *
   * Different weights need `Balancing.perConnectionClassifier()` or `Balancing.repeatedRoutes()`.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * The name that the WAN had before you renamed it.
   *
   * Terraform moves the WAN's resources to their new addresses in the state. The mark, the table and the comments on the
   * router keep the former name, so nothing changes there. Once every state has moved, you can replace this option with
   * `routerName`. If you remove both, the names on the router change.
   *
   * @default - the WAN was not renamed
   */
  readonly renamedFrom?: string;

  /**
   * The name of the WAN on the router: mark `<routerName>_conn`, table `to_<routerName>`, comments
   * `<gateway>/<routerName>/<role>`.
   *
   * You need it only to keep these names when you rename the WAN again, or when you remove `renamedFrom`.
   *
   * @default - `renamedFrom`; without it, `name`
   */
  readonly routerName?: string;
}
