/** A network of clients behind the router. */
export interface Lan {
  /** The interface of the network, such as `Local` or `bridge`; may be a token. */
  readonly interface: string;

  /**
   * The router's address in the network with its prefix length, such as `192.168.0.1/24`; may be a token.
   *
   * @default - the address is managed elsewhere, and no address is created
   */
  readonly address?: string;

  /**
   * The network's name in resource addresses and comments: letters, digits, `_`, `.`, `-`.
   *
   * @default - the name of the interface; needed where that is a token or holds other characters
   */
  readonly name?: string;
}
