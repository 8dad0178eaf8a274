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

/** How many groups of LANs with distributions of their own a diagram shows. */
const MOST_GROUPS = 8;

/** Where new connections of each LAN go, as a Mermaid flowchart; empty where that is unknown of all. */
export function egressDiagram(router: RouterReport, side: "before" | "after"): string {
  const [first, ...others] = lanGroups(router, side);
  if (first === undefined) {
    return "";
  }
  const lines = others.length === 0 ? sharedLines(first) : separateLines([first, ...others]);
  return ["```mermaid", "flowchart LR", ...lines, "```"].join("\n");
}

/** LANs that are distributed alike. */
interface LanGroup {
  readonly names: readonly string[];
  readonly edges: readonly (readonly [string, number])[];
}

function lanGroups({ shares, change }: RouterReport, side: "before" | "after"): readonly LanGroup[] {
  const groups = new Map<string, LanGroup>();
  for (const share of shares.filter(({ origin }) => origin.kind !== "router")) {
    const distribution = share[side];
    if (distribution !== undefined && distribution.unknown.length === 0) {
      const edges = edgesOf(distribution, (wan) => change.names.of(wan));
      const key = JSON.stringify(edges.map(([name, part]) => [name, shareText(part)]));
      const names = [...(groups.get(key)?.names ?? []), share.origin.name];
      groups.set(key, { names, edges });
    }
  }
  return [...groups.values()];
}

function sharedLines({ names, edges }: LanGroup): readonly string[] {
  const [only] = names;
  const ids = names.length === 1 && only !== undefined ? [["lan", only]] : numbered(names);
  return [
    ...ids.map(([id, name]) => `  ${id}[${quoted(name ?? "")}] --> router(["router"])`),
    ...edges.map(
      ([name, share], i) => `  router -- ${quoted(shareText(share))} --> wan${i}[${quoted(name)}]`,
    ),
  ];
}

/** How many LANs with the same distribution a diagram shows. */
const MOST_LANS = 16;

/** LANs with an id each; those that are too many are counted. */
function numbered(names: readonly string[]): readonly (readonly [string, string])[] {
  const left = names.length - MOST_LANS;
  return [
    ...names.slice(0, MOST_LANS).map((name, i) => [`lan${i}`, name] as const),
    ...(left > 0 ? [["lans", `${left} more LANs`] as const] : []),
  ];
}

/** Behind one router, shares could not be told apart: each group has lines of its own. */
function separateLines(groups: readonly LanGroup[]): readonly string[] {
  const shown = groups.slice(0, MOST_GROUPS);
  const wans = [...new Set(shown.flatMap(({ edges }) => edges.map(([name]) => name)))];
  const left = groups.slice(MOST_GROUPS).flatMap(({ names }) => names).length;
  return [
    ...wans.map((name, i) => `  wan${i}[${quoted(name)}]`),
    ...shown.flatMap(({ names, edges }, i) => [
      `  lan${i}[${quoted(names.join(", "))}]`,
      ...edges.map(
        ([name, share]) => `  lan${i} -- ${quoted(shareText(share))} --> wan${wans.indexOf(name)}`,
      ),
    ]),
    ...(left > 0 ? [`  more[${quoted(`${left} more LANs`)}]`] : []),
  ];
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
