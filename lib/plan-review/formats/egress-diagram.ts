import { isNoShare } from "../../simulator/packets/share-comparison";
import { shortened } from "../../text/printable";
import type { RouterReport } from "../report";
import { shareText } from "../text/distribution-text";
import { compareNames } from "../traffic/compare-names";
import type { Distribution } from "../traffic/distribution";

/** How many WANs a diagram shows. */
const MOST_WANS = 12;

/** How much of a name a diagram shows. */
const MOST_CHARACTERS = 60;

/** Where new connections of the first LAN go, as a Mermaid flowchart; empty where there is none, or where that is unknown. */
export function egressDiagram({ shares, change }: RouterReport, side: "before" | "after"): string {
  const [first] = shares;
  const distribution = first?.[side];
  const isOfHosts = first?.origin.kind !== "router";
  if (first === undefined || !isOfHosts || distribution === undefined || distribution.unknown.length > 0) {
    return "";
  }
  const edges = edgesOf(distribution, (wan) => change.names.of(wan));
  return [
    "```mermaid",
    "flowchart LR",
    `  lan[${quoted(first.origin.name)}] --> router(["router"])`,
    ...edges.map(
      ([name, share], i) => `  router -- ${quoted(shareText(share))} --> wan${i}[${quoted(name)}]`,
    ),
    "```",
  ].join("\n");
}

function edgesOf(
  { shares, lost }: Distribution,
  nameOf: (wan: string) => string,
): readonly (readonly [string, number])[] {
  const sorted = [...shares].sort(([a], [b]) => compareNames(a, b));
  const shown = sorted.slice(0, MOST_WANS).map(([wan, share]) => [nameOf(wan), share] as const);
  const rest = sorted.slice(MOST_WANS);
  const others = rest.reduce((sum, [, share]) => sum + share, 0);
  return [
    ...shown,
    ...(rest.length > 0 ? [[`${rest.length} more WANs`, others] as const] : []),
    ...(!isNoShare(lost) ? [["lost", lost] as const] : []),
  ];
}

/** A quoted label; characters that would end it or start markup become entities, as Mermaid spells them. */
function quoted(text: string): string {
  const safe = shortened(text, MOST_CHARACTERS).replace(
    /[^\w ./:%()+-]/g,
    (letter) => `#${letter.codePointAt(0)};`,
  );
  return `"${safe}"`;
}
