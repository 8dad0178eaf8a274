import { readQuoted } from "./quoted-text";
import { type Script, ScriptError, type Statement, type Value, type Word } from "./script";
import { SourceText } from "./source-text";

/**
 * Reads commands as RouterOS' console does: `/menu add a=b c="d e"`, `set [find comment="x y"] a=b`.
 *
 * @throws ScriptError where a text is no command, or has a part of the language that the lab does not read
 */
export function parseScript(text: string): Script {
  return readStatements(new SourceText(text), false);
}

/** Characters that begin what the lab does not read. */
const NOT_READ: Readonly<Record<string, string>> = {
  $: "variables",
  "(": "expressions",
  ")": "expressions",
  ":": "commands that begin with a colon",
  "{": "blocks",
  "}": "blocks",
};

function readStatements(source: SourceText, isNested: boolean): Script {
  const statements: Statement[] = [];
  for (;;) {
    source.skip(/[\s;]/);
    if (source.next === "#") {
      source.take(/[^\n]/);
    } else if (source.next === "" || (isNested && source.next === "]")) {
      return statements;
    } else {
      statements.push(readStatement(source, isNested));
    }
  }
}

function readStatement(source: SourceText, isNested: boolean): Statement {
  const { line } = source;
  const words: Word[] = [];
  const isAbsolute = source.next === "/";
  for (;;) {
    source.skipBlanks();
    if (source.next === "\n" && isNested) {
      throw new ScriptError(source.line, "the line ends within [ ]");
    }
    if (["", "\n", ";"].includes(source.next) || (isNested && source.next === "]")) {
      return { line, isAbsolute, words };
    }
    words.push(...readWord(source, isAbsolute && words.length === 0));
  }
}

function readWord(source: SourceText, isPath: boolean): readonly Word[] {
  refuseOthers(source);
  if (source.next === "[") {
    return [{ kind: "command", script: readNested(source) }];
  }
  if (source.next === '"') {
    return [{ kind: "plain", text: readQuoted(source) }];
  }
  const text = source.take(/[^\s;"[\]{}()$=]/);
  if (source.next === "=") {
    source.advance();
    return [{ kind: "argument", name: nameIn(text, source), value: readValue(source) }];
  }
  if (text === "") {
    throw new ScriptError(source.line, `expected a word, found ${source.next}`);
  }
  if (text.startsWith("!")) {
    return [{ kind: "without", name: nameIn(text.slice(1), source) }];
  }
  const parts = isPath ? text.split("/").filter((part) => part !== "") : [text];
  return parts.map((part) => ({ kind: "plain", text: part }));
}

function readValue(source: SourceText): Value {
  if (source.next === "[") {
    return { kind: "command", script: readNested(source) };
  }
  if (source.next === '"') {
    return { kind: "text", text: readQuoted(source) };
  }
  const text = source.take(/[^\s;"[\]{}()$]/);
  if (source.next in NOT_READ && source.next !== ":") {
    refuseOthers(source);
  }
  return { kind: "text", text };
}

function readNested(source: SourceText): Script {
  const { line } = source;
  source.advance();
  const script = readStatements(source, true);
  if (source.next !== "]") {
    throw new ScriptError(line, "[ is not closed");
  }
  source.advance();
  return script;
}

/** The name of an argument; other signs before `=` are comparisons, which the lab does not read. */
function nameIn(text: string, source: SourceText): string {
  if (!/^[\w.][\w./-]*$/.test(text)) {
    throw new ScriptError(source.line, `not implemented by the lab router: ${text}=`);
  }
  return text;
}

function refuseOthers(source: SourceText): void {
  const what = NOT_READ[source.next];
  if (what !== undefined) {
    throw new ScriptError(source.line, `not implemented by the lab router: ${what} (${source.next})`);
  }
}
