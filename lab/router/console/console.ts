import type { ConsoleParts } from "./console-parts";
import { Interpreter } from "./interpreter";
import { parseScript } from "./parse-script";
import { Scope } from "./scope";
import { ScriptError, type ScriptValue } from "./script";
import { ScriptCheck } from "./script-check";

/** The longest script that a router runs, in bytes. */
const LONGEST_SCRIPT = 65_536;

/** RouterOS' console over the commands of a router. */
export class Console {
  constructor(private readonly parts: ConsoleParts) {}

  /**
   * Runs commands as `import` does: it stops at the first command that fails.
   *
   * @throws ScriptError with the line, and the words in which the router refuses its command
   */
  run(text: string): void {
    new Interpreter(this.parts).run(parseScript(text), new Scope([]));
  }

  /**
   * Runs a script as the scheduler does: one with a command or an argument that the router does not have does nothing.
   *
   * @param variables what the script finds set, such as `bound` of a lease script
   * @throws ScriptError with the line that failed
   */
  runScript(text: string, variables: Readonly<Record<string, ScriptValue>> = {}): void {
    if (Buffer.byteLength(text) > LONGEST_SCRIPT) {
      throw new ScriptError(1, `the script is longer than ${LONGEST_SCRIPT} bytes`);
    }
    const script = parseScript(text);
    new ScriptCheck(this.parts).check(script);
    new Interpreter(this.parts).run(script, new Scope([], variables));
  }
}
