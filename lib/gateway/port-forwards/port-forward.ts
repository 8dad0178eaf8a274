/** The protocol of a port forward. */
export enum ForwardProtocol {
  /** TCP connections. */
  TCP = "tcp",
  /** UDP packets, and the replies to them. */
  UDP = "udp",
}

/**
 * Connections from outside that are forwarded to a host behind the router.
 *
 * Its replies leave by the WAN that the connection came in on, which ECMP alone does not ensure. The gateway adds no
 * filter rule: if your forward chain drops by default, accept `connection-nat-state=dstnat` there.
 *
 * @see https://manual.mikrotik.com/docs/firewall-and-quality-of-service/nat/
 *
 * @example
 * const web: PortForward = { name: "web", ports: "80,443", to: "192.168.0.10" };
 */
export interface PortForward {
  /** The name of the forward in resource addresses and comments: letters, digits, `_`, `.`, `-`. */
  readonly name: string;

  /**
   * The protocol.
   *
   * @default ForwardProtocol.TCP
   */
  readonly protocol?: `${ForwardProtocol}`;

  /** The ports on the WANs, as RouterOS writes them: `443`, `80,443` or `8000-8080`. */
  readonly ports: string;

  /** The IPv4 address of the host behind the router, such as `192.168.0.10`. Can be a token. */
  readonly to: string;

  /**
   * The port of that host, 1 to 65535, if it differs. `ports` must then be one port.
   *
   * @default - the port that the connection came to
   */
  readonly toPort?: number;

  /**
   * The names of the WANs whose addresses are forwarded.
   *
   * @default - all of them
   */
  readonly wans?: string[];

  /**
   * Whether hosts of the LANs can also reach that host by the WANs' addresses.
   *
   * The host then sees the router's address instead of theirs, so its replies come back through the router. The WANs must
   * be static: the address of another WAN is not known when the plan is made.
   *
   * @default false
   */
  readonly hairpin?: boolean;
}

/** The protocol of a forward. */
export function protocolOf({ protocol }: PortForward): `${ForwardProtocol}` {
  return protocol ?? ForwardProtocol.TCP;
}

/** First and last port of each part of `80,8000-8080`; undefined if the text is not a list of ports. */
export function portRanges(ports: string): { first: number; last: number }[] | undefined {
  const ranges = ports.split(",").map((part) => {
    const [, from = "", to = from] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
    return { first: Number(from), last: Number(to) };
  });
  return ranges.every(({ first, last }) => first >= 1 && first <= last && last <= 65_535)
    ? ranges
    : undefined;
}
