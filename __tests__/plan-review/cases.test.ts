import { toMatchFile } from "jest-file-snapshot";
import { formatMarkdown, type Report, readFlowAssertions, readPlan, review } from "../../lib/plan-review";
import { isOpenFinding } from "../../lib/plan-review/findings/finding";
import { CASES, caseFile, caseText, expectedOf } from "./cases";

expect.extend({ toMatchFile });

/** Cases without an answer yet. */
const answered = CASES.filter((name) => caseText(name, "expected.yaml") !== undefined);

test.each(answered)("the review answers %s rightly", (name) => {
  const expected = expectedOf(name);
  const report = reviewOf(name);
  expect(worthATalk(report)).toEqual([...expected.findings].sort());
  expect(notesOf(report)).toEqual(expect.arrayContaining([...(expected.notes ?? [])]));
  const [router] = report.routers;
  expect(expected.origins ?? router?.origins.map((origin) => origin.name)).toEqual(
    router?.origins.map((origin) => origin.name),
  );
  const text = formatMarkdown(report);
  if (name.startsWith("stack-")) {
    expect(text).toMatchFile(caseFile(name, "report.md"));
  }
  for (const said of expected.says ?? []) {
    expect(text).toContain(said);
  }
  for (const wrong of expected.saysNot ?? []) {
    expect(text).not.toContain(wrong);
  }
});

function reviewOf(name: string): Report {
  const { routerOsVersion } = expectedOf(name);
  const assertions = caseText(name, "assertions.yaml");
  return review([readPlan(caseText(name, "case.plan.json") ?? "", "case.plan.json")], {
    ...(assertions === undefined ? {} : { flowAssertions: readFlowAssertions(assertions) }),
    ...(routerOsVersion === undefined ? {} : { routerOsVersion }),
  });
}

function worthATalk({ findings }: Report): readonly string[] {
  return findings
    .filter((finding) => isOpenFinding(finding) && finding.severity !== "note")
    .map(
      ({ severity, id, subject, verdict }) =>
        `${severity} ${id} ${subject}${verdict === "unknown" ? " (unknown)" : ""}`,
    )
    .sort();
}

function notesOf({ findings }: Report): readonly string[] {
  return findings.filter(({ severity }) => severity === "note").map(({ id, subject }) => `${id} ${subject}`);
}
