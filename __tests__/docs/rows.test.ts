import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import * as library from "../../lib";
import { designGateway } from "../../lib/gateway/gateway-design";
import { literals } from "../gateway/literals";

const DOCS = join(__dirname, "../../docs");

/** The code blocks of a page in one language. */
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);

/** What a page's TypeScript exports as `site`, where that is a description. */
function siteOf(text: string): library.GatewayDescription | undefined {
  const [code] = blocks(text, "ts");
  const exported: { site?: library.GatewayDescription } = {};
  if (code?.includes("export const site:")) {
    const options = { jsc: { parser: { syntax: "typescript" } }, module: { type: "commonjs" } } as const;
    new Function("exports", "require", transformSync(code, options).code)(exported, () => library);
  }
  return exported.site;
}

/** A command of a page: the menu, and what it gives a row. */
function commandsOf(text: string): { command: string; menu: string; fields: [string, string][] }[] {
  return blocks(text, "routeros")
    .flatMap((block) => block.split("\n"))
    .flatMap((command) => {
      const [, menu, given = ""] = /^(\/[\w/-]+)\/add (.*)$/.exec(command) ?? [];
      const fields = given.split(" ").map((field): [string, string] => {
        const [name = "", ...value] = field.split("=");
        return [name, value.length === 0 ? "yes" : value.join("=")];
      });
      return menu === undefined ? [] : [{ command, menu, fields }];
    });
}

/** A value as a router writes it. */
const written = (value: unknown): string =>
  value === true ? "yes" : value === false ? "no" : Array.isArray(value) ? value.join(",") : String(value);

const pages = readdirSync(DOCS)
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => {
    const text = readFileSync(join(DOCS, name), "utf8");
    const site = siteOf(text);
    return site === undefined
      ? []
      : commandsOf(text).map(({ command, ...rest }) => ({ name, site, command, ...rest }));
  });

test("several pages show the rows of their own example", () => {
  expect([...new Set(pages.map(({ name }) => name))]).toEqual(
    expect.arrayContaining([
      "balancing.md",
      "dns.md",
      "health-checks.md",
      "management-and-ipsec.md",
      "port-forwards.md",
    ]),
  );
});

test.each(pages.map((page) => [page.name, page.command, page] as const))(
  "%s: its example makes the row %s",
  (_, __, { site, menu, fields }) => {
    const rows = designGateway(site, "site", literals).rows.filter((placed) => placed.menu === menu);
    const texts = rows.map(({ row }) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, written(value)])),
    );
    expect(texts).toContainEqual(expect.objectContaining(Object.fromEntries(fields)));
  },
);
