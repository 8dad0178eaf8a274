import type { ChangeCheck, RouterAnalysis } from "../../findings/check-types";
import { type Finding, sinceVerdict } from "../../findings/finding";
import { isAbout } from "../../flow-assertions/applicable";
import { evaluate } from "../../flow-assertions/evaluate";
import type { Expectation, FlowAssertion } from "../../flow-assertions/flow-assertion";
import { withInterfaces } from "../../flow-assertions/with-interfaces";
import type { InterfaceNames } from "../../model/interface-names";
import { flowText } from "../../text/flow-text";
import { listed } from "../../text/list-text";
import { compareNames } from "../../traffic/compare-names";
import { allWans } from "../../traffic/wans";

/** The user's own assertions, before and after. */
export const flowAssertions: ChangeCheck = (analysis) =>
  (analysis.options.flowAssertions ?? [])
    .filter((assertion) => isAbout(assertion, analysis.change))
    .map((assertion) => check(assertion, analysis));

function check(assertion: FlowAssertion, { change }: RouterAnalysis): Finding {
  const { names } = change;
  const wans = allWans(change);
  const resolved = withInterfaces(assertion, names);
  const known = wans.map((wan) => wan.interface);
  const unknown = assertion.down.filter((_, i) => !known.includes(resolved.down[i] ?? ""));
  if (unknown.length > 0) {
    return downUnknown(assertion, unknown, known, names);
  }
  const before = change.before.isEmpty ? undefined : evaluate(resolved, change.before, wans);
  const { verdict, result, resources } = evaluate(resolved, change.after, wans);
  const { name, expect } = assertion;
  const common = {
    id: "flow-assertion",
    verdict,
    subject: name,
    resources,
    before: before === undefined ? "no rows" : flowText(before.result, expect, names),
    after: flowText(result, expect, names),
    ...(before === undefined ? {} : sinceVerdict(before.verdict, verdict)),
  } as const;
  switch (verdict) {
    case "pass":
      return { ...common, severity: "note", message: `${name}: as expected.` };
    case "unknown":
      return {
        ...common,
        severity: "warning",
        message: `${name}: it is unknown whether ${expectationText(expect)}.`,
        remediation: "Add the interface under in, or review the plan again when the value is known.",
      };
    case "fail": {
      const earlier = before?.verdict === "fail" ? ", and this was not so before either" : "";
      return {
        ...common,
        severity: "error",
        message: `${name}: not as expected (${expectationText(expect)})${earlier}.`,
        remediation: "Correct the plan, or change the assertion if this is intended.",
      };
    }
  }
}

function downUnknown(
  { name }: FlowAssertion,
  unknown: readonly string[],
  known: readonly string[],
  names: InterfaceNames,
): Finding {
  const quoted = [...unknown].sort(compareNames).map((word) => `"${word}"`);
  const are = unknown.length === 1 ? "is not a WAN" : "are not WANs";
  const valid = known.map((wan) => names.of(wan)).join(", ") || "none";
  return {
    id: "flow-assertion",
    severity: "error",
    verdict: "fail",
    subject: name,
    resources: [],
    message: `${name}: ${listed(quoted)} under down ${are} of this router; its WANs are: ${valid}.`,
    remediation: "Write names or interfaces of the router's WANs under down.",
  };
}

/** What is expected: `it leaves by fibre or lte with source 10.112.0.2`. */
function expectationText({ wan, source, local, dropped, reply }: Expectation): string {
  const leaves = [
    ...(wan === undefined ? [] : [`by ${listed(wan, "or")}`]),
    ...(source === undefined ? [] : [`with source ${source}`]),
  ].join(" ");
  const parts = [
    ...(leaves === "" ? [] : [`it leaves ${leaves}`]),
    ...(local === undefined ? [] : ["it reaches the router itself"]),
    ...(dropped === undefined ? [] : ["it is dropped"]),
    ...(reply === undefined ? [] : [`its replies leave by ${listed(reply, "or")}`]),
  ];
  return listed(parts);
}
