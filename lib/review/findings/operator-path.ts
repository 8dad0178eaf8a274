import type { RouterChange } from "../model/router-change";
import { operatorPathIn, operatorTarget } from "../traffic/operator";
import type { ChangeFamily } from "./family";

/** Whether the machine that Terraform runs on still reaches the router once the plan is applied. */
export const operatorPath: ChangeFamily = ({ change, options: { operator } }) => {
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
        verdict: "cannot tell",
        resources: [],
        sentence: `Whether ${operator} still reaches the router cannot be told: the plan does not show at which of its addresses.`,
        advice: "State hosturl in the provider block, with an address of the router.",
      },
    ];
  }
  const before = change.before.isEmpty ? undefined : operatorPathIn(change.before, operator, target);
  const after = operatorPathIn(change.after, operator, target);
  const texts = { ...common, before: before?.text ?? "nothing of the plan", after: after.text };
  switch (after.kind) {
    case "works":
      return [
        {
          ...texts,
          severity: "note",
          verdict: "holds",
          resources: [],
          sentence: `${operator} reaches the router at ${target} and is answered, once the plan is applied.`,
        },
      ];
    case "cannot tell":
      return [
        {
          ...texts,
          severity: "warning",
          verdict: "cannot tell",
          resources: [],
          sentence: `Whether ${operator} still reaches the router at ${target} cannot be told: ${after.text.replace(/^cannot tell: /, "")}.`,
          advice: "Have another way to the router before you apply.",
        },
      ];
    default:
      return [
        {
          ...texts,
          severity: "error",
          verdict: "broken",
          resources: [...after.resources, ...goneWith(change, target)],
          sentence: `The plan cuts off who applies it: ${operator} no longer reaches the router at ${target}, or is not answered on the same way.`,
          advice: "Keep the way that the session uses until there is another, in two applies.",
        },
      ];
  }
};

/** The rows that gave the router the address, where the plan takes it away. */
function goneWith({ before, after }: RouterChange, target: string): readonly string[] {
  const own = before.own.at(target);
  return own !== undefined && after.own.at(target) === undefined ? [own.row.reference.id] : [];
}
