import { Fn, Token } from "cdktf";
import type { Values } from "../design/values";
import { format, prefixOf } from "../routing/ipv4";

/** Literals are computed here and now, tokens by Terraform's own functions while it plans. */
export const terraformValues: Values = {
  isToken: (value) => Token.isUnresolved(value),
  networkOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrhost(cidr, 0) : prefixOf(cidr).network),
  subnetOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrsubnet(cidr, 0, 0) : format(prefixOf(cidr))),
};
