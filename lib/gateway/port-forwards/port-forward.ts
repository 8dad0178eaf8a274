/** What a port forward carries. */
export enum ForwardProtocol {
  /** Connections of TCP. */
  TCP = "tcp",
  /** What UDP sends to a port, and the answers. */
  UDP = "udp",
}

/**
 * Connections from outside that are handed to a host behind the router. Its replies leave by the WAN that the
 * connection came in on, which ECMP alone does not see to. The gateway adds no filter rule: where the forward chain
 * drops by default, accept `connection-nat-state=dstnat` there.
 *
 * @see https://manual.mikrotik.com/docs/firewall-and-quality-of-service/nat/
 */
export interface PortForward {
  /** The forward's name in resource addresses and comments: letters, digits, `_`, `.`, `-`. */
  readonly name: string;

  /**
   * What is forwarded.
   *
   * @default ForwardProtocol.TCP
   */
  readonly protocol?: ForwardProtocol;

  /** The ports on the WANs, as RouterOS writes them: `443`, `80,443` or `8000-8080`. */
  readonly ports: string;

  /** The IPv4 address of the host behind the router, such as `192.168.0.10`; may be a token. */
  readonly to: string;

  /**
   * The port of that host, 1 to 65535, where it differs; `ports` must then be one port.
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
   * Whether hosts of the LANs reach that host by the WANs' addresses too. It then sees the router's address instead of
   * theirs, so that its replies come back through the router. The WANs must be static: the address of another is not
   * known beforehand.
   *
   * @default false
   */
  readonly hairpin?: boolean;
}
