import { missingArguments, noSuchCommand, noSuchItem, notInTheLab } from "../errors";
import type { VersionedMenu } from "../menus";
import type { Values } from "../menus/menu";
import { idOf, refuseAny } from "../read-arguments";
import type { ConsoleParts } from "./console-parts";
import { menuOf } from "./menu-paths";
import { type Script, type ScriptValue, type Value, variablesIn, type Word } from "./script";
import { idsOf, textOf } from "./script-values";

/** Arguments that name rows. */
const ROW_ARGUMENTS: ReadonlySet<string> = new Set(["destination", "number", "numbers", "place-before"]);

/** A word that is computed. */
export type Computed = Extract<Word, { readonly kind: "command" | "expression" }>;

/** What the words of a command are worth where it runs. */
export interface Evaluation {
  /** Of an argument, or of a word that is computed. */
  readonly valueOf: (value: Value | Computed) => ScriptValue;
}

/** What a command of a menu was given. */
interface Given {
  /** Rows by position: those that the command is about, and for `move` the one that they go before. */
  readonly rows: readonly (readonly string[])[];
  readonly arguments: Readonly<Record<string, string>>;
}

/** The commands of menus, each for one menu and with the words that follow its name. */
export class MenuCommands {
  constructor(private readonly parts: ConsoleParts) {}

  run(menu: VersionedMenu, command: string, words: readonly Word[], evaluation: Evaluation): ScriptValue {
    this.parts.permit(menu.path, command);
    switch (command) {
      case "find":
        return this.find(menu, words, evaluation);
      case "get":
        return this.get(menu, words, evaluation);
      default:
        return this.write(menu, command, this.read(menu, command, words, evaluation));
    }
  }

  private write(menu: VersionedMenu, command: string, given: Given): ScriptValue {
    const { transaction, operations } = this.parts;
    const own = this.parts.commandOf(menu.path, command);
    if (own !== undefined) {
      own(given.rows.flat(), given.arguments);
      return "";
    }
    return transaction(() => {
      switch (command) {
        case "add":
          return operations.add(menu, given.arguments);
        case "set":
          this.set(menu, given);
          return "";
        case "move":
          this.move(menu, given);
          return "";
        case "unset":
          this.unset(menu, given);
          return "";
        case "remove":
        case "enable":
        case "disable":
          this.simple(menu, command, given);
          return "";
        default:
          this.act(menu, command, given);
          return "";
      }
    });
  }

  private read(menu: VersionedMenu, command: string, words: readonly Word[], evaluation: Evaluation): Given {
    const rows: (readonly string[])[] = [];
    const sent: Record<string, string> = {};
    const takesRow = command !== "add" && menu.menu.singleton !== true;
    for (const word of words) {
      switch (word.kind) {
        case "argument":
          sent[word.name] = this.argument(menu, word.name, word.value, evaluation);
          break;
        case "without":
          sent[`!${word.name}`] = "";
          break;
        case "command":
          this.requireSameMenu(menu, word.script);
          rows.push(idsOf(evaluation.valueOf(word)));
          break;
        case "expression":
          rows.push(idsOf(evaluation.valueOf(word)));
          break;
        case "block":
          throw notInTheLab("a block as a word of a command");
        default:
          if (takesRow && rows.length === 0) {
            rows.push([this.rowCalled(menu, word.text)]);
          } else {
            sent[word.text] = "";
          }
      }
    }
    return { rows, arguments: sent };
  }

  /** Ids of another menu would name other rows here. */
  private requireSameMenu(menu: VersionedMenu, script: Script): void {
    const [statement] = script;
    if (statement?.isAbsolute === true && menuOf(this.parts.menus, [], statement.words).menu !== menu) {
      throw notInTheLab("a command other than find within [ ]");
    }
  }

  private argument(menu: VersionedMenu, name: string, value: Value, evaluation: Evaluation): string {
    if (!ROW_ARGUMENTS.has(name)) {
      if (value.kind === "command" && isFind(value)) {
        throw notInTheLab(`a command as the value of ${name}`);
      }
      return textOf(evaluation.valueOf(value));
    }
    return value.kind === "text"
      ? value.text
          .split(",")
          .map((each) => this.rowCalled(menu, each))
          .join(",")
      : idsOf(evaluation.valueOf(value)).join(",");
  }

  private set(menu: VersionedMenu, given: Given): void {
    if (menu.menu.singleton === true) {
      this.parts.operations.setSingleton(menu, given.arguments);
      return;
    }
    const { rows, rest } = rowsIn(given);
    for (const id of rows) {
      this.parts.operations.set(menu, id, rest);
    }
  }

  private unset(menu: VersionedMenu, given: Given): void {
    const { rows, rest } = rowsIn(given);
    const { "value-name": names, ...others } = rest;
    refuseAny(others);
    if (names === undefined) {
      throw missingArguments(["value-name"]);
    }
    for (const id of rows) {
      this.parts.operations.unset(menu, id, names.split(","));
    }
  }

  private simple(menu: VersionedMenu, command: "remove" | "enable" | "disable", given: Given): void {
    const { rows, rest } = rowsIn(given);
    refuseAny(rest);
    for (const id of rows) {
      if (command === "remove") {
        this.parts.operations.remove(menu, id);
      } else {
        this.parts.operations.toggle(menu, id, command);
      }
    }
  }

