/**
 * The router's resolver. The article advises public servers, since an ISP's own may answer its customers only.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/dns.md
 */
export interface Dns {
  /**
   * Addresses of the servers the router asks, in order, such as `9.9.9.9`; may be tokens.
   *
   * @default - the router's servers are neither read nor changed
   */
  readonly servers?: string[];

  /**
   * Names that the router answers itself, to those who may ask it: clients of the LAN may only with
   * `allowRemoteRequests`.
   *
   * @default - none
   */
  readonly staticRecords?: DnsStaticRecord[];

  /**
   * Domains that only an ISP's own resolver knows, asked there, through its WAN and never through another.
   *
   * @default - none
   */
  readonly domains?: DnsDomain[];

  /**
   * Whether hosts may ask the router. Either way DNS questions to the router that come in on a WAN are discarded before
   * any filter rule sees them, over IPv4 and IPv6, so that it becomes no open resolver. To close it again, write `false`
   * first: left out, the router's setting stays as it is, and the WANs lose their guards.
   *
   * @default - the router's setting is neither read nor changed
   */
  readonly allowRemoteRequests?: boolean;

  /**
   * Whether DNS questions to the router that come in on a WAN are discarded. `true` alone is for a resolver that somebody
   * else opens, such as another gateway on the same router.
   *
   * @default - they are where `allowRemoteRequests` is given; with `true` there, this cannot be `false`
   */
  readonly guardWans?: boolean;
}

/** A domain with a resolver of its own. */
export interface DnsDomain {
  /** The domain, such as `isp.example`; names below it belong to it. */
  readonly domain: string;

  /** The resolver's IPv4 address, such as `203.0.113.53`; no token, since it decides which routes are made. */
  readonly server: string;

  /**
   * The name of the WAN that leads to the resolver. While it is down the domain is not answered: the questions leave
   * by no other WAN.
   */
  readonly wan: string;
}

/** A name that the router answers itself, with one IPv4 address. */
export interface DnsStaticRecord {
  /** The host name, such as `portal.isp.example`. */
  readonly name: string;

  /** The IPv4 address it resolves to, such as `203.0.113.80`; may be a token. */
  readonly address: string;

  /**
   * How long clients may keep the answer, as RouterOS writes time: `30m`, `1d`, `1d12h`.
   *
   * @default - one day, `1d`
   */
  readonly ttl?: string;
}
