/** What somebody types or pastes into a console, as a parser reads it: nothing is looked up or run yet. */
export type Script = readonly Statement[];

/** One command with its menu and its arguments. */
export interface Statement {
  readonly line: number;
  /** Whether it begins with a slash, and so with the topmost menu. */
  readonly isAbsolute: boolean;
  readonly words: readonly Word[];
}

export type Word =
  /** A menu, a command, a flag such as `fib`, or a row such as `*1A`: which one follows from the words around it. */
  | { readonly kind: "plain"; readonly text: string; readonly isQuoted?: true }
  /** `name=value` */
  | { readonly kind: "argument"; readonly name: string; readonly value: Value }
  /** `!name` */
  | { readonly kind: "without"; readonly name: string }
  /** `[find ...]` as a row or as a condition. */
  | { readonly kind: "command"; readonly script: Script }
  /** `$name`, `(...)`, or a text in quotes with one of these in it. */
  | { readonly kind: "expression"; readonly expression: Expression }
  /** `{ ... }` */
  | { readonly kind: "block"; readonly script: Script };

export type Value =
  | { readonly kind: "text"; readonly text: string }
  /** `[find ...]` */
  | { readonly kind: "command"; readonly script: Script }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "block"; readonly script: Script };

/** What has a value when a script runs. */
export type Expression =
  | { readonly kind: "literal"; readonly value: ScriptValue }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "command"; readonly script: Script }
  /** A text in quotes, of which some parts have a value of their own. */
  | { readonly kind: "joined"; readonly parts: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "operation"; readonly operator: Operator; readonly operands: readonly Expression[] };

export type Operator = "." | "+" | "-" | "=" | "!=" | "<" | ">" | "<=" | ">=" | "and" | "or";

/** The variables that an expression reads, but for those of commands within it. */
export function variablesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "variable":
      return [expression.name];
    case "joined":
      return expression.parts.flatMap(variablesIn);
    case "not":
      return variablesIn(expression.operand);
    case "operation":
      return expression.operands.flatMap(variablesIn);
    default:
      return [];
  }
}

/** A text, which is also what numbers and times are; a truth; or the ids that `find` gives. Nothing is an empty text. */
export type ScriptValue = string | boolean | readonly string[];

/** A text that is no script, one with what the lab does not read, or one that failed as it ran. */
export class ScriptError extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
    /** Whether no `on-error` goes on after it: a router might have done what the lab does not do. */
    readonly isFinal = false,
  ) {
    super(`line ${line}: ${problem}`);
  }
}
