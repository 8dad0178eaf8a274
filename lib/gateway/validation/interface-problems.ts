import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { duplicates, type PlacedValue, type Problem, problem } from "./problem";

/** A name without what RouterOS reads as "not" or as a list, and without blanks around it. */
export const INTERFACE = /^(?![!\s])[^,\p{Cc}]*[^,\s\p{Cc}]$/u;

/** Interfaces: each WAN has its own, which is no LAN's, and the options of its kind are consistent. */
export function interfaceProblems(
  { lans, wans, lanList }: GatewayDescription,
  values: TokenResolver,
): Problem[] {
  const ofLans = lans.map((lan, i) => ({ path: `lans[${i}].interface`, value: lan.interface }));
  const ofWans = wans.map((wan, i) => ({ path: `wans[${i}].interface`, value: wan.interface }));
  const lower = wans.flatMap((wan, i) =>
    wan._kind.lowerInterfaces.map(({ option, interface: value }) => ({
      path: `wans[${i}].${option}`,
      value,
    })),
  );
  return [
    ...lanListProblems(lanList, values),
    ...[...ofLans, ...ofWans, ...lower].flatMap((given) => interfaceNameProblems(given, "ether1", values)),
    ...duplicates(ofWans, "own-interface-per-wan"),
    ...wans.flatMap((wan, i) => wan._kind.problems(wan.interface, `wans[${i}]`, values)),
    ...sharedWithLan(ofWans, ofLans),
  ];
}

/**
 * What is wrong with the name of an interface.
 *
 * @param example the name of an interface that could be meant
 */
export function interfaceNameProblems(
  { path, value }: PlacedValue,
  example: string,
  values: TokenResolver,
): Problem[] {
  return values.isToken(value) || INTERFACE.test(value)
    ? []
    : [
        problem(path, value, "not-an-interface", {
          id: "write-name-on-router",
          example: JSON.stringify(example),
        }),
      ];
}

function lanListProblems(lanList: string | undefined, values: TokenResolver): Problem[] {
  return lanList === undefined || values.isToken(lanList) || INTERFACE.test(lanList)
    ? []
    : [
        problem("lanList", lanList, "not-an-interface-list", {
          id: "write-name-on-router",
          example: '"LAN"',
        }),
      ];
}

function sharedWithLan(ofWans: readonly PlacedValue[], ofLans: readonly PlacedValue[]): Problem[] {
  const lanOf = new Map(ofLans.map(({ path, value }) => [value, path]));
  return ofWans.flatMap(({ path, value }) => {
    const earlier = lanOf.get(value);
    return earlier === undefined
      ? []
      : [problem(path, value, { id: "duplicate", earlier }, "separate-interfaces")];
  });
}
