import { addressOf, isCidr, type Prefix, prefixOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";

/** A network that the router is connected to, as far as the description says it. */
export interface ConnectedNetwork {
  /** The path of the LAN or WAN that gives it. */
  readonly path: string;
  readonly prefix: Prefix;
  /** The router's own address in it. */
  readonly router: string;
  /** The name of the WAN; absent for a LAN. */
  readonly wan?: string;
}

/** The networks of a gateway's LANs and WANs; tokens and what is no CIDR are left out. */
export function connectedNetworks(
  { lans, wans }: GatewayDescription,
  values: TokenResolver,
): ConnectedNetwork[] {
  const given = [
    ...lans.map(({ address }, i) => ({ path: `lans[${i}]`, address, wan: undefined })),
    ...wans.map(({ address, name }, i) => ({ path: `wans[${i}]`, address, wan: name })),
  ];
  return given.flatMap(({ path, address, wan }) =>
    address === undefined || values.isToken(address) || !isCidr(address)
      ? []
      : [{ path, prefix: prefixOf(address), router: addressOf(address), wan }],
  );
}

/** The same networks, to be found by an address or a prefix in them. */
export function networkIndex(
  gateway: GatewayDescription,
  values: TokenResolver,
): PrefixIndex<ConnectedNetwork> {
  return new PrefixIndex(connectedNetworks(gateway, values), ({ prefix }) => prefix);
}
