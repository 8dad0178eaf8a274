import { noSuchCommand, RouterError, unknownParameter } from "../errors";
import type { VersionedMenu } from "../menus";
import { isLevel } from "../system/log-book";
import type { ConsoleParts } from "./console-parts";
import { menuOf } from "./menu-paths";
import { type Expression, type Script, ScriptError, type Statement, type Value, type Word } from "./script";

/** Commands that every menu has, and that change nothing. */
const READING: ReadonlySet<string> = new Set(["find", "get"]);

/**
 * Looks for commands and arguments that the router does not have, as a router does before it runs a script: such a script
 * does nothing at all, and no `on-error` helps.
 */
export class ScriptCheck {
  constructor(private readonly parts: Pick<ConsoleParts, "menus" | "commandOf">) {}

  /** @throws ScriptError with the line of the first one */
  check(script: Script, base: readonly string[] = []): void {
    let current = base;
    for (const statement of script) {
      try {
        current = this.statement(statement, current);
      } catch (error) {
        throw error instanceof RouterError ? new ScriptError(statement.line, error.message, true) : error;
      }
    }
  }

  /** @returns the menu in which the next statement begins */
  private statement({ isAbsolute, words }: Statement, current: readonly string[]): readonly string[] {
    const [first, ...others] = words;
    if (first?.kind === "block" || (first?.kind === "plain" && first.text.startsWith(":"))) {
      this.words(first.kind === "block" ? words : others, current);
      return current;
    }
    const { menu, path, rest } = menuOf(this.parts.menus, isAbsolute ? [] : current, words);
    const [command, ...given] = rest;
    if (command === undefined) {
      return path;
    }
    if (command.kind !== "plain" || menu === undefined) {
      throw noSuchCommand(command.kind === "plain" ? command.text : path.join("/"));
    }
    this.command(menu, command.text, given);
    this.words(given, path);
    return current;
  }

  private command(menu: VersionedMenu, command: string, words: readonly Word[]): void {
    const logs = menu.path === "log" && isLevel(command);
    if (READING.has(command) || logs || this.parts.commandOf(menu.path, command) !== undefined) {
      return;
    }
    if (!menu.has(command) && menu.menu.actions?.includes(command) !== true) {
      throw noSuchCommand(command);
    }
    for (const word of words) {
      if ((word.kind === "argument" || word.kind === "without") && !takes(menu, command, word.name)) {
        throw unknownParameter(word.name);
      }
    }
  }

  private words(words: readonly Word[], base: readonly string[]): void {
    for (const word of words) {
      this.value(word.kind === "argument" ? word.value : word, base);
    }
  }

  private value(value: Value | Word, base: readonly string[]): void {
    if (value.kind === "block" || value.kind === "command") {
      this.check(value.script, base);
    } else if (value.kind === "expression") {
      this.expression(value.expression, base);
    }
  }

  private expression(expression: Expression, base: readonly string[]): void {
    switch (expression.kind) {
      case "command":
        this.check(expression.script, base);
        break;
      case "joined":
        for (const part of expression.parts) {
          this.expression(part, base);
        }
        break;
      case "not":
        this.expression(expression.operand, base);
        break;
      case "operation":
        for (const operand of expression.operands) {
          this.expression(operand, base);
        }
        break;
      default:
    }
  }
}

const takes = (menu: VersionedMenu, command: string, name: string): boolean =>
  name === "numbers" || menu.takes(command, name) || (command === "unset" && name === "value-name");
