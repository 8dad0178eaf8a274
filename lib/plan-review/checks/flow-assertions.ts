import type { ChangeCheck, RouterAnalysis } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { answer } from "../flow-assertions/answer";
import { isFor } from "../flow-assertions/applicable";
import type { FlowAssertion } from "../flow-assertions/flow-assertion";
import { allWans, compareNames } from "../traffic/wans";

/** The user's own questions, answered before and after. */
export const flowAssertions: ChangeCheck = (analysis) =>
  (analysis.options.questions ?? [])
    .filter((question) => isFor(question, analysis.change))
    .map((question) => claimOf(question, analysis));

function claimOf(question: FlowAssertion, { change }: RouterAnalysis): Finding {
  const wans = allWans(change);
  const ports = wans.map((wan) => wan.interface);
  const unknown = question.down.filter((name) => !ports.includes(name));
  if (unknown.length > 0) {
    return {
      id: "question",
      severity: "error",
      verdict: "fail",
      subject: question.name,
      resources: [],
      message: `${question.name}: cannot be asked; ${unknown.sort(compareNames).join(" and ")} under down is no WAN of the router, which has ${ports.join(", ") || "none"}.`,
      remediation: "Write interfaces of the router's WANs under down.",
    };
  }
  const before = change.before.isEmpty ? undefined : answer(question, change.before, wans);
  const after = answer(question, change.after, wans);
  const wanted = Object.entries(question.expect)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${[value].flat().join(" or ")}`);
  const common = {
    id: "question",
    subject: question.name,
    before: before?.text ?? "nothing",
    after: after.text,
    ...(before?.verdict === after.verdict ? { since: "existing" as const } : {}),
  } as const;
  switch (after.verdict) {
    case "pass":
      return {
        ...common,
        severity: "note",
        verdict: "pass",
        resources: [],
        message: `${question.name}: yes.`,
      };
    case "unknown":
      return {
        ...common,
        severity: "warning",
        verdict: "unknown",
        resources: after.resources,
        message: `${question.name}: cannot be told.`,
        remediation: "Say more in the question (in:), or ask again when the value is known.",
      };
    default:
      return {
        ...common,
        severity: "error",
        verdict: "fail",
        resources: after.resources,
        message: `${question.name}: no; expected is ${wanted.join(", ")}${before?.verdict === "fail" ? ", and it was not so before either" : ""}.`,
        remediation: "Mend the change, or the question if the answer is meant.",
      };
  }
}
