import type { Values } from "../../lib/design/values";
import { addressOf, format, prefixOf } from "../../lib/routing/ipv4";

/** For descriptions without tokens. */
export const literals: Values = {
  isToken: () => false,
  networkOf: (cidr) => prefixOf(cidr).network,
  hostOf: addressOf,
  destinationOf: (prefix) => (prefix.includes("/") ? prefix : `${prefix}/32`),
  entryOf: (prefix) => prefix.replace(/\/32$/, ""),
  subnetOf: (cidr) => format(prefixOf(cidr)),
};
