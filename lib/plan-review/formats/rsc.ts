import { SINGLETON_MENUS } from "../../routeros/menus";
import { dictionary } from "../../text/dictionary";
import { printable, printableLine } from "../../text/printable";
import { type PlannedRow, plannedRow } from "../model/planned-row";
import { type RouterChange, rowBefore } from "../model/router-change";
import type { Report } from "../report";
import { ApplyOrder } from "../transient/apply-order";
import type { Operation } from "../transient/operations";

/**
 * The RouterOS commands that do what the plan does, in an order in which Terraform may do it: to read, or to apply by hand. Values
 * that are known only after the apply, or are sensitive, are named in a comment.
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
    return [comment(`${kind} ${change.address}: not a menu that this tool knows`)];
  }
  if (kind === "remove") {
    return was === undefined || SINGLETON_MENUS.has(menu)
      ? [comment(`${change.address} is destroyed: see the report`)]
      : [`${menu} remove ${idOf(was)}`];
  }
  if (is === undefined) {
    return [];
  }
  if (kind === "make" && !SINGLETON_MENUS.has(menu)) {
    return written(`${menu} add`, is, undefined);
  }
  const id = SINGLETON_MENUS.has(menu) ? "" : ` ${idOf(was)}`;
  return written(`${menu} set${id}`, is, was);
}

/** What a new row has by itself, in every menu that knows the property. */
const BY_ITSELF = dictionary({
  "address-list-timeout": "none-dynamic",
  disabled: "false",
  log: "false",
});

/** A command with the properties that differ from what was. */
function written(command: string, is: PlannedRow, was: PlannedRow | undefined): readonly string[] {
  const words: string[] = [];
  const open: string[] = [];
  const strange: string[] = [];
  const names = new Set([...Object.keys(is.properties), ...Object.keys(was?.properties ?? {})]);
  for (const name of [...names].filter((each) => each !== ".id")) {
    if (!PROPERTY.test(name)) {
      strange.push(name);
      continue;
    }
    const [before, after] = [was?.properties[name] ?? BY_ITSELF[name], is.properties[name]];
    if (typeof after === "symbol") {
      open.push(name);
    } else if (after !== before) {
      words.push(after === undefined ? `!${name}` : property(name, after));
    }
  }
  const line = [command, ...words].join(" ");
  return [
    ...(strange.length === 0 ? [] : [comment(`${strange.join(", ")}: not names of properties`)]),
    ...(open.length === 0 ? [] : [comment(`${open.join(", ")}: known after the apply, or sensitive`)]),
    line,
  ];
}

/** How RouterOS spells the names of properties: no other text may become a part of a command. */
const PROPERTY = /^[a-z0-9][a-z0-9.-]*$/;

function idOf(row: PlannedRow | undefined): string {
  return row?.routerId === undefined ? "(id not known)" : quoted(row.routerId);
}

/** Properties that are said by their mere presence. */
const FLAGS: ReadonlySet<string> = new Set(["blackhole", "fib"]);

/** How scripts spell what the REST API calls `true` and `false`. */
const WORDS = dictionary({ true: "yes", false: "no" });

function property(name: string, value: string): string {
  if (FLAGS.has(name)) {
    return value === "false" ? `!${name}` : name;
  }
  return `${name}=${quoted(WORDS[value] ?? value)}`;
}

/** A value as RouterOS' scripts want it: in quotes where it holds more than a word. [manual: scripting, constant escape sequences] */
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

/** A letter outside ASCII as the bytes of its UTF-8. */
function hexOf(letter: string): string {
  const bytes = [...new TextEncoder().encode(letter)];
  return bytes.map((byte) => `\\${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");
}

/** A comment, which no text in it can end. */
function comment(text: string): string {
  return `# ${printableLine(text.replace(/\s+/g, " "))}`;
}
