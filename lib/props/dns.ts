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
   * Names that the router answers itself, to those who may ask it: clients of the LAN may only where the
   * router's `allow-remote-requests` is on, which this gateway leaves as it is.
   *
   * @default - none
   */
  readonly staticRecords?: DnsStaticRecord[];
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
