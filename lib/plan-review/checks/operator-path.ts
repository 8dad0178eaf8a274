import type { ChangeCheck } from "../findings/check-types";
import type { RouterChange } from "../model/router-change";
import { operatorPathAt, operatorTarget } from "../traffic/operator-path-at";

/** Whether the machine that Terraform runs on still reaches the router once the plan is applied. */
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
        message: `Whether ${operator} still reaches the router cannot be told: the plan does not show at which of its addresses.`,
        remediation: "State hosturl in the provider block, with an address of the router.",
      },
    ];
  }
  const before = change.before.isEmpty ? undefined : operatorPathAt(change.before, operator, target);
  const after = operatorPathAt(change.after, operator, target);
  const texts = { ...common, before: before?.text ?? "nothing of the plan", after: after.text };
  switch (after.kind) {
    case "works":
      return [
        {
          ...texts,
          severity: "note",
          verdict: "pass",
          resources: [],
          message: `${operator} reaches the router at ${target} and is answered, once the plan is applied.`,
        },
      ];
    case "unknown":
      return [
        {
          ...texts,
          severity: "warning",
          verdict: "unknown",
          resources: [],
          message: `Whether ${operator} still reaches the router at ${target} cannot be told: ${after.text.replace(/^cannot tell: /, "")}.`,
          remediation: "Have another way to the router before you apply.",
        },
      ];
    default:
      return [
        {
          ...texts,
          severity: "error",
          verdict: "fail",
          resources: [...after.resources, ...goneWith(change, target)],
          message: `The plan cuts off who applies it: ${operator} no longer reaches the router at ${target}, or is not answered on the same way.`,
          remediation: "Keep the way that the session uses until there is another, in two applies.",
        },
      ];
  }
};

/** The rows that gave the router the address, where the plan takes it away. */
function goneWith({ before, after }: RouterChange, target: string): readonly string[] {
  const own = before.own.at(target);
  return own !== undefined && after.own.at(target) === undefined ? [own.row.reference.id] : [];
}
