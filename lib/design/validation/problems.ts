import type { GatewayDescription } from "../../props/gateway-description";
import type { Values } from "../values";
import { addressProblems } from "./addresses";
import { balancingProblems } from "./balancing";
import { dnsProblems } from "./dns";
import { dnsDomainProblems } from "./dns-domains";
import { healthProblems } from "./health";
import { interfaceProblems } from "./interfaces";
import { managementProblems } from "./management";
import { nameProblems } from "./names";
import { pinProblems } from "./pins";
import { portForwardProblems } from "./port-forwards";
import { problem } from "./problem";
import { shapeProblems } from "./shape";
import { versionProblems } from "./versions";

/**
 * Everything that is wrong with a description, a sentence each: the prop, the value, and what to write instead.
 * Tokens pass every check of a value that may come from elsewhere; what shapes the graph must be literal.
 *
 * @param id the construct's id, which comments begin with where nothing else is said
 */
export function problemsOf(description: GatewayDescription, id: string, values: Values): string[] {
  const shape = shapeProblems(description, values);
  return shape.length > 0
    ? shape
    : [
        ...emptyProblems(description),
        ...nameProblems(description, id, values),
        ...interfaceProblems(description, values),
        ...addressProblems(description, values),
        ...healthProblems(description, values),
        ...balancingProblems(description, values),
        ...pinProblems(description, values),
        ...managementProblems(description, values),
        ...portForwardProblems(description, values),
        ...dnsProblems(description, values),
        ...dnsDomainProblems(description, values),
        ...versionProblems(description, values),
      ];
}

/** A gateway without LAN or WAN is none. */
function emptyProblems({ lans, wans }: GatewayDescription): string[] {
  return [
    ...(lans.length === 0
      ? [problem("lans", lans, "is empty", 'write [{ interface: "Local", address: "192.168.0.1/24" }]')]
      : []),
    ...(wans.length === 0
      ? [problem("wans", wans, "is empty", "write [Wan.static({ ... }), Wan.static({ ... })]")]
      : []),
  ];
}
