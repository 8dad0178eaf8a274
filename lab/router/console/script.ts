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
  | { readonly kind: "plain"; readonly text: string }
  /** `name=value` */
  | { readonly kind: "argument"; readonly name: string; readonly value: Value }
  /** `!name` */
  | { readonly kind: "without"; readonly name: string }
  /** `[find ...]` as a row or as a condition. */
  | { readonly kind: "command"; readonly script: Script };

export type Value =
  | { readonly kind: "text"; readonly text: string }
  /** `[find ...]` */
  | { readonly kind: "command"; readonly script: Script };

/** A text that is no script, or one with what the lab does not read, such as variables. */
export class ScriptError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}
