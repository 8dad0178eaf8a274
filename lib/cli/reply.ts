import { SINGLETON_MENUS } from "../routeros/menus";
import type { Fields } from "../state/fields";
import { parseJson } from "../text/parse-json";
import { shortened } from "../text/printable";

/** A reply that is not what the REST API of RouterOS 7 gives. The message is a part of a message: what it is. */
export class ReplyError extends Error {}

/** Menus of one row that a stack has no resources of. */
const OTHER_SINGLETONS: readonly string[] = ["/system/clock", "/system/device-mode", "/system/resource"];

/** What the router calls a row: an asterisk and hexadecimal digits. */
const ID = /^\*[0-9a-f]{1,16}$/i;

/** How much of a value a message quotes. */
const MOST_LETTERS = 60;

/**
 * Reads the rows of a menu: a list of objects, or for a menu of one row an object, of texts.
 *
 * @throws ReplyError for anything else
 */
export function rowsIn(menu: string, text: string): readonly Fields[] {
  const json = jsonIn(text);
  const isSingle = SINGLETON_MENUS.has(menu) || OTHER_SINGLETONS.includes(menu);
  if (isSingle) {
    return [singleRow(json)];
  }
  if (!Array.isArray(json)) {
    throw new ReplyError(`is ${kindOf(json)}, not a list of rows`);
  }
  return json.map((item) => listedRow(fieldsIn(item)));
}

/**
 * Reads the reply of a command that lists what is not a row: objects of texts.
 *
 * @throws ReplyError for anything else
 */
export function recordsIn(text: string): readonly Fields[] {
  const json = jsonIn(text);
  if (!Array.isArray(json)) {
    throw new ReplyError(`is ${kindOf(json)}, not a list`);
  }
  return json.map(fieldsIn);
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new ReplyError(
      error instanceof SyntaxError ? "is not JSON" : `cannot be read: ${(error as Error).message}`,
    );
  }
}

function singleRow(json: unknown): Fields {
  const row = fieldsIn(json);
  if (Object.keys(row).length === 0) {
    throw new ReplyError("is an empty object");
  }
  return row;
}

function listedRow(row: Fields): Fields {
  const id = row[".id"];
  if (id === undefined || !ID.test(id)) {
    throw new ReplyError(`holds a row whose .id is ${id === undefined ? "missing" : quoted(id)}`);
  }
  return row;
}

/** A row that inherits no field from any object. */
function fieldsIn(item: unknown): Fields {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    throw new ReplyError(`holds ${kindOf(item)} where a row should be`);
  }
  for (const [name, value] of Object.entries(item)) {
    if (typeof value !== "string") {
      throw new ReplyError(
        `holds a row whose ${shortened(name, MOST_LETTERS)} is ${kindOf(value)}, not a text`,
      );
    }
  }
  return Object.assign(Object.create(null), item);
}

/** What the router says of a refusal, in its own words. */
export function refusalIn(text: string): string | undefined {
  try {
    const { detail, message } = Object(parseJson(text));
    const words = [detail, message].find((each) => typeof each === "string" && each !== "");
    return words === undefined ? undefined : shortened(words, 4 * MOST_LETTERS);
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "an object"
        : quoted(value);
}

const quoted = (value: unknown): string => shortened(JSON.stringify(value), MOST_LETTERS);
