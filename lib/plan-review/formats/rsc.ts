import { SINGLETON_MENUS } from "../../routeros/menus";
import { dictionary } from "../../text/dictionary";
import { printable, printableLine } from "../../text/printable";
import { type PlannedRow, plannedRow } from "../model/planned-row";
import { type RouterChange, rowBefore } from "../model/router-change";
import type { Report } from "../report";
import { ApplyOrder } from "../transient/apply-order";
import type { Operation } from "../transient/operations";

/**
 * The RouterOS commands that do what the plan does, in one of the orders that Terraform may choose. A comment names values
 * that are known only after the apply or are sensitive.
 */
export function formatRsc(report: Report): string {
  const parts = report.routers.map(({ name, change }) => [comment(name), ...commandsOf(change)].join("\n"));
  return printable(`${parts.join("\n\n")}\n`);
}

/** The commands of one router. */
export function commandsOf({ changes, dependencies }: RouterChange): readonly string[] {
  return new ApplyOrder(changes, dependencies).inOneOrder().flatMap(commandOf);
}

function commandOf({ kind, change }: Operation): readonly string[] {
  const [was] = rowBefore(change);
  const is = change.after && plannedRow(change, change.after);
  const menu = (is ?? was)?.menu;
  if (menu === undefined) {
    return [comment(`${kind} ${change.address}: this tool does not know its menu`)];
  }
  if (kind === "delete") {
    return was === undefined || SINGLETON_MENUS.has(menu)
      ? [comment(`${change.address} is destroyed; see the report`)]
      : [`${menu} remove ${idOf(was)}`];
  }
  if (is === undefined) {
    return [];
  }
  if (kind === "create" && !SINGLETON_MENUS.has(menu)) {
    return written(`${menu} add`, is, undefined);
  }
  const id = SINGLETON_MENUS.has(menu) ? "" : ` ${idOf(was)}`;
  return written(`${menu} set${id}`, is, was);
}

/** Defaults of a new row, in every menu that has the property. */
const DEFAULTS = dictionary({
  "address-list-timeout": "none-dynamic",
  disabled: "false",
  log: "false",
});

/** A command with the properties that differ from the row before. */
function written(command: string, is: PlannedRow, was: PlannedRow | undefined): readonly string[] {
  const words: string[] = [];
  const later: string[] = [];
  const invalid: string[] = [];
  const names = new Set([...Object.keys(is.properties), ...Object.keys(was?.properties ?? {})]);
  for (const name of [...names].filter((each) => each !== ".id")) {
    if (!PROPERTY.test(name)) {
      invalid.push(name);
      continue;
    }
    const [before, after] = [was?.properties[name] ?? DEFAULTS[name], is.properties[name]];
    if (typeof after === "symbol") {
      later.push(name);
    } else if (after !== before) {
      words.push(after === undefined ? `!${name}` : property(name, after));
    }
  }
  const line = [command, ...words].join(" ");
  return [
    ...(invalid.length === 0 ? [] : [comment(`${invalid.join(", ")}: not valid property names`)]),
    ...(later.length === 0 ? [] : [comment(`${later.join(", ")}: known only after the apply, or sensitive`)]),
    line,
  ];
}

/** Valid property names of RouterOS: nothing else may become a part of a command. */
const PROPERTY = /^[a-z0-9][a-z0-9.-]*$/;

function idOf(row: PlannedRow | undefined): string {
  return row?.routerId === undefined ? "(unknown id)" : quoted(row.routerId);
}

/** Properties whose presence alone sets them. */
const FLAGS: ReadonlySet<string> = new Set(["blackhole", "fib"]);

/** How scripts spell what the REST API calls `true` and `false`. */
const WORDS = dictionary({ true: "yes", false: "no" });

function property(name: string, value: string): string {
  if (FLAGS.has(name)) {
    return value === "false" ? `!${name}` : name;
  }
  return `${name}=${quoted(WORDS[value] ?? value)}`;
}

/** A value as a RouterOS script needs it: in quotes unless it is a plain word. [manual: scripting, constant escape sequences] */
function quoted(value: string): string {
  if (/^[\w.:/,!*@%-]+$/.test(value)) {
    return value;
  }
  const escaped = [...value].map((letter) => {
    if (/["\\$?]/.test(letter)) {
      return `\\${letter}`;
    }
    return letter >= " " && letter <= "~" ? letter : hexOf(letter);
  });
  return `"${escaped.join("")}"`;
}

/** A character outside ASCII as its UTF-8 bytes. */
function hexOf(letter: string): string {
  const bytes = [...new TextEncoder().encode(letter)];
  return bytes.map((byte) => `\\${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");
}

/** A comment on one line, whatever the text contains. */
function comment(text: string): string {
  return `# ${printableLine(text.replace(/\s+/g, " "))}`;
}
