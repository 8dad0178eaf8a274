import { badRequest, invalidValue } from "./errors";
import type { Values } from "./menus/menu";

/** The rows that agree with every `name=value` of a URL's query. */
export function filterRows(
  rows: readonly Values[],
  wanted: readonly (readonly [string, string])[],
): readonly Values[] {
  return rows.filter((row) => wanted.every(([name, value]) => row[name] === value));
}

/** Rows reduced to some properties; `.id` always comes along. */
export function project(rows: readonly Values[], proplist: readonly string[] | undefined): readonly Values[] {
  if (proplist === undefined) {
    return rows;
  }
  const names = new Set([".id", ...proplist]);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))));
}

/** `a,b` or `["a", "b"]`. */
export function readProplist(value: unknown): readonly string[] | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value === "string") {
    return value.split(",");
  }
  if (isTexts(value)) {
    return value;
  }
  throw invalidValue(".proplist");
}

/** The rows for which a `.query` holds: words push a truth onto a stack, `#` words combine what lies on it. */
export function queryRows(rows: readonly Values[], query: unknown): readonly Values[] {
  if (query === undefined) {
    return rows;
  }
  if (!isTexts(query)) {
    throw invalidValue(".query");
  }
  return rows.filter((row) =>
    query.reduce<boolean[]>((stack, word) => step(stack, word, row), []).every(Boolean),
  );
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((element) => typeof element === "string");

function step(stack: readonly boolean[], word: string, row: Values): boolean[] {
  if (word.startsWith("#")) {
    return [...word.slice(1)].reduce(combine, [...stack]);
  }
  return [...stack, holds(word, row)];
}

function combine(stack: readonly boolean[], operator: string): boolean[] {
  const [a, b] = [stack.at(-1), stack.at(-2)];
  if (operator === "!" && a !== undefined) {
    return [...stack.slice(0, -1), !a];
  }
  if (a === undefined || b === undefined) {
    throw badRequest("bad query");
  }
  if (operator === "&") {
    return [...stack.slice(0, -2), a && b];
  }
  if (operator === "|") {
    return [...stack.slice(0, -2), a || b];
  }
  throw badRequest("bad query");
}

/** `name`, `-name`, `name=value`, `<name=value`, `>name=value`. */
function holds(word: string, row: Values): boolean {
  const match = /^([-<>=]?)([^=]+)(?:=(.*))?$/.exec(word);
  if (match === null) {
    throw badRequest("bad query");
  }
  const [, kind, name = "", value] = match;
  const actual = row[name];
  if (kind === "-") {
    return actual === undefined;
  }
  if (value === undefined) {
    return actual !== undefined;
  }
  if (actual === undefined) {
    return false;
  }
  if (kind === "<") {
    return compare(actual, value) < 0;
  }
  if (kind === ">") {
    return compare(actual, value) > 0;
  }
  return actual === value;
}

const compare = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
