import { isFullShare } from "../../../simulator/packets/share-comparison";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding, Severity } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import { changesRouter } from "../../plan/resource-change";
import { transientFaultText } from "../../text/transient-text";
import type { TransientFault } from "../../transient/explanation";
import type { Hazard } from "../../transient/hazards";
import { findTransientFaults } from "../../transient/transient-search";

/** What goes wrong in the middle of an apply and is right before and after, in any order that Terraform may choose. */
export const transientFaults: ChangeCheck = ({ change, origins, shares, routers, options: { operator } }) => {
  if (!change.changes.some(changesRouter)) {
    return [];
  }
  const { faults, isTruncated } = findTransientFaults({ change, origins, operator, routers });
  // A router that gets its first default route carries no traffic yet.
  const isFirst = shares.every(({ before }) => before === undefined);
  return [
    ...faults.map((fault) => findingOf(fault, change.names, isFirst)),
    ...(isTruncated ? [TRUNCATED] : []),
  ];
};

const TRUNCATED: Finding = {
  id: "transient-check-truncated",
  severity: "note",
  verdict: "unknown",
  subject: "apply",
  resources: [],
  message: "There are too many possible orders to check them all; transient faults may have been missed.",
  remediation:
    "Split the apply, review parts of it with -target, or add depends_on so that fewer orders are possible.",
};

function findingOf(fault: TransientFault, names: InterfaceNames, isFirst: boolean): Finding {
  const { hazard, opener, closer } = fault;
  return {
    id: hazard.id,
    severity: severityOf(hazard, isFirst),
    verdict: "fail",
    subject: hazard.subject,
    resources: [...new Set([opener, closer].flatMap((operation) => operation?.change.address ?? []))],
    reason: { kind: "transient-fault", fault },
    message: transientFaultText(fault, names),
    remediation: remediationOf(fault),
  };
}

function severityOf(hazard: Hazard, isFirst: boolean): Severity {
  switch (hazard.id) {
    case "transient-operator-cut":
      return "error";
    case "transient-mark-into-empty-table":
      return isFirst ? "note" : "warning";
    default:
      return isFirst || !isFullShare(hazard.extent) ? "warning" : "error";
  }
}

const TWO_APPLIES = "do it in two applies";

function remediationOf({ hazard, opener, closer, isInEveryOrder }: TransientFault): string {
  if (opener?.kind === "delete" && closer?.kind === "create" && opener.change !== closer.change) {
    return `Create the new resources in an apply of their own (-target='${closer.change.address}' and the others), and apply the rest afterwards.`;
  }
  if (isInEveryOrder && opener?.kind === "delete") {
    return `Create the new resource first (create_before_destroy, or another resource), or ${TWO_APPLIES}.`;
  }
  const isMove = closer?.kind === "update" && closer.change.type === "routeros_ip_address";
  if (isInEveryOrder && isMove && hazard.id === "transient-unmasqueraded") {
    return `Replace the address in the same apply (-replace='${closer.change.address}'): Terraform deletes it first, so no traffic can use it meanwhile.`;
  }
  if (isInEveryOrder) {
    return "Apply in two steps, or when there is little traffic.";
  }
  // Resources of one type that start and end a fault for each other would depend on each other in a circle.
  const canWait = opener !== undefined && closer !== undefined && opener.change.type !== closer.change.type;
  return canWait && opener.kind !== "delete" && closer.kind !== "delete"
    ? `Add depends_on so that ${opener.change.address} waits for ${closer.change.address}, or ${TWO_APPLIES}.`
    : `Add depends_on to fix the order, or ${TWO_APPLIES}.`;
}
