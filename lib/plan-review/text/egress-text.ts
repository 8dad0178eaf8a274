import { type Egress, type Outcome, unknownText } from "../../simulator";
import type { InterfaceNames } from "../model/interface-names";
import { firstOf } from "./list-text";

/** How many egresses a sentence names. */
const MOST_EGRESSES = 4;

/** Where a packet goes: `fibre (ether1) via 10.112.0.1`, `the router itself`. */
export function egressText(egress: Egress, names: InterfaceNames): string {
  switch (egress.kind) {
    case "out": {
      const dead = egress.alive ? "" : ", which does not answer";
      return `${names.of(egress.interface)} via ${egress.nextHop}${dead}`;
    }
    case "local":
      return "the router itself";
    case "dropped":
      return "dropped by a rule";
    case "blackhole":
      return "blackhole route";
    case "unreachable":
      return "no route";
    case "unknown":
      return `unknown: ${unknownText(egress.reason)}`;
  }
}

/** Where the packets of outcomes go, each egress once. */
export function egressesText(outcomes: readonly Outcome[], names: InterfaceNames): string {
  const texts = new Set(outcomes.map(({ egress }) => egressText(egress, names)));
  return firstOf(MOST_EGRESSES, [...texts]);
}
