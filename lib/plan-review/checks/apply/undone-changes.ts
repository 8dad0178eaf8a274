import { isProperty } from "../../../routeros/menus";
import type { ChangeCheck, RouterAnalysis } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { AttributeValue, ResourceChange } from "../../plan/resource-change";
import { distributionText } from "../../text/distribution-text";
import { counted, listedUpTo } from "../../text/list-text";

/** Changes on the router that Terraform did not make, by hand or by a script, and that this plan takes back. */
export const undoneChanges: ChangeCheck = (analysis) => {
  const { changes, drift } = analysis.change;
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  const undone = drift.flatMap((strange) => undoneIn(strange, byAddress.get(strange.address)));
  return undone.length === 0 ? [] : [findingOf(undone, analysis)];
};

/** One change that the plan takes back. */
interface Undone {
  readonly address: string;
  readonly text: string;
}

function undoneIn({ address, before, after }: ResourceChange, planned?: ResourceChange): readonly Undone[] {
  if (before === undefined || planned?.after === undefined) {
    return [];
  }
  if (after === undefined) {
    return [{ address, text: `the removal of ${address}` }];
  }
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => isProperty(name) && isBack(before.get(name), after.get(name), planned.after?.get(name)))
    .map((name) => ({
      address,
      text: `${name} of ${address} (from ${valueText(after.get(name))} back to ${valueText(before.get(name))})`,
    }));
}

function isBack(old?: AttributeValue, strange?: AttributeValue, planned?: AttributeValue): boolean {
  return old !== strange && old === planned;
}

function valueText(value?: AttributeValue): string {
  return typeof value === "string" ? value || "empty" : "no value";
}

function findingOf(
  undone: readonly Undone[],
  { change: { names }, shares: [first] }: RouterAnalysis,
): Finding {
  const texts = undone.map(({ text }) => text);
  const [now, then] = [first?.before, first?.after].map((side) => side && distributionText(side, names));
  const isTold = now !== undefined && then !== undefined && (now !== "unknown" || then !== "unknown");
  const where = isTold
    ? `; where new connections from ${first?.origin.name} go: now ${now}, then ${then}`
    : "";
  return {
    id: "manual-change-undone",
    severity: "note",
    verdict: "fail",
    subject: "changes outside Terraform",
    resources: [...new Set(undone.map(({ address }) => address))],
    message: `This plan undoes ${counted(undone.length, "change")} made outside Terraform: ${listedUpTo(5, texts)}${where}.`,
    remediation:
      "If the router must keep the change, write it into the configuration, or list the attribute under ignore_changes.",
  };
}
