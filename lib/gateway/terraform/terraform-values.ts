import { Fn, Token } from "cdktf";
import { addressOf, format, prefixOf } from "../../routeros/ipv4";
import type { TokenResolver } from "../token-resolver";

/** Computes literals at once, and leaves tokens to the functions of Terraform, which knows their values. */
export const terraformValues: TokenResolver = {
  isToken: (value) => Token.isUnresolved(value),
  networkOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrhost(cidr, 0) : prefixOf(cidr).network),
  hostOf: (cidr) =>
    Token.isUnresolved(cidr) ? Token.asString(Fn.element(Fn.split("/", cidr), 0)) : addressOf(cidr),
  destinationOf: (prefix) =>
    Token.isUnresolved(prefix)
      ? Token.asString(Fn.try([Fn.cidrsubnet(prefix, 0, 0), Fn.join("/", [prefix, "32"])]))
      : withLength(prefix),
  entryOf: (prefix) =>
    Token.isUnresolved(prefix) ? Fn.trimsuffix(prefix, "/32") : prefix.replace(/\/32$/, ""),
  subnetOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrsubnet(cidr, 0, 0) : format(prefixOf(cidr))),
};

/** The provider refuses a destination without its prefix length. */
function withLength(hostOrPrefix: string): string {
  return hostOrPrefix.includes("/") ? hostOrPrefix : `${hostOrPrefix}/32`;
}
