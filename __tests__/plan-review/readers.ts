import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { JSDOM } from "jsdom";
import markdownIt from "markdown-it";
import { formatMarkdown, type Report } from "../../lib/plan-review";

/** One for all pages: a window each would be most of the work. */
const parser = new new JSDOM("").window.DOMParser();
const pages = new WeakMap<Report, Document>();

/** A page as GitHub makes it: its Markdown lets HTML through, and reads tables. */
export function rendered(report: Report): Document {
  const html = (): string => markdownIt({ html: true }).render(formatMarkdown(report));
  const page = pages.get(report) ?? parser.parseFromString(html(), "text/html");
  pages.set(report, page);
  return page;
}

/** What Mermaid reads a flowchart as. */
interface Flowchart {
  getVertices(): ReadonlyMap<string, { readonly text: string }>;
  getEdges(): readonly { readonly end: string; readonly text: string }[];
}

interface Mermaid {
  parse(text: string): Promise<{ readonly diagramType: string }>;
  readonly mermaidAPI: { getDiagramFromText(text: string): Promise<{ readonly db: Flowchart }> };
}

/** Mermaid itself, in a page of its own. */
export function mermaidInPage(): Mermaid {
  const page = new JSDOM("", { runScripts: "outside-only" });
  const file = require.resolve("@mermaid-js/tiny/dist/mermaid.tiny.js");
  new Script(readFileSync(file, "utf8")).runInContext(page.getInternalVMContext());
  return page.window["mermaid"] as Mermaid;
}
