import { answer } from "../questions/answer";
import { isFor } from "../questions/asked";
import type { Question } from "../questions/question";
import { allWans, compareNames } from "../traffic/wans";
import type { ChangeFamily, RouterAnalysis } from "./family";
import type { Claim } from "./finding";

/** The user's own questions, answered before and after. */
export const questions: ChangeFamily = (analysis) =>
  (analysis.options.questions ?? [])
    .filter((question) => isFor(question, analysis.change))
    .map((question) => claimOf(question, analysis));

function claimOf(question: Question, { change }: RouterAnalysis): Claim {
  const wans = allWans(change);
  const ports = wans.map((wan) => wan.interface);
  const unknown = question.down.filter((name) => !ports.includes(name));
  if (unknown.length > 0) {
    return {
      id: "question",
      severity: "error",
      verdict: "broken",
      subject: question.name,
      resources: [],
      sentence: `${question.name}: cannot be asked; ${unknown.sort(compareNames).join(" and ")} under down is no WAN of the router, which has ${ports.join(", ") || "none"}.`,
      advice: "Write interfaces of the router's WANs under down.",
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
    ...(before?.verdict === after.verdict ? { since: "standing" as const } : {}),
  } as const;
  switch (after.verdict) {
    case "holds":
      return {
        ...common,
        severity: "note",
        verdict: "holds",
        resources: [],
        sentence: `${question.name}: yes.`,
      };
    case "cannot tell":
      return {
        ...common,
        severity: "warning",
        verdict: "cannot tell",
        resources: after.resources,
        sentence: `${question.name}: cannot be told.`,
        advice: "Say more in the question (in:), or ask again when the value is known.",
      };
    default:
      return {
        ...common,
        severity: "error",
        verdict: "broken",
        resources: after.resources,
        sentence: `${question.name}: no; expected is ${wanted.join(", ")}${before?.verdict === "broken" ? ", and it was not so before either" : ""}.`,
        advice: "Mend the change, or the question if the answer is meant.",
      };
  }
}
