import { isFullShare } from "../../../simulator/packets/share-comparison";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding, Severity } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import type { RouterChange } from "../../model/router-change";
import { changesRouter } from "../../plan/resource-change";
import { transientFaultText } from "../../text/transient-text";
import type { Origin } from "../../traffic/origin";
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
  const made = new Set(origins.filter((origin) => isMade(origin, change)).map(({ name }) => name));
  const costOf = (hazard: Hazard): Cost =>
    !isFirst ? "traffic" : "origin" in hazard && !made.has(hazard.origin) ? "unknown" : "nothing";
  return [
    ...faults.map((fault) => findingOf(fault, change.names, costOf(fault.hazard))),
    ...(isTruncated ? [TRUNCATED] : []),
  ];
};

/** What a fault costs: nothing where nothing worked before; unknown where traffic may have worked by rows outside the plan. */
type Cost = "nothing" | "unknown" | "traffic";

/** Whether the plan makes a LAN: its hosts had no gateway before. */
function isMade({ flow: { inInterface } }: Origin, { before, after }: RouterChange): boolean {
  const [had, has] = [before, after].map((snapshot) =>
    snapshot.state().addresses.own.some((own) => own.interface === inInterface),
  );
  return has === true && had === false;
}

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

function findingOf(fault: TransientFault, names: InterfaceNames, cost: Cost): Finding {
  const { hazard, opener, closer } = fault;
  return {
    id: hazard.id,
    severity: severityOf(hazard, cost),
    verdict: "fail",
    subject: hazard.subject,
    resources: [...new Set([opener, closer].flatMap((operation) => operation?.change.address ?? []))],
    reason: { kind: "transient-fault", fault },
    message: transientFaultText(fault, names),
    remediation: remediationOf(fault),
  };
}

function severityOf(hazard: Hazard, cost: Cost): Severity {
  switch (hazard.id) {
    case "transient-operator-cut":
      return "error";
    case "transient-mark-into-empty-table":
      return cost === "traffic" ? "warning" : "note";
    default:
      return cost === "nothing"
        ? "note"
        : cost === "unknown" || !isFullShare(hazard.extent)
          ? "warning"
          : "error";
  }
}

const TWO_APPLIES = "do it in two applies";

function remediationOf({
  hazard,
  opener,
  closer,
  isInEveryOrder,
  isForced,
  isAvoidable,
}: TransientFault): string {
  if (isAvoidable && opener !== undefined && closer !== undefined) {
    return `${dependsOn(opener.change.block, closer.change.block)}, or ${TWO_APPLIES}.`;
  }
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
  if (isForced && opener?.kind === "create") {
    return `No depends_on avoids this, because ${closer?.change.address} needs ${opener.change.address}. Create ${opener.change.address} with disabled = true, and enable it in a second apply.`;
  }
  return `No ${isInEveryOrder ? "" : "single "}depends_on avoids this. Apply in two steps, or when there is little traffic.`;
}

/** The line to write, in the words of the module that both blocks are in. */
function dependsOn(waiting: string, first: string): string {
  const [, module = "", resource = first] = /^((?:module\.[^.]+\.)*)(.*)$/.exec(first) ?? [];
  const where = module === "" ? "" : ` in ${module.slice(0, -1)}`;
  return `Add depends_on = [${resource}] to ${waiting.slice(module.length)}${where}`;
}
