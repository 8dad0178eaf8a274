import { invalidValue, noSuchItem, unknownParameter } from "./errors";
import type { VersionedMenu } from "./menus";
import type { Property, Values } from "./menus/menu";
import type { World } from "./values/type";

/** What a client sent: names and texts, `!name` for "without". */
export type Arguments = Readonly<Record<string, string>>;

/** The texts of a JSON body: strings and numbers, as a router takes them; anything else is refused. */
export function readBody(body: unknown): Record<string, string> {
  if (body === undefined || body === null) {
    return {};
  }
  const entries = Object.entries(body as Record<string, unknown>).map(([name, value]) => {
    if (typeof value === "string") {
      return [name, value];
    }
    if (typeof value === "number" && Number.isSafeInteger(value)) {
      return [name, String(value)];
    }
    throw invalidValue(name.replace(/^!/, ""));
  });
  return Object.fromEntries(entries);
}

/** Refuses arguments that a command does not take. */
export function refuseAny(sent: Arguments): void {
  const [unknown] = Object.keys(sent);
  if (unknown !== undefined) {
    throw unknownParameter(unknown);
  }
}

/** The id of a row that an argument names, by its id or its name. */
export function idOf(rows: readonly Values[], item: string): string {
  const key = item.startsWith("*") ? ".id" : "name";
  const found = rows.find((row) => row[key] === item)?.[".id"];
  if (found === undefined) {
    throw noSuchItem();
  }
  return found;
}

/** What a write does to a row: values to put, properties to take away. */
export interface Change {
  readonly put: Values;
  readonly drop: readonly string[];
}

function clears(property: Property, value: string): boolean {
  if (value !== "" || property.required === true || property.type.emptyIsValue === true) {
    return false;
  }
  return property.default === undefined || property.emptyRestores === true;
}

/** What no text of a row holds: control characters, and halves of characters, which UTF-8 has no form for. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Whether a router stores a text, whatever the argument. */
export const isPrintable = (text: string): boolean => !UNPRINTABLE.test(text);

/** Whether a router stores a text of several lines, where an argument takes one. */
export const isPrintableText = (text: string): boolean => isPrintable(text.replace(/[\n\r\t]/g, " "));

/** Reads the arguments of an `add` or `set`, one by one; throws at the first that a router would not take. */
export function readArguments(menu: VersionedMenu, command: string, sent: Arguments, world: World): Change {
  const put: Record<string, string> = {};
  const drop: string[] = [];
  for (const [key, value] of Object.entries(sent)) {
    const name = key.replace(/^!/, "");
    const property = Object.hasOwn(menu.menu.properties, name) ? menu.menu.properties[name] : undefined;
    if (menu.takesBack(command, name, value)) {
      continue;
    }
    if (property === undefined || !menu.takes(command, name)) {
      throw unknownParameter(name);
    }
    if (!(property.type.multiline === true ? isPrintableText : isPrintable)(value)) {
      throw invalidValue(name);
    }
    if (key.startsWith("!") || clears(property, value)) {
      if (property.required === true) {
        throw invalidValue(name);
      }
      drop.push(name);
    } else {
      put[name] = property.type.read(value, name, world);
    }
  }
  return { put, drop };
}
