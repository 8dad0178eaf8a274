/** The characters that are looked at ahead. */
const LONGEST_WORD = 8;

/** A text that is read from its beginning to its end, by character. */
export class SourceText {
  private at = 0;
  /** The line that the next character is on, counted from 1. */
  line = 1;

  constructor(private readonly text: string) {}

  /** The next character; empty at the end. */
  get next(): string {
    return this.text[this.at] ?? "";
  }

  /** Whether a text comes next. */
  isAhead(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** What comes next of a form that begins with `^`; empty where something else does. */
  ahead(form: RegExp): string {
    return form.exec(this.text.slice(this.at, this.at + LONGEST_WORD))?.[0] ?? "";
  }

  /** Takes the next character. */
  advance(): string {
    const { next } = this;
    this.at += 1;
    this.line += next === "\n" ? 1 : 0;
    return next;
  }

  /** Takes characters as long as they are of a kind. */
  take(kind: RegExp): string {
    let taken = "";
    while (this.next !== "" && kind.test(this.next)) {
      taken += this.advance();
    }
    return taken;
  }

  /** Passes characters of a kind over, and a line that a backslash continues. */
  skip(kind: RegExp): void {
    for (;;) {
      this.take(kind);
      const [continued] = /^\\\r?\n/.exec(this.text.slice(this.at, this.at + 3)) ?? [""];
      if (continued === "") {
        return;
      }
      for (const _ of continued) {
        this.advance();
      }
    }
  }

  /** Passes blanks within a line over. */
  skipBlanks(): void {
    this.skip(/[^\S\n]/);
  }
}
