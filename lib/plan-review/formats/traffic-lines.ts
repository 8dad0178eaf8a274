import type { RouterReport } from "../report";
import { type Distribution, formatDistribution, formatShare } from "../traffic/distribution";
import type { ShareChange } from "../traffic/share-changes";
import { compareNames } from "../traffic/wans";

/** How many ways, and how many reasons, a line names. */
const MOST_WAYS = 6;
const MOST_DOUBTS = 2;

/** What changes for traffic, in a line for each thing: what a reader of the report with ten seconds takes away. */
export function trafficLines({ shares, isChanged }: RouterReport): readonly string[] {
  if (!isChanged) {
    return [];
  }
  if (shares.every(({ after }) => after === undefined)) {
    return ["Where connections leave is not judged: the plan knows no default route."];
  }
  const spread = together(shares, spreadOf).map(
    ([what, origins]) => `New connections of ${origins} ${what}.`,
  );
  const moved = together(shares, movedOf).map(
    ([what, origins]) => `Of the open connections of ${origins} ${what}.`,
  );
  return [...(spread.length === 0 ? ["New connections leave as before."] : spread), ...moved];
}

/** What is to be said of each origin, those of which the same is said together. */
function together(
  shares: readonly ShareChange[],
  say: (share: ShareChange) => string | undefined,
): readonly (readonly [string, string])[] {
  const said = shares.map((share) => [share.origin.name, say(share)] as const);
  const texts = [...new Set(said.flatMap(([, what]) => what ?? []))];
  return texts.map((text) => [
    text,
    joined(said.filter(([, what]) => what === text).map(([origin]) => origin)),
  ]);
}

function spreadOf({ before, after, isChanged }: ShareChange): string | undefined {
  if (after === undefined) {
    return undefined;
  }
  if (after.doubts.length > 0) {
    return `go nobody can tell where (${after.doubts.slice(0, MOST_DOUBTS).join("; ")})`;
  }
  if (!isChanged) {
    return undefined;
  }
  if (isLost(after)) {
    return `go nowhere any more (${after.lostHow.join(", ")})`;
  }
  if (before === undefined || before.doubts.length > 0) {
    return `leave by ${formatDistribution(after)}`;
  }
  const old = new Map(partsOf(before));
  const now = new Map(partsOf(after));
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const differ = names.flatMap((name) => {
    const [was, is] = [formatShare(old.get(name) ?? 0), formatShare(now.get(name) ?? 0)];
    return was === is ? [] : [`${name} ${was} → ${is}`];
  });
  const more = differ.length - MOST_WAYS;
  return `spread otherwise: ${differ.slice(0, MOST_WAYS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function isLost(side: Distribution | undefined): side is Distribution {
  return side !== undefined && side.lost > 1 - 1e-9;
}

/** Each way of a distribution and its share, what is lost last. */
function partsOf({ shares, lost, local }: Distribution): readonly (readonly [string, number])[] {
  return [
    ...[...shares].sort(([a], [b]) => compareNames(a, b)),
    ...(local > 0 ? [["the router itself", local] as const] : []),
    ...(lost > 0 ? [["lost", lost] as const] : []),
  ];
}

function movedOf({ moved, after }: ShareChange): string | undefined {
  if (moved === undefined || isLost(after)) {
    return undefined;
  }
  if (moved.share < 1e-9) {
    return moved.rehashed < 1e-9 ? undefined : "any part may move, since the hash decides anew";
  }
  const breaks = moved.share - moved.broken < 1e-9 ? "break" : `${formatShare(moved.broken)} break`;
  const least = moved.share > 1 - 1e-9 ? "all" : `at least ${formatShare(moved.share)}`;
  return `${least} move${moved.broken > 1e-9 ? `, and ${breaks} where they are TCP` : ""}`;
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
