import type { DemoEnding } from "./run-demo";

/** What a demo printed from one heading on, up to the next. */
export function chapterOf({ stdout }: DemoEnding, heading: string): string {
  const [, after = ""] = stdout.split(`\n${heading}\n`);
  return after.split(/\n\n(?=\S)/)[0] ?? "";
}

/** The bars of a chart: WAN, flows, measured and expected share. */
export const barsIn = (text: string) =>
  [...text.matchAll(/^ {2}(\w+) (█*)(·*) +([\d,]+) flows, ([\d.]+) %, expected ([\d.]+) %$/gm)].map(
    ([, wan = "", full = "", rest = "", flows = "", share, expected]) => ({
      wan,
      full: full.length,
      width: full.length + rest.length,
      flows: Number(flows.replace(",", "")),
      share: Number(share),
      expected: Number(expected),
    }),
  );
