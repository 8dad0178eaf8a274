import type { RouterState } from "../../simulator";
import { lookUp } from "../model/values";

/** Whether `rp-filter=strict` drops what comes from an address by an interface: table main must lead there by the same one. */
export function refusesReversePath(state: RouterState, srcAddress: string, inInterface: string): boolean {
  if (state.router.rows("/ip/settings")[0]?.raw("rp-filter") !== "strict") {
    return false;
  }
  const found = lookUp(state, "main", srcAddress);
  return found !== undefined && !found.hops.some((hop) => hop.interface === inInterface);
}
