import { Fn, Token } from "cdktf";
import { addressOf, format, prefixOf } from "../../routeros/ipv4";
import type { TokenResolver } from "../token-resolver";

/** Literals are computed here and now, tokens by Terraform's own functions while it plans. */
export const terraformValues: TokenResolver = {
  isToken: (value) => Token.isUnresolved(value),
  networkOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrhost(cidr, 0) : prefixOf(cidr).network),
  hostOf: (cidr) =>
    Token.isUnresolved(cidr) ? Token.asString(Fn.element(Fn.split("/", cidr), 0)) : addressOf(cidr),
  // The provider refuses a destination without its length.
  destinationOf: (prefix) =>
    Token.isUnresolved(prefix)
      ? Token.asString(Fn.try([Fn.cidrsubnet(prefix, 0, 0), Fn.join("/", [prefix, "32"])]))
      : prefix.includes("/")
        ? prefix
        : `${prefix}/32`,
  entryOf: (prefix) =>
    Token.isUnresolved(prefix) ? Fn.trimsuffix(prefix, "/32") : prefix.replace(/\/32$/, ""),
  subnetOf: (cidr) => (Token.isUnresolved(cidr) ? Fn.cidrsubnet(cidr, 0, 0) : format(prefixOf(cidr))),
};
