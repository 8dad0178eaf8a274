import { attributeName, MENU_OF, SINGLETON_MENUS } from "../../routeros/menus";
import { identityIn } from "../../routeros/row-identity";
import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import type { AttributeValue, ResourceChange } from "../plan/resource-change";

/** What the state believes and the router does not: rows of another device, and what a destroy leaves behind or resets. */
export const terraformState: ChangeCheck = ({ change: { changes, drift } }) => [
  ...foreign(drift),
  ...changes.flatMap(destroyedSingleton),
  ...changes.flatMap(forgotten),
];

/** How many fields must differ before a row is plainly another one. */
const DIFFERENT = 2;

/** The provider knows rows by `.id` alone, and takes another device's row of that id for its own. */
function foreign(drift: readonly ResourceChange[]): readonly Finding[] {
  const strange = drift.filter((change) => {
    const { before, after, type } = change;
    const fields = [...identityIn(MENU_OF[type] ?? "").purpose, "comment"];
    const differing = fields
      .map(attributeName)
      .filter((name) => differs(before?.get(name), after?.get(name)));
    return before !== undefined && after !== undefined && differing.length >= DIFFERENT;
  });
  return strange.length === 0
    ? []
    : [
        {
          id: "state-router-mismatch",
          severity: "error",
          verdict: "fail",
          subject: "state",
          resources: strange.map(({ address }) => address),
          message: `${strange.length === 1 ? "A row" : `${strange.length} rows`} that the state knows by id ${strange.length === 1 ? "is" : "are"} quite another on the router: the state belongs to another device, or the router was reset, and the apply would overwrite foreign rows.`,
          remediation:
            "Check which router the plan went to; if it is the right one, take the rows out of the state and import.",
        },
      ];
}

function differs(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  return (a ?? "") !== (b ?? "") && typeof (a ?? "") === "string" && typeof (b ?? "") === "string";
}

function destroyedSingleton({ address, type, action }: ResourceChange): readonly Finding[] {
  const menu = MENU_OF[type] ?? "";
  if (action !== "delete" || !SINGLETON_MENUS.has(menu)) {
    return [];
  }
  const isDns = menu === "/ip/dns";
  return [
    {
      id: "singleton-destroyed",
      severity: isDns ? "warning" : "note",
      verdict: "fail",
      subject: menu,
      resources: [address],
      message: isDns
        ? "Destroying it clears the router's DNS servers, DoH and remote requests, whatever stood there before: the router and those who ask it resolve nothing."
        : `Destroying it leaves ${menu} as it is: nothing is put back.`,
      remediation: isDns
        ? "Set the servers that the router shall keep, or take the resource out of the state instead."
        : "Set the values that the router shall keep before you destroy it.",
    },
  ];
}

function forgotten({ address, action }: ResourceChange): readonly Finding[] {
  return action !== "forget"
    ? []
    : [
        {
          id: "row-forgotten",
          severity: "note",
          verdict: "fail",
          subject: address,
          resources: [address],
          message: "The row stays on the router, and Terraform no longer knows it.",
          remediation: "Remove it by hand where it is not wanted.",
        },
      ];
}
