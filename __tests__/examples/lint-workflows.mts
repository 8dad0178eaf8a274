import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

/* Prints, as JSON, what GitHub's own language service says of each workflow. A module of its own: it is no CommonJS. */

const problems = await Promise.all(
  process.argv.slice(2).map(async (file) => {
    const text = readFileSync(file, "utf8");
    // Under its own name, for the service keeps what it has read.
    const document = TextDocument.create(pathToFileURL(file).href, "github-actions-workflow", 1, text);
    const found = await validate(document, {});
    return found.map(({ message, range }) => `${range.start.line + 1}: ${message}`);
  }),
);
console.log(JSON.stringify(problems));
