import { COLON_COMMANDS } from "./colon-commands";
import { ExpressionReader } from "./parse-expression";
import { type Expression, type Script, ScriptError, type Statement, type Value, type Word } from "./script";
import { SourceText } from "./source-text";

/**
 * Reads commands as RouterOS' console does: `/menu add a=b c="d e"`, `set [find comment="x y"] a=b`, and
 * `:if ($a = "b") do={...}`.
 *
 * @throws ScriptError where a text is no command, or has a part of the language that the lab does not read
 */
export function parseScript(text: string): Script {
  const source = new SourceText(text);
  const script = readStatements(source, "");
  if (source.next !== "") {
    throw new ScriptError(source.line, `expected a word, found ${source.next}`);
  }
  return script;
}

/** What ends the statements that are read: nothing but the end of the text, or a bracket. */
type Closing = "" | "]" | "}";

function readStatements(source: SourceText, closing: Closing): Script {
  const statements: Statement[] = [];
  for (;;) {
    source.skip(/[\s;]/);
    if (source.next === "#") {
      source.take(/[^\n]/);
    } else if (source.next === "" || source.next === closing) {
      return statements;
    } else {
      statements.push(readStatement(source, closing));
    }
  }
}

function readStatement(source: SourceText, closing: Closing): Statement {
  const { line } = source;
  const words: Word[] = [];
  const isAbsolute = source.next === "/";
  if (source.next === ":") {
    words.push({ kind: "plain", text: readColonCommand(source) });
  }
  for (;;) {
    source.skipBlanks();
    if (source.next === "\n" && closing === "]") {
      throw new ScriptError(source.line, "the line ends within [ ]");
    }
    if (["", "\n", ";"].includes(source.next) || source.next === closing) {
      return { line, isAbsolute, words };
    }
    words.push(...readWord(source, isAbsolute && words.length === 0));
  }
}

function readColonCommand(source: SourceText): string {
  source.advance();
  const name = `:${source.take(/\w/)}`;
  if (!COLON_COMMANDS.has(name)) {
    throw new ScriptError(source.line, `not implemented by the lab router: the command ${name}`);
  }
  return name;
}

function readWord(source: SourceText, isPath: boolean): readonly Word[] {
  switch (source.next) {
    case "[":
      return [{ kind: "command", script: readNested(source) }];
    case "{":
      return [{ kind: "block", script: readBlock(source) }];
    case "(":
    case "$":
      return [{ kind: "expression", expression: readExpression(source) }];
    case '"':
      return [quotedWord(source)];
    default:
      return readPlain(source, isPath);
  }
}

function quotedWord(source: SourceText): Word {
  const text = expressions(source).quoted();
  return typeof text === "string"
    ? { kind: "plain", text, isQuoted: true }
    : { kind: "expression", expression: text };
}

function readPlain(source: SourceText, isPath: boolean): readonly Word[] {
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
  switch (source.next) {
    case "[":
      return { kind: "command", script: readNested(source) };
    case "{":
      return { kind: "block", script: readBlock(source) };
    case "(":
    case "$":
      return { kind: "expression", expression: readExpression(source) };
    case '"': {
      const text = expressions(source).quoted();
      return typeof text === "string" ? { kind: "text", text } : { kind: "expression", expression: text };
    }
    default:
      return { kind: "text", text: readUnquoted(source) };
  }
}

function readUnquoted(source: SourceText): string {
  const text = source.take(/[^\s;"[\]{}()$]/);
  if (/[$({[]/.test(source.next)) {
    throw new ScriptError(
      source.line,
      `not implemented by the lab router: ${source.next} within a text without quotes`,
    );
  }
  return text;
}

function readExpression(source: SourceText): Expression {
  const reader = expressions(source);
  return source.next === "(" ? reader.inParentheses() : reader.afterDollar();
}

const expressions = (source: SourceText): ExpressionReader => new ExpressionReader(source, readNested);

const readNested = (source: SourceText): Script => readBetween(source, "[", "]");

const readBlock = (source: SourceText): Script => readBetween(source, "{", "}");

function readBetween(source: SourceText, opening: string, closing: Closing): Script {
  const { line } = source;
  source.advance();
  const script = readStatements(source, closing);
  if (source.next !== closing) {
    throw new ScriptError(line, `${opening} is not closed`);
  }
  source.advance();
  return script;
}

/** The name of an argument; other signs before `=` are comparisons, which the lab reads in parentheses only. */
function nameIn(text: string, source: SourceText): string {
  if (!/^[\w.][\w./-]*$/.test(text)) {
    throw new ScriptError(source.line, `not implemented by the lab router: ${text}=`);
  }
  return text;
}
