/** What the design must ask about values that only Terraform will know. */
export interface TokenResolver {
  /** Whether a value is a token: a placeholder that Terraform replaces while it plans or applies. */
  isToken(value: unknown): boolean;

  /** The network's own address: `10.112.0.0` of `10.112.0.2/24`. */
  networkOf(cidr: string): string;

  /** The address alone: `10.112.0.2` of `10.112.0.2/24`. */
  hostOf(cidr: string): string;

  /** A host or prefix as a route shows it: with its length. */
  destinationOf(hostOrPrefix: string): string;

  /** A prefix as an address list shows it: a host without its length. */
  entryOf(prefix: string): string;

  /** The network: `10.112.0.0/24` of `10.112.0.2/24`. */
  subnetOf(cidr: string): string;
}
