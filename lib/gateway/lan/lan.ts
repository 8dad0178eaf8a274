/**
 * A network of clients behind the router.
 *
 * @example
 * const lan: Lan = { interface: "bridge", address: "192.168.0.1/24" };
 */
export interface Lan {
  /** The interface of the network, such as `Local` or `bridge`. Can be a token. */
  readonly interface: string;

  /**
   * The router's address in the network with its prefix length, such as `192.168.0.1/24`. Can be a token.
   *
   * @default - the address is managed elsewhere, and the gateway creates none
   */
  readonly address?: string;

  /**
   * The name of the network in resource addresses and comments: letters, digits, `_`, `.`, `-`.
   *
   * @default - the name of the interface; required if that is a token or has other characters
   */
  readonly name?: string;
}
