import type { InterfaceNames } from "../model/interface-names";
import { listed } from "./list-text";

/** The WANs that are down, with their verb: `fibre (ether1) is`, `ether1 and ether2 are`. */
export function downText(down: readonly string[], names: InterfaceNames): string {
  return `${listed(down.map((wan) => names.of(wan)))} ${down.length === 1 ? "is" : "are"}`;
}
