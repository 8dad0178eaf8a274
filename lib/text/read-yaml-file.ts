import type * as Yaml from "yaml";
import { shortened } from "./printable";

/** The largest file that is read, and how many problems an error lists. */
const MOST_CHARACTERS = 1_000_000;
const MOST_PROBLEMS = 20;

/** Where a problem is: the names and indexes that lead to it. */
export type YamlPath = readonly (string | number)[];

export type ReportProblem = (path: YamlPath, what: string) => void;

export type YamlObject = Readonly<Record<string, unknown>>;

/** How a file that users write is read. */
export interface YamlFile<Content> {
  /** How much one file may hold, for the error about a file that is too large: `at most 1000 assertions`. */
  readonly most: string;
  readonly read: (json: unknown, report: ReportProblem) => Content;
  readonly error: (problems: readonly string[]) => Error;
}

/**
 * Reads a YAML file that users write, and reports all of its problems in one error.
 *
 * @throws what `error` makes of the problems, each with its line
 */
export function readYamlFile<Content>(text: string, { most, read, error }: YamlFile<Content>): Content {
  if (text.length > MOST_CHARACTERS) {
    throw error([`the file has more than ${MOST_CHARACTERS} characters; write ${most} in one file`]);
  }
  // Loaded here, because most commands read no such file.
  const { isNode, LineCounter, parseDocument }: typeof Yaml = require("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  // Later syntax errors are only consequences of the first.
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const [what = ""] = wrong.message.split(/ at line |\n/);
    const why = what.startsWith("Maximum call stack") ? "nested too deeply" : what;
    throw error([`line ${lines.linePos(wrong.pos[0]).line}: ${why}`]);
  }
  const problems: string[] = [];
  const report = (path: YamlPath, what: string): void => {
    // A missing part has no line: the nearest part around it has.
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        problems.push(`line ${lines.linePos(node.range[0]).line}: ${what}`);
        return;
      }
    }
    problems.push(`line 1: ${what}`);
  };
  const content = read(fileValue(document, error), report);
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    throw error([...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`${more} more problems`] : [])]);
  }
  return content;
}

/** The file's value; aliases could make it huge. */
function fileValue(document: Yaml.Document, asError: (problems: readonly string[]) => Error): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw asError([
      `line 1: ${error instanceof RangeError ? "nested too deeply" : (error as Error).message}`,
    ]);
  }
}

/** Reports every key that is not valid. */
export function checkKeys(
  json: YamlObject,
  known: readonly string[],
  path: YamlPath,
  report: ReportProblem,
): void {
  for (const name of Object.keys(json).filter((each) => !known.includes(each))) {
    report(
      [...path, name],
      `"${shortened(name, MOST_OF_VALUE)}" is not a valid key; the valid keys are ${known.join(", ")}`,
    );
  }
}

/** How much of a value a message quotes. */
const MOST_OF_VALUE = 60;

/** What is wrong with a value: `port must be a number, got "x"`. */
export function mustBe(name: string, what: string, value: unknown): string {
  return value === undefined
    ? `${name} is missing: write ${what}`
    : `${name} must be ${what}, got ${quotedValue(value)}`;
}

/** A value as a message quotes it. */
export function quotedValue(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    // An object with aliases can contain itself, so it is not printed.
    return Array.isArray(value) ? "a list" : "an object";
  }
  const text = JSON.stringify(value);
  return text.length > MOST_OF_VALUE ? `${text.slice(0, MOST_OF_VALUE)}...` : text;
}

export function isYamlObject(value: unknown): value is YamlObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
