import { attributeName, MENU_OF, SINGLETON_MENUS } from "../../../routeros/menus";
import { identityIn } from "../../../routeros/row-identity";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { AttributeValue, ResourceChange } from "../../plan/resource-change";
import { counted } from "../../text/list-text";

/** Where the state and the router differ: rows of another device, and what a destroy keeps or resets. */
export const terraformState: ChangeCheck = ({ change: { changes, drift } }) => [
  ...foreign(drift),
  ...changes.flatMap(destroyedSingleton),
  ...changes.flatMap(forgotten),
];

/** How many fields must differ before a row counts as another one. */
const DIFFERENT = 2;

/** The provider identifies rows only by `.id`, so it mistakes the rows of another device for its own. */
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
          message: `The ids of ${counted(strange.length, "row")} in the state belong to different rows on the router, so the state is of another device or the router was reset, and the apply would overwrite rows that are not yours.`,
          remediation:
            "Check which router the plan was made for; if it is the right one, remove the rows from the state and import them.",
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
        ? "Destroying this resource clears the router's DNS servers, DoH and remote requests, so the router and its clients can no longer resolve names."
        : `Destroying this resource does not restore the earlier values of ${menu}.`,
      remediation: isDns
        ? "Set the servers that the router needs, or remove the resource from the state instead."
        : "Set the values that the router needs before you destroy the resource.",
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
          message: "The row stays on the router, but Terraform no longer manages it.",
          remediation: "Remove it by hand if you do not need it.",
        },
      ];
}
