import type { GatewayDescription } from "../../props/gateway-description";
import type { Values } from "../values";
import { addressProblems } from "./addresses";
import { dnsProblems } from "./dns";
import { interfaceProblems } from "./interfaces";
import { nameProblems } from "./names";
import { pinProblems } from "./pins";
import { problem } from "./problem";

/**
 * Everything that is wrong with a description, a sentence each: the prop, the value, and what to write instead.
 * Tokens pass every check of a value that may come from elsewhere; what shapes the graph must be literal.
 *
 * @param id the construct's id, which comments begin with where nothing else is said
 */
export function problemsOf(description: GatewayDescription, id: string, values: Values): string[] {
  const lists = listProblems(description, values);
  return lists.length > 0
    ? lists
    : [
        ...nameProblems(description, id, values),
        ...interfaceProblems(description, values),
        ...addressProblems(description, values),
        ...pinProblems(description, values),
        ...dnsProblems(description, values),
      ];
}

/** Lists shape the graph: their length must be known, and a gateway without LAN or WAN is none. */
function listProblems({ lans, wans, destinationPins, dns }: GatewayDescription, values: Values): string[] {
  const aLan = 'write [{ interface: "Local", address: "192.168.0.1/24" }]';
  const aWan = "write [Wan.static({ ... }), Wan.static({ ... })]";
  return [
    ...(lans.length === 0 ? [problem("lans", lans, "is empty", aLan)] : []),
    ...(wans.length === 0 ? [problem("wans", wans, "is empty", aWan)] : []),
    ...unknownLength("lans", lans, aLan, values),
    ...unknownLength("wans", wans, aWan, values),
    ...unknownLength("destinationPins", destinationPins, "write [{ destination: ..., wan: ... }]", values),
    ...unknownLength("dns.staticRecords", dns?.staticRecords, "write [{ name: ..., address: ... }]", values),
  ];
}

function unknownLength(
  prop: string,
  list: readonly unknown[] | undefined,
  remedy: string,
  values: Values,
): string[] {
  return values.isToken(list)
    ? [problem(prop, list, "is a token, and its length shapes the plan", remedy)]
    : [];
}
