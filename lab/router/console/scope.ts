import { badRequest } from "../errors";
import type { ScriptValue } from "./script";

/** The variables of a block, and the menu that its commands begin in. */
export class Scope {
  private readonly variables: Map<string, ScriptValue>;

  constructor(
    /** The menu that a path changes to, for the commands that follow in the same block. */
    public menu: readonly string[],
    variables: Readonly<Record<string, ScriptValue>> = {},
    private readonly outer?: Scope,
  ) {
    this.variables = new Map(Object.entries(variables));
  }

  inner(variables: Readonly<Record<string, ScriptValue>> = {}): Scope {
    return new Scope(this.menu, variables, this);
  }

  /** The value of a variable; nothing where there is none. */
  get(name: string): ScriptValue {
    return this.variables.get(name) ?? this.outer?.get(name) ?? "";
  }

  declare(name: string, value: ScriptValue): void {
    this.variables.set(name, value);
  }

  /** Changes a variable that a block around declared. */
  assign(name: string, value: ScriptValue): void {
    if (this.variables.has(name)) {
      this.variables.set(name, value);
    } else if (this.outer === undefined) {
      throw badRequest(`variable ${name} is not declared`);
    } else {
      this.outer.assign(name, value);
    }
  }
}
