import type { InterfaceNames } from "../model/interface-names";
import type { OperatorPathReason } from "../traffic/operator-session";
import { egressText } from "./egress-text";

/** What happens to the operator's packets: `in and out by Local`. */
export function operatorPathText(reason: OperatorPathReason, names: InterfaceNames): string {
  switch (reason.kind) {
    case "replies-return":
      return `in and out by ${names.of(reason.interface)}`;
    case "address-missing":
      return `the router does not have ${reason.target}`;
    case "not-delivered":
      return reason.egress === undefined ? "the packet is lost" : egressText(reason.egress, names);
    case "reply-elsewhere":
      return `in by ${names.of(reason.interface)}, replies by ${egressText(reason.egress, names)}`;
  }
}
