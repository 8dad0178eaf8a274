import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import {
  type Acceptance,
  formatJson,
  formatMarkdown,
  formatSarif,
  hasExistingFindings,
  hasNewFindings,
  type Report,
  readAcceptFile,
  review,
  verdictLine,
} from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const DOCS = join(__dirname, "../../docs");
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(DOCS, "accept.schema.json"), "utf8")),
);

const faulty = changed({ routeros_ip_firewall_nat: { wlan2: null } });
const entry: Acceptance = { id: "wan-unmasqueraded", subject: "wlan2", reason: "the next router translates" };

const reviewWith = (accepted: readonly Acceptance[], today?: string): Report =>
  review([plan(articleResources(), faulty)], { accepted, today });

const folded = (report: Report): string =>
  /<details><summary>Accepted.*?<\/details>/s.exec(formatMarkdown(report))?.[0] ?? "";

test("an accepted finding does not count, and is shown folded with its reason", () => {
  expect(hasNewFindings(reviewWith([]), "error")).toBe(true);
  const report = reviewWith([entry]);
  expect(hasNewFindings(report, "error")).toBe(false);
  expect(verdictLine(report)).not.toContain("error");
  expect(formatMarkdown(report)).not.toContain("### Errors");
  expect(folded(report)).toContain("**wan-unmasqueraded**");
  expect(folded(report)).toContain("Accepted: the next router translates");
});

test("programs see that it is accepted, and why", () => {
  const report = reviewWith([{ ...entry, expires: "2027-01-31" }], "2027-01-31");
  const { findings } = JSON.parse(formatJson(report));
  expect(findings.find(({ id }: { id: string }) => id === entry.id)).toMatchObject({
    accepted: { reason: entry.reason, expires: "2027-01-31" },
  });
  const [{ results }] = JSON.parse(formatSarif(report)).runs;
  expect(results.find(({ ruleId }: { ruleId: string }) => ruleId === entry.id)).toMatchObject({
    suppressions: [{ kind: "external", status: "accepted", justification: entry.reason }],
  });
  expect(folded(report)).toContain("Accepted until 2027-01-31:");
});

test("an entry applies on its last day, and counts no longer on the day after", () => {
  const until = { ...entry, expires: "2027-01-31" };
  expect(hasNewFindings(reviewWith([until], "2027-01-31"), "error")).toBe(false);
  const late = reviewWith([until], "2027-02-01");
  expect(hasNewFindings(late, "error")).toBe(true);
  expect(late.findings.filter(({ id }) => id === "accept-expired")).toEqual([
    expect.objectContaining({
      severity: "warning",
      since: "existing",
      message: expect.stringContaining("until 2027-01-31"),
    }),
  ]);
});

test.each<[string, Partial<Acceptance>]>([
  ["another subject", { subject: "wlan1" }],
  ["another check", { id: "reply-path" }],
])("an entry for %s accepts nothing, and is reported", (_, more) => {
  const report = reviewWith([{ ...entry, ...more }]);
  expect(hasNewFindings(report, "error")).toBe(true);
  const { id, subject } = { ...entry, ...more };
  expect(report.findings.filter((each) => each.id === "accept-unused")).toEqual([
    expect.objectContaining({ subject: `${id} ${subject}`, severity: "warning", since: "existing" }),
  ]);
  // It is nothing that the plan brought.
  expect(hasExistingFindings(report, "warning")).toBe(true);
});

test("an entry for a router of another plan is not looked at", () => {
  const ids = (report: Report) => report.findings.map(({ id }) => id);
  expect(ids(reviewWith([{ ...entry, router: "porto.example" }]))).not.toContain("accept-unused");
  expect(hasNewFindings(reviewWith([{ ...entry, router: "porto.example" }]), "error")).toBe(true);
  expect(hasNewFindings(reviewWith([{ ...entry, router: "routeros" }]), "error")).toBe(false);
});

const file = (more: string): string => `accepted:
  - id: newly-reachable
    subject: tcp 443 192.168.0.5
    reason: a new web server
${more}`;

test.each([
  ["no list", "accept: []\n", "line 1: write a list under accepted:"],
  [
    "an unknown key",
    file("    until: 2027-01-01\n"),
    'line 5: "until" is not a valid key; the valid keys are id, subject, router, reason, expires',
  ],
  [
    "an id of no check",
    "accepted:\n  - id: newly_reachable\n    subject: a\n    reason: b\n",
    'line 2: id must be the id of a check, such as newly-reachable, got "newly_reachable"',
  ],
  [
    "no reason",
    "accepted:\n  - id: reply-path\n    subject: a\n",
    "line 2: reason is missing: write a string",
  ],
  [
    "a date that is none",
    file("    expires: 2027-02-30\n"),
    'line 5: expires must be a date such as 2027-01-31, got "2027-02-30"',
  ],
  [
    "two problems",
    "accepted:\n  - id: reply-path\n  - reason: x\n",
    "line 2: subject is missing: write a string; line 2: reason is missing: write a string; line 3: subject is missing",
  ],
  [
    "the same entry twice",
    file("  - id: newly-reachable\n    subject: tcp 443 192.168.0.5\n    reason: again\n"),
    'line 5: newly-reachable of "tcp 443 192.168.0.5" is accepted twice; remove one of the entries',
  ],
])("%s is said with its line", (_, text, message) => {
  expect(() => readAcceptFile(text)).toThrow(message);
});

test("the schema refuses what it can see, and takes what can be read", () => {
  expect(validate(parse(file("    expires: 2027-01-31\n")))).toBe(true);
  for (const wrong of [
    "accept: []\n",
    file("    until: 2027-01-01\n"),
    file("    expires: soon\n"),
    "accepted:\n  - id: newly_reachable\n    subject: a\n    reason: b\n",
    "accepted:\n  - id: reply-path\n    subject: a\n",
  ]) {
    expect(validate(parse(wrong))).toBe(false);
  }
});

test("the page's entries are of the schema, and can be read", () => {
  const page = readFileSync(join(DOCS, "plan-review/command.md"), "utf8");
  const [, shown = ""] = /^```yaml\n([^`]*accept\.schema[^`]*)^```/m.exec(page) ?? [];
  expect(readAcceptFile(shown)).toHaveLength(2);
  expect(validate(parse(shown))).toBe(true);
});
