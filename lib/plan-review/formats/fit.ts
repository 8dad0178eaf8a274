import { printable } from "../../text/printable";

/** A part of a text that can be shortened: its head, its items, and its tail. */
export interface Section {
  /** Sections with a lower number get space first. */
  readonly priority: number;
  readonly head: string;
  readonly items: readonly string[];
  /** Between two items. */
  readonly separator: string;
  readonly tail: string;
}

/** The longest note at the end of a shortened section or text. */
const NOTE = "1000000 more are left out here.";

const BETWEEN = "\n\n";

/**
 * Joins sections within a number of characters; all output is printable. If the text is too long, the last items of the least
 * important sections are left out, and each section says how many; a section without space for its head is left out entirely.
 */
export function fit(sections: readonly Section[], limit: number): string {
  const shown = sections.map(asPrintable);
  let space = limit - NOTE.length - BETWEEN.length;
  const framed = byPriority(shown).filter(({ head, tail }) => {
    const size = head.length + tail.length + NOTE.length + 3 * BETWEEN.length;
    const fits = size <= space;
    space -= fits ? size : 0;
    return fits;
  });
  const kept = new Map<Section, number>();
  for (const section of framed) {
    let count = 0;
    for (const item of section.items) {
      const size = item.length + section.separator.length;
      if (size > space) {
        break;
      }
      space -= size;
      count += 1;
    }
    kept.set(section, count);
  }
  const texts = shown.flatMap((section) => {
    const count = kept.get(section);
    return count === undefined ? [] : [render(section, count)];
  });
  const left = shown.length - framed.length;
  return [...texts, ...(left > 0 ? [leftOut(left)] : [])].join(BETWEEN);
}

function asPrintable({ priority, head, items, separator, tail }: Section): Section {
  return { priority, head: printable(head), items: items.map(printable), separator, tail };
}

function byPriority(sections: readonly Section[]): readonly Section[] {
  return [...sections].sort((a, b) => a.priority - b.priority);
}

function render({ head, items, separator, tail }: Section, count: number): string {
  const left = items.length - count;
  const body = items.slice(0, count).join(separator);
  return `${head}${body}${left > 0 ? `${BETWEEN}${leftOut(left)}` : ""}${tail}`;
}

function leftOut(count: number): string {
  return `${count} more are left out here.`;
}
