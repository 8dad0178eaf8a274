import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { changesRouter } from "../plan/resource-change";
import { describeOperation } from "../transient/operations";
import { type TransientFault, TransientSearch } from "../transient/transient-search";

/** What goes wrong in the middle of an apply and is right before and after, in any order that Terraform may choose. */
export const transientFaults: ChangeCheck = ({ change, origins, routers, options: { operator } }) => {
  if (!change.changes.some(changesRouter)) {
    return [];
  }
  const { windows: found, isTruncated } = new TransientSearch({
    change,
    origins,
    operator,
    routers,
  }).search();
  return [...found.map(claimOf), ...(isTruncated ? [CUT] : [])];
};

const CUT: Finding = {
  id: "transient-check-truncated",
  severity: "note",
  verdict: "unknown",
  subject: "apply",
  resources: [],
  message:
    "So much may be done in any order that only a part of the moments of the apply was looked at for windows.",
  remediation:
    "Split the apply, review the parts that matter by -target, or settle more of the order by depends_on.",
};

function claimOf({ danger, opener, closer, isSure }: TransientFault): Finding {
  const isPartial = danger.id === "transient-mark-into-empty-table" || danger.extent < 1 - 1e-9;
  const how = isSure ? "In every order" : "In some orders that Terraform may choose";
  const from = opener === undefined ? "during the apply" : `after ${describeOperation(opener)}`;
  const to = closer === undefined ? "" : `, until ${describeOperation(closer)}`;
  return {
    id: danger.id,
    severity: isPartial ? "warning" : "error",
    verdict: "fail",
    subject: danger.subject,
    resources: [...new Set([opener, closer].flatMap((operation) => operation?.change.address ?? []))],
    message: `${how}, ${from}${to}: ${danger.message}.`,
    remediation: adviceOf({ danger, opener, closer, isSure }),
  };
}

function adviceOf({ danger, opener, closer, isSure }: TransientFault): string {
  if (opener?.kind === "remove" && closer?.kind === "make" && opener.change !== closer.change) {
    return `Make what is new in an apply of its own (-target='${closer.change.address}' and the others), and apply the rest after it.`;
  }
  if (isSure && opener?.kind === "remove") {
    return "Make the new one first (create_before_destroy, or another resource), or do it in two applies.";
  }
  const isMove = closer?.kind === "change" && closer.change.type === "routeros_ip_address";
  if (isSure && isMove && danger.id === "transient-unmasqueraded") {
    return `Have the address replaced in the same apply (-replace='${closer.change.address}'): Terraform removes it first, and the way out with it.`;
  }
  if (isSure) {
    return "Do it in two applies, or while little traffic is there.";
  }
  // Rows of one kind that open and close for each other would wait in a circle.
  const canWait = opener !== undefined && closer !== undefined && opener.change.type !== closer.change.type;
  return canWait && opener.kind !== "remove" && closer.kind !== "remove"
    ? `Let ${opener.change.address} wait for ${closer.change.address} (depends_on), or do it in two applies.`
    : "Settle the order by depends_on, or do it in two applies.";
}
