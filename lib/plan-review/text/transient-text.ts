import type { InterfaceNames } from "../model/interface-names";
import type { TransientFault } from "../transient/explanation";
import type { Hazard } from "../transient/hazards";
import type { Operation } from "../transient/operations";
import { lossText, partText } from "./distribution-text";
import { operatorPathText } from "./operator-path-text";

/** What is wrong, as a clause: `all new connections from LAN Local are lost (no route)`. */
export function hazardText(hazard: Hazard, names: InterfaceNames): string {
  switch (hazard.id) {
    case "transient-without-route": {
      const part = partText(hazard.extent, `new connections from ${hazard.origin}`);
      return `${part} are lost (${lossText(hazard.causes)})`;
    }
    case "transient-unmasqueraded": {
      const part = partText(hazard.extent, `new connections from ${hazard.origin}`);
      return `${part} leave by ${names.of(hazard.subject)} with a private source address`;
    }
    case "transient-mark-into-empty-table":
      return `table ${hazard.subject} has no usable route, so packets with its routing mark are routed as if they had none`;
    case "transient-operator-cut":
      return `${hazard.subject} cannot reach the router at ${hazard.target} (${operatorPathText(hazard.reason, names)}), so the apply stops there`;
  }
}

const VERBS: Readonly<Record<Operation["kind"], string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
};

/** An operation in words: `creating routeros_ip_route.a`. */
export function operationText({ kind, change: { address } }: Operation): string {
  return `${VERBS[kind]} ${address}`;
}

/** A transient fault in a sentence. */
export function transientFaultText(fault: TransientFault, names: InterfaceNames): string {
  const { hazard, opener, closer, isInEveryOrder } = fault;
  const orders = isInEveryOrder ? "In every possible order" : "In some of the possible orders";
  const between = [
    ...(opener === undefined ? [] : [`after ${operationText(opener)}`]),
    ...(closer === undefined ? [] : [`before ${operationText(closer)}`]),
  ].join(" and ");
  return `${orders} of the apply, ${between}${between === "" ? "" : ", "}${hazardText(hazard, names)}.`;
}
