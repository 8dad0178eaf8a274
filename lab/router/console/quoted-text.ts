import { type Expression, ScriptError } from "./script";
import type { SourceText } from "./source-text";

/** Characters after a backslash. [manual: scripting, constant escape sequences] */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  $: "$",
  "?": "?",
  _: " ",
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * Reads `"..."`. Two hexadecimal digits in capitals after a backslash are a byte, and bytes are UTF-8.
 *
 * @param readDollar reads what begins with a dollar sign
 * @returns the text, or an expression where a part of it has a value of its own
 */
export function readQuoted(source: SourceText, readDollar: () => Expression): string | Expression {
  const { line } = source;
  const parts: Expression[] = [];
  let bytes: Buffer[] = [];
  const endText = (): string => {
    const text = Buffer.concat(bytes).toString("utf8");
    bytes = [];
    return text;
  };
  source.advance();
  while (source.next !== '"') {
    if (source.next === "") {
      throw new ScriptError(line, 'the text is not closed by "');
    }
    if (source.next === "$") {
      parts.push({ kind: "literal", value: endText() }, readDollar());
    } else {
      bytes.push(source.next === "\\" ? readEscape(source) : Buffer.from(source.take(/[^"\\$]/)));
    }
  }
  source.advance();
  const rest = endText();
  return parts.length === 0 ? rest : { kind: "joined", parts: [...parts, { kind: "literal", value: rest }] };
}

function readEscape(source: SourceText): Buffer {
  source.advance();
  const first = source.advance();
  if (first === "\n" || first === "\r") {
    // A backslash at the end of a line continues the text after the blanks that begin the next one.
    source.take(/[ \t\n]/);
    return Buffer.alloc(0);
  }
  if (/[0-9A-F]/.test(first) && /[0-9A-F]/.test(source.next)) {
    return Buffer.from([Number.parseInt(first + source.advance(), 16)]);
  }
  const meant = ESCAPES[first];
  if (meant === undefined) {
    throw new ScriptError(source.line, `\\${first} is no escape`);
  }
  return Buffer.from(meant);
}
