import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { JSDOM } from "jsdom";
import markdownIt from "markdown-it";
import { formatMarkdown, type Report } from "../../lib/review";

/** A page as GitHub makes it: its Markdown lets HTML through, and reads tables. */
export function rendered(report: Report): Document {
  const html = markdownIt({ html: true }).render(formatMarkdown(report));
  return new JSDOM(html).window.document;
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
