import type { GatewayDescription } from "../../props/gateway-description";
import type { Values } from "../values";
import { problem, repeats } from "./problem";

/** A name without what RouterOS reads as "not" or as a list, and without blanks around it. */
const INTERFACE = /^(?![!\s])[^,\p{Cc}]*[^,\s\p{Cc}]$/u;

/** Interfaces: each WAN has one of its own, and none is a LAN's. */
export function interfaceProblems({ lans, wans }: GatewayDescription, values: Values): string[] {
  const onLans = lans.map((lan, i) => ({ prop: `lans[${i}].interface`, value: lan.interface }));
  const onWans = wans.map((wan, i) => ({ prop: `wans[${i}].interface`, value: wan.interface }));
  const lanOf = new Map(onLans.map(({ prop, value }) => [value, prop]));
  return [
    ...[...onLans, ...onWans].flatMap(({ prop, value }) =>
      values.isToken(value) || INTERFACE.test(value)
        ? []
        : [problem(prop, value, "is not an interface", 'write its name on the router, such as "ether1"')],
    ),
    ...repeats(onWans, "is also the interface of", "give each WAN an interface of its own"),
    ...onWans.flatMap(({ prop, value }) => {
      const lan = lanOf.get(value);
      return lan === undefined
        ? []
        : [
            problem(
              prop,
              value,
              `is also the interface of ${lan}`,
              "a WAN and a LAN need different interfaces",
            ),
          ];
    }),
  ];
}
