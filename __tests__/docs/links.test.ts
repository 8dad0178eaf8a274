import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { linksOf } from "./links";

const ROOT = join(__dirname, "../..");

/** Every page that we write: the README and its like, everything under docs, examples and lab. */
const PAGES = [
  ...readdirSync(ROOT).map((name) => join(ROOT, name)),
  ...[
    "docs",
    "docs/decisions",
    "docs/plan-review",
    "examples/network-stack",
    "examples/pipelines",
    "lab",
  ].flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name))),
].filter((page) => page.endsWith(".md"));

/** The names of a page's headings, as GitHub makes them. */
const anchors = (page: string): string[] =>
  [...readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

const links = PAGES.map((page) => relative(ROOT, page)).flatMap((from) =>
  linksOf(ROOT, from).map(([path, anchor]): [from: string, target: string] => [
    from,
    anchor === undefined ? path : `${path}#${anchor}`,
  ]),
);

test.each(links)("%s links to something that is there: %s", (from, target) => {
  const [path = "", anchor] = target.split("#");
  const page = path === "" ? join(ROOT, from) : join(ROOT, dirname(from), path);
  expect(existsSync(page)).toBe(true);
  if (anchor !== undefined) {
    expect(anchors(page)).toContain(anchor);
  }
});

test("every page under docs is one click from the README", () => {
  const linked = links.filter(([from]) => from === "README.md").map(([, target]) => target.split("#")[0]);
  const pages = PAGES.map((page) => relative(ROOT, page)).filter((page) =>
    /^docs\/(plan-review\/)?[^/]+$/.test(page),
  );
  expect(linked).toEqual(expect.arrayContaining(pages));
});