  private move(menu: VersionedMenu, given: Given): void {
    const { rows, rest } = rowsIn(given);
    const { destination = given.rows[1]?.join(","), ...others } = rest;
    refuseAny(others);
    this.parts.operations.move(menu, rows, destination);
  }

  /** A command that acts on the network and changes no row. */
  private act(menu: VersionedMenu, command: string, given: Given): void {
    if (menu.menu.actions?.includes(command) !== true) {
      throw menu.has(command) ? notInTheLab(command) : noSuchCommand(command);
    }
    const { rows, rest } = rowsIn(given);
    refuseAny(rest);
    for (const id of rows) {
      this.parts.operations.act(menu, command, id);
    }
  }

  /** `find`: the ids of the rows that agree with every condition. */
  private find(menu: VersionedMenu, words: readonly Word[], evaluation: Evaluation): readonly string[] {
    const rows = this.parts.show.rows(menu);
    const [first, ...more] = words;
    const conditions = first?.kind === "plain" && first.text === "where" ? more : words;
    const read = conditions
      .filter((word, i) => i === 0 || word.kind !== "plain" || word.text !== "and")
      .map((word) => readCondition(menu, word, rows, evaluation));
    return rows.filter((row) => read.every((holds) => holds(row))).map((row) => row[".id"] ?? "");
  }

  /** `get`: a field of one row, or of a menu that has one row only. */
  private get(menu: VersionedMenu, words: readonly Word[], evaluation: Evaluation): ScriptValue {
    const named = words.map((word) => this.namedBy(word, evaluation));
    const isSingle = menu.menu.singleton === true;
    const [number, field] = isSingle ? [undefined, named[0]] : named;
    if (field === undefined || typeof field !== "string" || named.length > (isSingle ? 1 : 2)) {
      throw notInTheLab("get without a row and the name of a field");
    }
    const row = isSingle ? this.parts.show.singleton(menu) : this.oneRow(menu, number ?? "");
    const value = row[field];
    if (value === undefined) {
      return absent(menu, field, isSingle ? [row] : this.parts.show.rows(menu));
    }
    return value === "true" || value === "false" ? value === "true" : value;
  }

  private namedBy(word: Word, evaluation: Evaluation): ScriptValue {
    if (word.kind === "plain") {
      return word.text;
    }
    if (word.kind === "argument" && ["number", "value-name"].includes(word.name)) {
      return evaluation.valueOf(word.value);
    }
    if (word.kind === "command" || word.kind === "expression") {
      return evaluation.valueOf(word);
    }
    throw notInTheLab("this form of get");
  }

  private oneRow(menu: VersionedMenu, number: ScriptValue): Values {
    const [item, ...more] = idsOf(number);
    if (item === undefined) {
      throw noSuchItem();
    }
    if (more.length > 0) {
      throw notInTheLab("get of several rows");
    }
    const id = this.rowCalled(menu, item);
    return this.parts.show.rows(menu).find((row) => row[".id"] === id) ?? {};
  }

  /** The id of a row that is named by its id or its name. */
  private rowCalled(menu: VersionedMenu, text: string): string {
    if (/^\d+$/.test(text)) {
      throw notInTheLab("numbers of rows as print counts them");
    }
    return idOf(this.parts.show.rows(menu), text);
  }
}

const isFind = ({ script }: { readonly script: Script }): boolean =>
  script[0]?.words.some((word) => word.kind === "plain" && word.text === "find") === true;

/** What `get` gives for a field that a row does not show. */
function absent(menu: VersionedMenu, field: string, rows: readonly Values[]): ScriptValue {
  if (field === "disabled" && field in menu.menu.properties) {
    return false;
  }
  if (field in menu.menu.properties || rows.some((row) => row[field] !== undefined)) {
    return "";
  }
  throw notInTheLab(`get of ${field}`);
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
function readCondition(
  menu: VersionedMenu,
  word: Word,
  rows: readonly Values[],
  evaluation: Evaluation,
): (row: Values) => boolean {
  if (word.kind !== "plain" && word.kind !== "without" && word.kind !== "argument") {
    throw notInTheLab(`${word.kind === "command" ? "[ ]" : "an expression"} as a condition of find`);
  }
  const name = word.kind === "plain" ? word.text : word.name;
  if (!(name in menu.menu.properties) && !rows.some((other) => other[name] !== undefined)) {
    throw notInTheLab(`${name} as a condition of find`);
  }
  if (word.kind !== "argument") {
    return ({ [name]: value }) => (value !== undefined && value !== "false") === (word.kind === "plain");
  }
  refuseShadowed(menu, word.value);
  const text = textOf(evaluation.valueOf(word.value));
  return ({ [name]: value }) =>
    value === text ||
    (text === "yes" ? value === "true" : ["no", "false"].includes(text) && (value ?? "false") === "false");
}

/** In the conditions of `find`, a router reads `$comment` as the comment of the row, and not as a variable. */
function refuseShadowed(menu: VersionedMenu, value: Value): void {
  const [name] = value.kind === "expression" ? variablesIn(value.expression) : [];
  if (name !== undefined && name in menu.menu.properties) {
    throw notInTheLab(
      `$${name} in a condition of find: rows have a field of that name, so rename the variable`,
    );
  }
}
