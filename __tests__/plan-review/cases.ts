import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const FOLDER = join(__dirname, "cases");

/** The cases by the names of their folders: configurations after public reports, with the plans that they make. */
export const CASES: readonly string[] = readdirSync(FOLDER).sort();

/** The right answer to a case, as `expected.yaml` in its folder has it. */
export interface Expected {
  /** Where the configuration is from. */
  readonly source: string;
  /** What it teaches, in a sentence. */
  readonly teaches: string;
  /** All open findings that are no notes, as `error ID SUBJECT` or `warning ID SUBJECT (unknown)`. */
  readonly findings: readonly string[];
  /** Notes that are among the findings, as `ID SUBJECT`. */
  readonly notes?: readonly string[];
  /** Origins of traffic, as reports name them. */
  readonly origins?: readonly string[];
  /** Texts that the Markdown report has. */
  readonly says?: readonly string[];
  /** Texts that it does not have. */
  readonly saysNot?: readonly string[];
  /** Findings by id that `cured.tf` does away with: it does what they say. */
  readonly cures?: readonly string[];
  /** For `--routeros-version`. */
  readonly routerOsVersion?: string;
}

/** A file of a case. */
export function caseFile(name: string, file: string): string {
  return join(FOLDER, name, file);
}

/** The text of a file of a case, where it has it. */
export function caseText(name: string, file: string): string | undefined {
  const path = caseFile(name, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The right answer to a case. */
export function expectedOf(name: string): Expected {
  return parse(caseText(name, "expected.yaml") ?? "") as Expected;
}
