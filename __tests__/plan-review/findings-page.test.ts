import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planReview } from "../../lib/cli/plan-review-command";
import {
  COMMENT_LIMIT,
  COMMENT_ROOM,
  FINDINGS,
  formatJson,
  formatMarkdown,
  review,
} from "../../lib/plan-review";
import { changed } from "./findings-in";
import { articleResources, plan } from "./plans";

const pages = join(__dirname, "../../docs/plan-review");
const [checks, command, json, tutorial] = ["checks", "command", "json", "tutorial"].map((name) =>
  readFileSync(join(pages, `${name}.md`), "utf8"),
) as [string, string, string, string];

test("the page explains every kind of finding, and no other", () => {
  const explained = [...checks.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
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
  const table = command
    .split("\n")
    .filter((line) => line.startsWith("| `--"))
    .join("\n");
  expect(options(table.replace(/`--help`/g, ""))).toEqual(options(help));
});

test("the page shows what the report of a third WAN begins with", () => {
  const [, shown = ""] = /^```markdown\n(.*?)^```/ms.exec(tutorial) ?? [];
  const written = formatMarkdown(review([plan(articleResources(2), articleResources(3))]));
  expect(shown.split("\n").length).toBeGreaterThan(15);
  expect(written.slice(0, shown.length)).toBe(shown);
});

test("the page says how long the Markdown report gets", () => {
  expect(command).toContain(`At most ${(COMMENT_LIMIT - COMMENT_ROOM).toLocaleString("en")} characters`);
  expect(command).toContain(`a comment of ${COMMENT_LIMIT.toLocaleString("en")}`);
});

test("the page names every field of the JSON report", () => {
  const bare = changed({ routeros_ip_route: { wlan1_default: { check_gateway: "none" } } }, 3);
  const report = JSON.parse(formatJson(review([plan(articleResources(2), bare)])));
  const fields = (value: unknown): string[] =>
    Array.isArray(value)
      ? value.flatMap(fields)
      : typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => [name, ...fields(inner)])
        : [];
  const known = [...json.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
  // Shares are by interface.
  const named = new Set(fields(report).filter((name) => !/^wlan\d$/.test(name)));
  expect([...named].sort()).toEqual([...named].filter((name) => known.includes(name)).sort());
  expect(named.size).toBeGreaterThan(25);
});
