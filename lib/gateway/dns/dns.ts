/**
 * The router's resolver.
 *
 * The article advises public servers, because an ISP's own servers may answer its customers only.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/ip/dns.md
 *
 * @example
 * const dns: Dns = { servers: ["9.9.9.9", "1.1.1.1"], allowRemoteRequests: true };
 */
export interface Dns {
  /**
   * The servers that the router queries, in order, such as `9.9.9.9`. Can be tokens.
   *
   * @default - the router's servers are neither read nor changed
   */
  readonly servers?: string[];

  /**
   * Names that the router answers itself. Hosts of the LANs can query them only with `allowRemoteRequests`.
   *
   * @default - none
   */
  readonly staticRecords?: DnsStaticRecord[];

  /**
   * Domains that only an ISP's own resolver knows. Their queries go to that resolver, through its WAN only.
   *
   * @default - none
   */
  readonly domains?: DnsDomain[];

  /**
   * Whether hosts can query the router.
   *
   * With `true` and with `false`, DNS queries to the router that come in on a WAN are discarded before any filter rule,
   * over IPv4 and IPv6, so the router is no open resolver. To close the resolver again, write `false` first: if you remove
   * this option, the router keeps its setting and the WANs lose their guards.
   *
   * @default - the router's setting is neither read nor changed
   */
  readonly allowRemoteRequests?: boolean;

  /**
   * Whether DNS queries to the router that come in on a WAN are discarded.
   *
   * Use `true` alone for a resolver that something else opens, such as another gateway on the same router.
   *
   * @default - they are discarded if `allowRemoteRequests` is given; with `true` there, this cannot be `false`
   */
  readonly guardWans?: boolean;
}

/**
 * A domain with a resolver of its own.
 *
 * @example
 * const domain: DnsDomain = { domain: "isp.example", server: "203.0.113.53", wan: "fibre" };
 */
export interface DnsDomain {
  /** The domain, such as `isp.example`. It includes the names below it. */
  readonly domain: string;

  /** The resolver's IPv4 address, such as `203.0.113.53`. Not a token, because it decides which routes are created. */
  readonly server: string;

  /**
   * The name of the WAN that leads to the resolver.
   *
   * While the WAN is down the domain is not answered: its queries leave by no other WAN.
   */
  readonly wan: string;
}

/**
 * A name that the router answers itself, with one IPv4 address.
 *
 * @example
 * const record: DnsStaticRecord = { name: "portal.isp.example", address: "203.0.113.80" };
 */
export interface DnsStaticRecord {
  /** The host name, such as `portal.isp.example`. */
  readonly name: string;

  /** The IPv4 address that it resolves to, such as `203.0.113.80`. Can be a token. */
  readonly address: string;

  /**
   * How long clients may keep the answer, as RouterOS writes time: `30m`, `1d`, `1d12h`.
   *
   * @default - one day, `1d`
   */
  readonly ttl?: string;
}

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether a text is a name of the DNS in lower case, whose labels are letters, digits, `-` and `_`. */
export function isHostName(name: string): boolean {
  return name.length <= 253 && !(name in {}) && name.split(".").every((label) => LABEL.test(label));
}
