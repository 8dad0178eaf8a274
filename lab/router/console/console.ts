import { missingArguments, noSuchCommand, notInTheLab, RouterError } from "../errors";
import type { Shown } from "../logins";
import type { VersionedMenu } from "../menus";
import type { Values } from "../menus/menu";
import { idOf, refuseAny } from "../read-arguments";
import type { Operations } from "../row-operations";
import { parseScript } from "./parse-script";
import { type Script, ScriptError, type Statement, type Value, type Word } from "./script";

/** Arguments that name rows, and take `[find ...]`. */
const ROW_ARGUMENTS: ReadonlySet<string> = new Set(["destination", "numbers", "place-before"]);

/** What a command of a menu was given. */
interface Given {
  /** Rows by position: those that the command is about, and for `move` the one that they go before. */
  readonly rows: readonly (readonly string[])[];
  readonly arguments: Readonly<Record<string, string>>;
}

/** RouterOS' console over the commands of a router. As `import` does, it stops at the first command that fails. */
export class Console {
  private current: readonly string[] = [];

  constructor(
    private readonly menus: ReadonlyMap<string, VersionedMenu>,
    private readonly operations: Operations,
    private readonly show: Shown,
    private readonly transaction: (write: () => void) => void,
  ) {}

  /** @throws ScriptError with the line, and the words in which the router refuses its command */
  run(text: string): void {
    for (const statement of parseScript(text)) {
      try {
        this.transaction(() => this.runStatement(statement));
      } catch (error) {
        throw error instanceof RouterError ? new ScriptError(statement.line, error.message) : error;
      }
    }
  }

  private runStatement({ isAbsolute, words }: Statement): void {
    const { menu, path, rest } = this.menuOf(isAbsolute ? [] : this.current, words);
    const [command, ...given] = rest;
    if (command === undefined) {
      this.current = path;
    } else if (command.kind !== "plain" || menu === undefined) {
      throw noSuchCommand(command.kind === "plain" ? command.text : path.join("/"));
    } else {
      this.runCommand(menu, command.text, given);
    }
  }

  /** The menu that words begin with, the longest. */
  private menuOf(
    base: readonly string[],
    words: readonly Word[],
  ): { menu: VersionedMenu | undefined; path: readonly string[]; rest: readonly Word[] } {
    const firstOther = words.findIndex((word) => word.kind !== "plain");
    const plain = words
      .slice(0, firstOther === -1 ? words.length : firstOther)
      .map((word) => (word.kind === "plain" ? word.text : ""));
    for (let length = plain.length; length > 0; length -= 1) {
      const path = [...base, ...plain.slice(0, length)];
      if (this.isPath(path)) {
        return { menu: this.menus.get(path.join("/")), path, rest: words.slice(length) };
      }
    }
    return { menu: this.menus.get(base.join("/")), path: base, rest: words };
  }

  private isPath(path: readonly string[]): boolean {
    const joined = path.join("/");
    return [...this.menus.keys()].some((menu) => menu === joined || menu.startsWith(`${joined}/`));
  }

  private runCommand(menu: VersionedMenu, command: string, words: readonly Word[]): void {
    const given = this.read(menu, command, words);
    switch (command) {
      case "add":
        this.operations.add(menu, given.arguments);
        break;
      case "set":
        this.set(menu, given);
        break;
      case "move":
        this.move(menu, given);
        break;
      case "remove":
      case "enable":
      case "disable":
        this.simple(menu, command, given);
        break;
      default:
        throw menu.has(command) ? notInTheLab(command) : noSuchCommand(command);
    }
  }

  private read(menu: VersionedMenu, command: string, words: readonly Word[]): Given {
    const rows: (readonly string[])[] = [];
    const sent: Record<string, string> = {};
    for (const word of words) {
      switch (word.kind) {
        case "argument":
          sent[word.name] = this.valueOf(menu, word.name, word.value);
          break;
        case "without":
          sent[`!${word.name}`] = "";
          break;
        case "command":
          rows.push(this.found(menu, word.script));
          break;
        default:
          if (command !== "add" && rows.length === 0 && menu.menu.singleton !== true) {
            rows.push([this.rowCalled(menu, word.text)]);
          } else {
            sent[word.text] = "";
          }
      }
    }
    return { rows, arguments: sent };
  }

