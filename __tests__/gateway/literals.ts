import type { TokenResolver } from "../../lib/gateway/token-resolver";
import { addressOf, format, prefixOf } from "../../lib/routeros/ipv4";

/** For descriptions without tokens. */
export const literals: TokenResolver = {
  isToken: () => false,
  networkOf: (cidr) => prefixOf(cidr).network,
  hostOf: addressOf,
  destinationOf: (prefix) => (prefix.includes("/") ? prefix : `${prefix}/32`),
  entryOf: (prefix) => prefix.replace(/\/32$/, ""),
  subnetOf: (cidr) => format(prefixOf(cidr)),
};
