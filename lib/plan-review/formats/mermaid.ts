import { shortened } from "../../text/printable";
import type { RouterReport } from "../report";
import { type Distribution, formatShare } from "../traffic/distribution";
import { compareNames } from "../traffic/wans";

/** How many WANs a picture shows: more are unreadable. */
const MOST_WANS = 12;

/** How much of a name a picture shows. */
const MOST_LETTERS = 60;

/** Where new connections of the first LAN go, as a flowchart that GitHub draws; nothing where that cannot be told. */
export function waysPicture({ shares }: RouterReport, side: "before" | "after"): string {
  const [first] = shares;
  const distribution = first?.[side];
  if (first === undefined || distribution === undefined || distribution.doubts.length > 0) {
    return "";
  }
  const edges = edgesOf(distribution);
  return [
    "```mermaid",
    "flowchart LR",
    `  lan[${quoted(first.origin.name)}] --> router(["router"])`,
    ...edges.map(
      ([name, share], i) => `  router -- ${quoted(formatShare(share))} --> way${i}[${quoted(name)}]`,
    ),
    "```",
  ].join("\n");
}

function edgesOf({ shares, lost }: Distribution): readonly (readonly [string, number])[] {
  const ways = [...shares].sort(([a], [b]) => compareNames(a, b));
  const shown = ways.slice(0, MOST_WANS);
  const rest = ways.slice(MOST_WANS);
  const others = rest.reduce((sum, [, share]) => sum + share, 0);
  return [
    ...shown,
    ...(rest.length > 0 ? [[`${rest.length} more WANs`, others] as const] : []),
    ...(lost > 1e-9 ? [["lost", lost] as const] : []),
  ];
}

/** A label in quotes; what would end it or start markup becomes an entity, as Mermaid spells them. */
function quoted(text: string): string {
  const safe = shortened(text, MOST_LETTERS).replace(
    /[^\w ./:%()+-]/g,
    (letter) => `#${letter.codePointAt(0)};`,
  );
  return `"${safe}"`;
}