  private set(menu: VersionedMenu, given: Given): void {
    if (menu.menu.singleton === true) {
      this.operations.setSingleton(menu, given.arguments);
      return;
    }
    const { rows, rest } = rowsIn(given);
    for (const id of rows) {
      this.operations.set(menu, id, rest);
    }
  }

  private simple(menu: VersionedMenu, command: "remove" | "enable" | "disable", given: Given): void {
    const { rows, rest } = rowsIn(given);
    refuseAny(rest);
    for (const id of rows) {
      if (command === "remove") {
        this.operations.remove(menu, id);
      } else {
        this.operations.toggle(menu, id, command);
      }
    }
  }

  private move(menu: VersionedMenu, given: Given): void {
    const { rows, rest } = rowsIn(given);
    const { destination = given.rows[1]?.join(","), ...others } = rest;
    refuseAny(others);
    this.operations.move(menu, rows, destination);
  }

  private valueOf(menu: VersionedMenu, name: string, value: Value): string {
    if (value.kind === "command") {
      if (!ROW_ARGUMENTS.has(name)) {
        throw notInTheLab(`a command as the value of ${name}`);
      }
      return this.found(menu, value.script).join(",");
    }
    return ROW_ARGUMENTS.has(name)
      ? value.text
          .split(",")
          .map((each) => this.rowCalled(menu, each))
          .join(",")
      : value.text;
  }

  /** The rows that `find` gives. */
  private found(menu: VersionedMenu, script: Script): readonly string[] {
    const [statement, ...others] = script;
    const [command, ...conditions] = statement?.words ?? [];
    if (
      others.length > 0 ||
      statement?.isAbsolute !== false ||
      command?.kind !== "plain" ||
      command.text !== "find"
    ) {
      throw notInTheLab("a command other than find within [ ]");
    }
    const rows = this.show.rows(menu);
    const [first, ...more] = conditions;
    const asked = first?.kind === "plain" && first.text === "where" ? more : conditions;
    const read = asked.map((condition) => readCondition(menu, condition, rows));
    return rows.filter((row) => read.every((holds) => holds(row))).map((row) => row[".id"] ?? "");
  }

  /** The id of a row that is named by its id or its name. */
  private rowCalled(menu: VersionedMenu, text: string): string {
    if (/^\d+$/.test(text)) {
      throw notInTheLab("numbers of rows as print counts them");
    }
    return idOf(this.show.rows(menu), text);
  }
}

function rowsIn({ rows, arguments: given }: Given): { rows: readonly string[]; rest: Given["arguments"] } {
  const { numbers, ...rest } = given;
  const named = rows[0] ?? numbers?.split(",").filter((id) => id !== "");
  if (named === undefined) {
    throw missingArguments(["numbers"]);
  }
  return { rows: named, rest };
}

/** A condition of `find`. */
function readCondition(menu: VersionedMenu, word: Word, rows: readonly Values[]): (row: Values) => boolean {
  if (word.kind === "command") {
    throw notInTheLab("[ ] as a condition of find");
  }
  const name = word.kind === "plain" ? word.text : word.name;
  if (!(name in menu.menu.properties) && !rows.some((other) => other[name] !== undefined)) {
    throw notInTheLab(`${name} as a condition of find`);
  }
  if (word.kind !== "argument") {
    return ({ [name]: value }) => (value !== undefined && value !== "false") === (word.kind === "plain");
  }
  if (word.value.kind === "command") {
    throw notInTheLab(`a command as the value of ${name}`);
  }
  const { text } = word.value;
  return ({ [name]: value }) =>
    value === text || (text === "yes" ? value === "true" : text === "no" && (value ?? "false") === "false");
}
