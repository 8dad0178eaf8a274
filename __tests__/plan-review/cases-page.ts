import { CASES, caseText, type Expected, expectedOf } from "./cases";

const [BEGIN, END] = ["<!-- cases -->", "<!-- /cases -->"];

/** The page about the cases, with its table made anew from what the cases expect. */
export function casesPage(page: string): string {
  const [head = "", rest = ""] = page.split(BEGIN);
  const [, tail = ""] = rest.split(END);
  return `${head}${BEGIN}\n\n${table()}\n\n${END}${tail}`;
}

function table(): string {
  const answered = CASES.filter((name) => caseText(name, "expected.yaml") !== undefined);
  return [
    "| case | source | what it teaches | right answer |",
    "|---|---|---|---|",
    ...answered.map((name) => rowOf(name, expectedOf(name))),
  ].join("\n");
}

function rowOf(name: string, { source, teaches, findings, notes = [] }: Expected): string {
  const answers = [...findings.map(answerOf), ...notes.map((note) => answerOf(`note ${note}`))];
  const answer = answers.length === 0 ? "no finding but notes" : [...new Set(answers)].join("<br>");
  return `| ${[`\`${name}\``, source, teaches, answer].map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** `error ID SUBJECT (unknown)` with a link to what the page says about the id. */
function answerOf(finding: string): string {
  const [severity = "", id = "", ...subject] = finding.split(" ");
  const isUnknown = subject.at(-1) === "(unknown)";
  return `${severity} [${id}](checks.md#${id})${isUnknown ? ", unknown" : ""}`;
}
