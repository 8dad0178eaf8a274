import type { ChangeCheck } from "../../findings/check-types";
import { sinceVerdict } from "../../findings/finding";
import type { RouterChange } from "../../model/router-change";
import { operatorPathText } from "../../text/operator-path-text";
import { operatorPathIn, operatorTarget } from "../../traffic/operator-session";

/** Whether the machine that runs Terraform still reaches the router after the apply. */
export const operatorPath: ChangeCheck = ({ change, options: { operator } }) => {
  if (operator === undefined || change.after.isEmpty) {
    return [];
  }
  const target = operatorTarget(change, operator);
  const common = { id: "operator-path", subject: operator } as const;
  if (target === undefined) {
    return [
      {
        ...common,
        severity: "warning",
        verdict: "unknown",
        resources: [],
        message: `It is unknown whether ${operator} still reaches the router, because the plan does not show which of its addresses Terraform uses.`,
        remediation: "Set hosturl in the provider block to an address of the router.",
      },
    ];
  }
  const { names } = change;
  const before = change.before.isEmpty ? undefined : operatorPathIn(change.before, operator, target);
  const { verdict, reason, resources } = operatorPathIn(change.after, operator, target);
  const after = operatorPathText(reason, names);
  const known = {
    ...common,
    verdict,
    reason: { kind: "operator-path", path: reason },
    ...(before === undefined ? {} : sinceVerdict(before.verdict, verdict)),
    before: before === undefined ? "no rows" : operatorPathText(before.reason, names),
    after,
  } as const;
  switch (verdict) {
    case "pass":
      return [
        {
          ...known,
          severity: "note",
          resources: [],
          message: `${operator} reaches the router at ${target} after the apply, and the replies return the same way.`,
        },
      ];
    case "unknown":
      return [
        {
          ...known,
          severity: "warning",
          resources: [],
          message: `It is unknown whether ${operator} still reaches the router at ${target} after the apply.`,
          remediation: "Make sure that you have another way to reach the router before you apply.",
        },
      ];
    case "fail":
      return [
        {
          ...known,
          severity: "error",
          resources: [...resources, ...rowsThatAreGone(change, target)],
          message: `This plan would lock you out: ${operator} no longer reaches the router at ${target}, or the replies leave another way.`,
          remediation:
            "Add the new way to reach the router in a first apply, and remove the old one in a second.",
        },
      ];
  }
};

/** The row that gave the router its address, where the plan takes the address away. */
function rowsThatAreGone({ before, after }: RouterChange, target: string): readonly string[] {
  const own = before.own.at(target);
  return own !== undefined && after.own.at(target) === undefined ? [own.row.reference.id] : [];
}
