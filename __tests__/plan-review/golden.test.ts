import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { toMatchFile } from "jest-file-snapshot";
import { formatMarkdown, type Report, readPlan, review } from "../../lib/plan-review";
import { shareText } from "../../lib/plan-review/text/distribution-text";
import { inAll } from "../tier";
import { CHANGES, type Change } from "./golden/changes";
import { OPTIONS, planFile, reportFile } from "./golden/files";

expect.extend({ toMatchFile });

/** What a plan brings that is not a note, in short; and for moved connections, how many. */
const brought = ({ findings }: Report): string[] => [
  ...new Set(
    findings
      .filter(({ since, severity, verdict }) => since === "new" && severity !== "note" && verdict !== "pass")
      .map(({ id, reason }) =>
        reason?.kind === "moved-connections" && reason.moved.share > 0
          ? `${id} ${shareText(reason.moved.share)}`
          : id,
      ),
  ),
];

/** They bring nothing, and take longest: classifiers come in with others, too. */
const LONG = ["reweight", "switch-balancing"];

const judge = (changes: readonly Change[]): void =>
  test.each(changes)(
    "the kept plan of $file brings what is expected, and is reported as is kept",
    (change) => {
      const file = planFile(change);
      const report = review([readPlan(readFileSync(file, "utf8"), file)], OPTIONS);
      expect(brought(report).sort()).toEqual([...change.brings].sort());
      expect(formatMarkdown(report)).toMatchFile(reportFile(change));
    },
  );
judge(CHANGES.filter(({ file }) => !LONG.includes(file)));
inAll(() => judge(CHANGES.filter(({ file }) => LONG.includes(file))));

test("nothing else is kept, and the page says how many they are", () => {
  const kept = (file: (change: Change) => string) => CHANGES.map((change) => basename(file(change))).sort();
  expect(readdirSync(join(__dirname, "golden/plans")).sort()).toEqual(kept(planFile));
  expect(readdirSync(join(__dirname, "golden/reports")).sort()).toEqual(kept(reportFile));
  const page = readFileSync(join(__dirname, "../../docs/plan-review/method.md"), "utf8");
  expect(page).toContain(`keeps the plans of ${CHANGES.length} changes`);
});
