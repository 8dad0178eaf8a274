import { badRequest, NotInTheLab, noSuchCommand, notInTheLab, RouterError } from "../errors";
import { isLevel } from "../system/log-book";
import type { ConsoleParts } from "./console-parts";
import { type Computed, MenuCommands } from "./menu-commands";
import { menuOf } from "./menu-paths";
import type { Scope } from "./scope";
import {
  type Expression,
  type Script,
  ScriptError,
  type ScriptValue,
  type Statement,
  type Value,
  type Word,
} from "./script";
import { lengthOf, operate, textOf, truthOf } from "./script-values";

/** What the words after a command of no menu are. */
interface ColonWords {
  readonly words: readonly Word[];
  readonly named: ReadonlyMap<string, Value>;
}

/** Runs scripts that are read already. A command that fails ends the script, unless `on-error` is there for it. */
export class Interpreter {
  private readonly commands: MenuCommands;

  constructor(private readonly parts: ConsoleParts) {
    this.commands = new MenuCommands(parts);
  }

  /** @throws ScriptError with the line of the command that failed */
  run(script: Script, scope: Scope): void {
    for (const statement of script) {
      this.statement(statement, scope);
    }
  }

  private statement(statement: Statement, scope: Scope): ScriptValue {
    try {
      return this.command(statement, scope);
    } catch (error) {
      throw error instanceof RouterError
        ? new ScriptError(statement.line, error.message, error instanceof NotInTheLab)
        : error;
    }
  }

  private command({ isAbsolute, words }: Statement, scope: Scope): ScriptValue {
    const [first, ...others] = words;
    if (first?.kind === "block" && others.length === 0) {
      this.run(first.script, scope.inner());
      return "";
    }
    if (first?.kind === "plain" && first.text.startsWith(":")) {
      return this.colonCommand(first.text, others, scope);
    }
    const { menu, path, rest } = menuOf(this.parts.menus, isAbsolute ? [] : scope.menu, words);
    const [command, ...given] = rest;
    if (command === undefined) {
      scope.menu = path;
      return "";
    }
    if (command.kind !== "plain" || menu === undefined) {
      throw noSuchCommand(command.kind === "plain" ? command.text : path.join("/"));
    }
    if (menu.path === "log" && isLevel(command.text)) {
      this.log(rest, scope);
      return "";
    }
    const within = scope.inner();
    within.menu = path;
    return this.commands.run(menu, command.text, given, { valueOf: (value) => this.value(value, within) });
  }

  private colonCommand(command: string, words: readonly Word[], scope: Scope): ScriptValue {
    const given = colonWords(words);
    switch (command) {
      case ":local":
        scope.declare(nameOf(given), this.second(given, scope));
        return "";
      case ":set":
        scope.assign(nameOf(given), this.second(given, scope));
        return "";
      case ":if":
        this.if(given, scope);
        return "";
      case ":foreach":
        this.forEach(given, scope);
        return "";
      case ":do":
        this.do(given, scope);
        return "";
      case ":log":
        this.log(words, scope);
        return "";
      case ":len":
        return String(lengthOf(this.word(given.words[0], scope)));
      default:
        throw badRequest(textOf(this.word(given.words[0], scope)));
    }
  }

  private if({ words, named }: ColonWords, scope: Scope): void {
    const [condition, inPlace] = words;
    const block = truthOf(this.word(condition, scope)) ? (named.get("do") ?? inPlace) : named.get("else");
    if (block !== undefined) {
      this.run(scriptOf(block), scope.inner());
    }
  }

  private forEach(given: ColonWords, scope: Scope): void {
    const name = nameOf(given);
    const list = given.named.get("in");
    const elements = list === undefined ? undefined : this.value(list, scope);
    if (typeof elements !== "object") {
      throw notInTheLab(":foreach without in=[find ...]");
    }
    const body = scriptOf(given.named.get("do"));
    for (const element of elements) {
      this.run(body, scope.inner({ [name]: element }));
    }
  }

  private do({ words, named }: ColonWords, scope: Scope): void {
    const onError = named.get("on-error");
    try {
      this.run(scriptOf(words[0]), scope.inner());
    } catch (error) {
      if (!(error instanceof ScriptError) || error.isFinal || onError === undefined) {
        throw error;
      }
      this.run(scriptOf(onError), scope.inner());
    }
  }

  private second({ words }: ColonWords, scope: Scope): ScriptValue {
    return words.length < 2 ? "" : this.word(words[1], scope);
  }

  private word(word: Word | undefined, scope: Scope): ScriptValue {
    if (word === undefined) {
      throw badRequest("missing value");
    }
    if (word.kind === "plain") {
      return (word.isQuoted === true ? undefined : TRUTHS.get(word.text)) ?? word.text;
    }
    if (word.kind === "argument" || word.kind === "without") {
      throw notInTheLab(`${word.name} as a value`);
    }
    return this.value(word, scope);
  }

  private value(value: Value | Computed, scope: Scope): ScriptValue {
    switch (value.kind) {
      case "text":
        return value.text;
      case "command":
        return this.result(value.script, scope);
      case "expression":
        return this.evaluate(value.expression, scope);
      default:
        throw notInTheLab("a block as a value");
    }
  }

  private evaluate(expression: Expression, scope: Scope): ScriptValue {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "variable":
        return scope.get(expression.name);
      case "command":
        return this.result(expression.script, scope);
      case "joined":
        return expression.parts.map((part) => textOf(this.evaluate(part, scope))).join("");
      case "not":
        return !truthOf(this.evaluate(expression.operand, scope));
      default: {
        const [first, ...others] = expression.operands.map((operand) => this.evaluate(operand, scope));
        return others.reduce<ScriptValue>(
          (value, other) => operate(expression.operator, value, other),
          first ?? "",
        );
      }
    }
  }

  /** The value of the one command within `[ ]`. */
  private result(script: Script, scope: Scope): ScriptValue {
    const [statement, ...others] = script;
    if (statement === undefined || others.length > 0) {
      throw notInTheLab("other than one command within [ ]");
    }
    return this.statement(statement, scope.inner());
  }

  private log(words: readonly Word[], scope: Scope): void {
    const given = colonWords(words);
    const level = nameOf(given);
    if (!isLevel(level)) {
      throw noSuchCommand(level);
    }
    const message = given.named.get("message");
    const text = message === undefined ? this.word(given.words[1], scope) : this.value(message, scope);
    this.parts.log(level, textOf(text));
  }
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);

function colonWords(words: readonly Word[]): ColonWords {
  const named = words.flatMap((word) => (word.kind === "argument" ? [[word.name, word.value] as const] : []));
  return { words: words.filter(({ kind }) => kind !== "argument"), named: new Map(named) };
}

function nameOf({ words: [name] }: ColonWords): string {
  if (name?.kind !== "plain") {
    throw badRequest("missing name");
  }
  return name.text;
}

function scriptOf(value: Value | Word | undefined): Script {
  if (value?.kind !== "block") {
    throw badRequest("expected a block { }");
  }
  return value.script;
}
