import { ScriptError } from "./script";
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

/** Reads `"..."`. Two hexadecimal digits in capitals after a backslash are a byte, and bytes are UTF-8. */
export function readQuoted(source: SourceText): string {
  const { line } = source;
  const bytes: Buffer[] = [];
  source.advance();
  while (source.next !== '"') {
    if (source.next === "") {
      throw new ScriptError(line, 'the text is not closed by "');
    }
    if (source.next === "$") {
      throw new ScriptError(source.line, "not implemented by the lab router: variables ($)");
    }
    bytes.push(source.next === "\\" ? readEscape(source) : Buffer.from(source.take(/[^"\\$]/)));
  }
  source.advance();
  return Buffer.concat(bytes).toString("utf8");
}

function readEscape(source: SourceText): Buffer {
  source.advance();
  const first = source.advance();
  if (/[0-9A-F]/.test(first) && /[0-9A-F]/.test(source.next)) {
    return Buffer.from([Number.parseInt(first + source.advance(), 16)]);
  }
  const meant = ESCAPES[first];
  if (meant === undefined) {
    throw new ScriptError(source.line, `\\${first} is no escape`);
  }
  return Buffer.from(meant);
}
