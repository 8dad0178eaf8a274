import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { problem, repeats } from "./problem";

/** A name without what RouterOS reads as "not" or as a list, and without blanks around it. */
export const INTERFACE = /^(?![!\s])[^,\p{Cc}]*[^,\s\p{Cc}]$/u;

/** Interfaces: each WAN has one of its own, and none is a LAN's; a PPPoE client makes one and dials through another. */
export function interfaceProblems(
  { lans, wans, lanList }: GatewayDescription,
  values: TokenResolver,
): string[] {
  const onLans = lans.map((lan, i) => ({ prop: `lans[${i}].interface`, value: lan.interface }));
  const onWans = wans.map((wan, i) => ({ prop: `wans[${i}].interface`, value: wan.interface }));
  const lanOf = new Map(onLans.map(({ prop, value }) => [value, prop]));
  const dialled = wans.flatMap(({ pppoe }, i) =>
    pppoe === undefined ? [] : [{ prop: `wans[${i}].pppoe.interface`, value: pppoe.interface }],
  );
  return [
    ...(lanList === undefined || values.isToken(lanList) || INTERFACE.test(lanList)
      ? []
      : [
          problem(
            "lanList",
            lanList,
            "is not an interface list",
            'write its name on the router, such as "LAN"',
          ),
        ]),
    ...[...onLans, ...onWans, ...dialled].flatMap(({ prop, value }) =>
      values.isToken(value) || INTERFACE.test(value)
        ? []
        : [problem(prop, value, "is not an interface", 'write its name on the router, such as "ether1"')],
    ),
    ...repeats(onWans, "is also the interface of", "give each WAN an interface of its own"),
    ...wans.flatMap((wan, i) => pppoeProblems(wan, `wans[${i}]`, values)),
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

function pppoeProblems({ interface: made, pppoe }: Wan, at: string, values: TokenResolver): string[] {
  if (pppoe === undefined) {
    return [];
  }
  return [
    ...(pppoe.interface === made
      ? [
          problem(
            `${at}.pppoe.interface`,
            made,
            `is also the interface of ${at}, which the client makes`,
            'write the one that it dials through, and call its own "pppoe-out1"',
          ),
        ]
      : []),
    ...(values.isToken(pppoe.password)
      ? []
      : [
          `${at}.pppoe.password: is written out, and would stand in cdk.tf.json for everybody to read: write new TerraformVariable(this, "password", { sensitive: true }).stringValue`,
        ]),
  ];
}
