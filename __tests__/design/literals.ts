import type { Values } from "../../lib/design/values";
import { format, prefixOf } from "../../lib/routing/ipv4";

/** For descriptions without tokens. */
export const literals: Values = {
  isToken: () => false,
  networkOf: (cidr) => prefixOf(cidr).network,
  subnetOf: (cidr) => format(prefixOf(cidr)),
};
