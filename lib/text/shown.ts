import { isPlain } from "./plain";
import { printableLine } from "./printable";

/** How many characters of a value an error shows. */
const MOST = 60;
/** How deep lists and objects are shown: a circle ends there. */
const DEPTH = 2;

/** A value as an error shows it: one line of at most 60 printable characters, whatever it is. */
export function shown(value: unknown): string {
  try {
    return typeof value === "string" ? quoted(value) : cut(printableLine(written(value)), MOST);
  } catch {
    return "a value that cannot be read";
  }
}

function quoted(text: string): string {
  const inside = printableLine(JSON.stringify(text.slice(0, MOST + 1)).slice(1, -1));
  return `"${cut(inside, MOST - 2)}"`;
}

/** Cuts between characters and between escapes. */
function cut(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  let kept = "";
  for (const [piece] of text.matchAll(/\\u[0-9a-f]{4}|\\.|./gsu)) {
    if (kept.length + piece.length >= most) {
      break;
    }
    kept += piece;
  }
  return `${kept}…`;
}

function written(value: unknown, depth = 0): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.slice(0, MOST + 1));
    case "bigint":
      return `${value}n`;
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : writtenObject(value, depth);
    default:
      return String(value);
  }
}

function writtenObject(object: object, depth: number): string {
  if (Array.isArray(object)) {
    const items = () => Array.from(object.slice(0, MOST), (item) => written(item, depth + 1));
    return depth === DEPTH ? "[...]" : `[${items()}]`;
  }
  if (!isPlain(object)) {
    return instance(object);
  }
  return depth === DEPTH ? "{...}" : `{${writtenMembers(object, depth + 1)}}`;
}

function writtenMembers(object: object, depth: number): string[] {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .slice(0, MOST)
    .map(([key, value]) => `${written(key)}:${isSecret(key) ? '"..."' : written(value, depth)}`);
}

/** Errors end up in the logs of pipelines. */
function isSecret(key: string): boolean {
  return /pass|secret/i.test(key);
}

/** A construct by its path, anything else by its class. */
function instance(object: object): string {
  const name = String(object.constructor?.name ?? "object");
  const path = constructPath(object);
  if (path !== undefined) {
    return `${name} ${JSON.stringify(path)}`;
  }
  const isToken = "resolve" in object && typeof object.resolve === "function";
  return isToken ? "a token" : `${/^[AEIOU]/i.test(name) ? "an" : "a"} ${name}`;
}

/** The path of a construct in its tree; undefined of anything else. */
export function constructPath(value: unknown): string | undefined {
  const { node } = (value ?? {}) as { node?: { path?: unknown } };
  return typeof node?.path === "string" ? node.path : undefined;
}
