/** A part of a text that may be shortened: what opens it, its items, and what closes it. */
export interface Section {
  /** Sections of a lower number get their room first. */
  readonly priority: number;
  readonly head: string;
  readonly items: readonly string[];
  /** Between two items. */
  readonly separator: string;
  readonly tail: string;
}

/** What a shortened section ends with, at its longest. */
const NOTE = "1000000 more are left out here.";

/**
 * Puts sections one after the other within a number of characters. Where there is too much, the items that come last in the
 * sections that matter least are left out, and each section says how many.
 */
export function fit(sections: readonly Section[], limit: number): string {
  const frames = sections.map(({ head, tail }) => head.length + tail.length + NOTE.length + 6);
  let room = limit - frames.reduce((sum, frame) => sum + frame, 0);
  const kept = new Map<Section, number>();
  for (const section of [...sections].sort((a, b) => a.priority - b.priority)) {
    let count = 0;
    for (const item of section.items) {
      const size = item.length + section.separator.length;
      if (size > room) {
        break;
      }
      room -= size;
      count += 1;
    }
    kept.set(section, count);
  }
  return sections.map((section) => render(section, kept.get(section) ?? 0)).join("\n\n");
}

function render({ head, items, separator, tail }: Section, count: number): string {
  const left = items.length - count;
  const body = items.slice(0, count).join(separator);
  return `${head}${body}${left > 0 ? `\n\n${left} more are left out here.` : ""}${tail}`;
}
