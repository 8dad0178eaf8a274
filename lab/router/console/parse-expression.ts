import { readQuoted } from "./quoted-text";
import { type Expression, type Operator, type Script, ScriptError } from "./script";
import type { SourceText } from "./source-text";

/** Reads `[...]`: the parser of commands, which expressions contain and which contain expressions. */
export type ReadNested = (source: SourceText) => Script;

const LOGICAL: ReadonlySet<Operator> = new Set(["and", "or"]);
const ARITHMETICAL: ReadonlySet<Operator> = new Set([".", "+", "-"]);

/** How operators are written. */
const SPELLINGS: readonly (readonly [string, Operator])[] = [
  ["||", "or"],
  ["&&", "and"],
  ["!=", "!="],
  ["<=", "<="],
  [">=", ">="],
  ["=", "="],
  ["<", "<"],
  [">", ">"],
  [".", "."],
  ["+", "+"],
  ["-", "-"],
];

/** Reads what a script computes: `$name`, `"a $name"`, `[find ...]`, and with operators in parentheses. */
export class ExpressionReader {
  constructor(
    private readonly source: SourceText,
    private readonly readNested: ReadNested,
  ) {}

  /** `( ... )` */
  inParentheses(): Expression {
    const { source } = this;
    const { line } = source;
    source.advance();
    const expression = this.operands();
    if (source.next !== ")") {
      throw new ScriptError(line, this.unread("( is not closed"));
    }
    source.advance();
    return expression;
  }

  /** `$name` or `$"a name"`; within a text in quotes also `$(...)` and `$[...]`. */
  afterDollar(isQuoted = false): Expression {
    const { source } = this;
    source.advance();
    if (isQuoted && source.next === "(") {
      return this.inParentheses();
    }
    if (isQuoted && source.next === "[") {
      return { kind: "command", script: this.readNested(source) };
    }
    const name = source.next === '"' && !isQuoted ? this.plainQuoted() : source.take(/\w/);
    if (name === "") {
      throw new ScriptError(source.line, `expected a name after $, found ${source.next}`);
    }
    if (!isQuoted && source.next === "-") {
      throw new ScriptError(
        source.line,
        `not implemented by the lab router: $${name}-: put a name with a hyphen into quotes, and blanks around a minus`,
      );
    }
    return { kind: "variable", name };
  }

  /** `"..."` */
  quoted(): string | Expression {
    return readQuoted(this.source, () => this.afterDollar(true));
  }

  private plainQuoted(): string {
    const { line } = this.source;
    const text = this.quoted();
    if (typeof text !== "string") {
      throw new ScriptError(line, "not implemented by the lab router: a variable in the name of a variable");
    }
    return text;
  }

  /** Operands with operators between them. */
  private operands(): Expression {
    const { line } = this.source;
    const operands = [this.operand()];
    const operators: Operator[] = [];
    for (let next = this.operatorAhead(); next !== undefined; next = this.operatorAhead()) {
      this.pass(next.text);
      operators.push(next.means);
      operands.push(this.operand());
    }
    return combined(operands, operators, line);
  }

  private operand(): Expression {
    const { source } = this;
    source.skipBlanks();
    switch (source.next) {
      case "(":
        return this.inParentheses();
      case "[":
        return { kind: "command", script: this.readNested(source) };
      case "$":
        return this.afterDollar();
      case '"': {
        const text = this.quoted();
        return typeof text === "string" ? { kind: "literal", value: text } : text;
      }
      case "!":
        source.advance();
        return { kind: "not", operand: this.operand() };
      default:
        return this.word();
    }
  }

  /** A number, an address, `yes`, `no`, or `not` with what follows it. */
  private word(): Expression {
    const { source } = this;
    const digits = /\d/.test(source.next);
    const text = source.take(digits ? /[\w.:/]/ : /[\w*-]/);
    if (text === "") {
      throw new ScriptError(source.line, this.unread(`expected a value, found ${source.next}`));
    }
    if (text === "not") {
      return { kind: "not", operand: this.operand() };
    }
    if (text === "in") {
      throw new ScriptError(source.line, "not implemented by the lab router: the operator in");
    }
    return { kind: "literal", value: TRUTHS.get(text) ?? text };
  }

  private operatorAhead(): { readonly text: string; readonly means: Operator } | undefined {
    this.source.skipBlanks();
    const word = this.source.ahead(/^(and|or)\b/);
    if (word !== "") {
      return { text: word, means: word as Operator };
    }
    const [text, means] = SPELLINGS.find(([spelling]) => this.source.isAhead(spelling)) ?? [];
    return text === undefined || means === undefined ? undefined : { text, means };
  }

  private pass(text: string): void {
    for (const _ of text) {
      this.source.advance();
    }
  }

  private unread(problem: string): string {
    const { next } = this.source;
    return /[~*/%&|^,>}]/.test(next) ? `not implemented by the lab router: the operator ${next}` : problem;
  }
}

/** How a router orders unlike operators is not known well enough: only comparisons may be operands of `and` and `or`. */
function combined(operands: readonly Expression[], operators: readonly Operator[], line: number): Expression {
  const [first = NOTHING] = operands;
  const logical = operators.find((operator) => LOGICAL.has(operator));
  const operator = logical ?? operators[0];
  if (operator === undefined) {
    return first;
  }
  if (logical === undefined) {
    const isChain = ARITHMETICAL.has(operator) && operators.every((other) => other === operator);
    if (operators.length > 1 && !isChain) {
      throw ambiguous(line);
    }
    return { kind: "operation", operator, operands };
  }
  if (operators.some((other) => LOGICAL.has(other) && other !== logical)) {
    throw ambiguous(line);
  }
  const ends = [...operators.flatMap((other, i) => (other === logical ? [i] : [])), operators.length];
  const groups = ends.map((end, i) => {
    const start = i === 0 ? 0 : (ends[i - 1] ?? 0) + 1;
    return combined(operands.slice(start, end + 1), operators.slice(start, end), line);
  });
  return { kind: "operation", operator: logical, operands: groups };
}

const NOTHING: Expression = { kind: "literal", value: "" };

const ambiguous = (line: number): ScriptError =>
  new ScriptError(
    line,
    "not implemented by the lab router: unlike operators without parentheses between them",
  );

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);
