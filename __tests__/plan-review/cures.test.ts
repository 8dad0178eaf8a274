import { FINDINGS, type Report, readPlan, review } from "../../lib/plan-review";
import { isAtLeast, isOpenFinding, type ReportedFinding } from "../../lib/plan-review/findings/finding";
import { sampled } from "../tier";
import { CASES, caseText, expectedOf } from "./cases";
import { CURE_PAIRS } from "./cure-pairs";
import { plan } from "./plans";

/** Cases with a second configuration, which does what the findings of the first one say. */
const cured = CASES.filter(
  (name) => caseText(name, "cured.tf") !== undefined && caseText(name, "expected.yaml") !== undefined,
);

test.each(sampled(cured, 8))(
  "what the findings of %s say does away with them, and brings nothing worse",
  (name) => {
    const { cures = [] } = expectedOf(name);
    const [faulty, mended] = ["case", "cured"].map((kind) => openIn(reviewOf(name, kind)));
    expect(cures.filter((id) => faulty?.every((finding) => finding.id !== id))).toEqual([]);
    expect(cures.filter((id) => mended?.some((finding) => finding.id === id))).toEqual([]);
    expect(mended?.filter((finding) => isWorse(finding, faulty ?? [])).map(shortOf)).toEqual([]);
  },
);

test("a case says which findings its cure does away with", () => {
  expect(cured.filter((name) => expectedOf(name).cures === undefined)).toEqual([]);
});

test.each(sampled(CURE_PAIRS, 10))(
  "what $id says to do does away with it, and brings nothing worse",
  (pair) => {
    const [faulty, mended] = [pair.faulty, pair.cured].map((resources) =>
      openIn(review([plan({}, resources)])),
    );
    expect(faulty?.filter(({ id }) => id === pair.id).length).toBeGreaterThan(0);
    expect(mended?.filter(({ id }) => id === pair.id)).toEqual([]);
    expect(mended?.filter((finding) => isWorse(finding, faulty ?? [])).map(shortOf)).toEqual([]);
  },
);

/** What no change of the configuration mends: it is about the apply, about what the user asked, or a mere note. */
const NOT_IN_CONFIGURATION = [
  "accept-expired",
  "accept-unused",
  "address-update-refused",
  "connections-move",
  "flow-assertion",
  "health-beyond-first-hop",
  "health-first-hop",
  "health-link-only",
  "newly-reachable",
  "operator-path",
  "place-before-lost",
  "routeros-version",
  "row-forgotten",
  "row-replaced",
  "singleton-destroyed",
  "state-router-mismatch",
  "table-fib-stale",
  "transient-check-truncated",
  "transient-operator-cut",
  "transient-without-route",
  "two-applies-needed",
  "value-in-use",
];

test("every kind of finding that a configuration can mend is mended here", () => {
  const mended = [
    ...cured.flatMap((name) => expectedOf(name).cures ?? []),
    ...CURE_PAIRS.map(({ id }) => id),
  ];
  const left = Object.keys(FINDINGS).filter((id) => !mended.includes(id));
  expect(left).toEqual(NOT_IN_CONFIGURATION);
});

function reviewOf(name: string, kind: string): Report {
  return review([readPlan(caseText(name, `${kind}.plan.json`) ?? "", "plan.json")]);
}

function openIn({ findings }: Report): readonly ReportedFinding[] {
  return findings.filter(isOpenFinding);
}

/** Whether a finding is of a kind that was not there before, or of a worse one. A cure may move connections. */
function isWorse(finding: ReportedFinding, before: readonly ReportedFinding[]): boolean {
  const known = before.filter(({ id }) => id === finding.id);
  const counts = finding.severity !== "note" && finding.id !== "connections-move";
  return counts && !known.some(({ severity }) => isAtLeast(severity, finding.severity));
}

function shortOf({ severity, id, subject }: ReportedFinding): string {
  return `${severity} ${id} ${subject}`;
}
