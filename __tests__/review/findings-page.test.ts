import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planReview } from "../../lib/cli/plan-review";
import { FINDINGS } from "../../lib/review";

const page = readFileSync(join(__dirname, "../../docs/plan-review.md"), "utf8");

test("the page explains every kind of finding, and no other", () => {
  const explained = [...page.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
  expect(explained.sort()).toEqual(Object.keys(FINDINGS).sort());
});

test("the page lists every option of the command, and no other", async () => {
  let help = "";
  const out = (text: string) => {
    help += text;
  };
  await planReview(["--help"], { out, err: out });
  const options = (text: string) =>
    [...new Set(text.match(/--[a-z-]+/g) ?? [])].filter((name) => name !== "--help").sort();
  const table = page
    .split("\n")
    .filter((line) => line.startsWith("| `--"))
    .join("\n");
  expect(options(table.replace(/`--help`/g, ""))).toEqual(options(help));
});
