import { CannotTell } from "../../../simulator";
import { isKindOfInterface } from "../../../simulator/firewall/matchers";
import { orCannotTell } from "../../../simulator/packets/trace";
import type { RouterChange } from "../../model/router-change";
import { type IngressSet, ingressSet } from "./distinguishing-rules";

/** Whether an interface is one that a rule asks for; undefined where that is unknown. */
export function isFrom(
  interfaceName: string,
  set: IngressSet | undefined,
  change: RouterChange,
): boolean | undefined {
  if (set === undefined) {
    return undefined;
  }
  const { side, property, value } = set;
  if (!property.endsWith("-list")) {
    return isKindOfInterface(value) ? undefined : value === interfaceName;
  }
  const found = orCannotTell(() => change[side].state().interfaces.isInList(interfaceName, value));
  return found instanceof CannotTell ? undefined : found;
}

/** The sets of a rule that names one interface. */
export function setsNaming(interfaceName: string): readonly string[] {
  return (["before", "after"] as const).flatMap((side) =>
    ["interface", "in-interface"].map((property) => ingressSet(side, property, interfaceName)),
  );
}

/** Whether more than one interface may be in a set. */
export function isAnyInterface(set: IngressSet | undefined): boolean {
  return set === undefined || set.property.endsWith("-list") || isKindOfInterface(set.value);
}
