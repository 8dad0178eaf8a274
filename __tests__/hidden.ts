import fc from "fast-check";

/** Whether a text holds a character that a reader does not see as what it is, other than the line feeds of its layout. */
export function holdsHidden(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u.test(text.replaceAll("\n", ""));
}

/** Each character that must not reach a reader as it is. */
export const HIDDEN: readonly string[] = Array.from({ length: 0x10000 }, (_, code) =>
  String.fromCharCode(code),
).filter((letter) => letter !== "\n" && holdsHidden(letter) && !/[\ud802-\udffe]/.test(letter));

/** Any characters: `unit: "binary"` says as much, and first lists a million of them. */
const anyCharacter = fc
  .nat(0x10ffff - 0x800)
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Texts of any characters, and some that programs stumble over. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: anyCharacter }) },
  { weight: 1, arbitrary: fc.string() },
);

/** Texts as a router, a plan or a file may hold them to deceive a reader. */
export const deceiving: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HIDDEN),
      fc.constantFrom(
        "\n",
        "\r\n",
        "\x1b[2K\x1b[1A",
        "\x1b]0;title\x07",
        "</details>",
        "```",
        '"',
        "\\",
        "|",
      ),
      fc.string({ maxLength: 4, unit: anyCharacter }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `a${parts.join("")}`);
