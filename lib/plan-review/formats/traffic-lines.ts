import { isFullShare, isNoShare } from "../../simulator/packets/share-comparison";
import { hasRouteScript } from "../../simulator/scripts";
import type { InterfaceNames } from "../model/interface-names";
import { unmodelledIn } from "../model/unmodelled";
import type { RouterReport } from "../report";
import { distributionText, lossText, shareText, unknownTexts } from "../text/distribution-text";
import { capitalized, counted, listedUpTo } from "../text/list-text";
import { changedIpv6Lines } from "../text/unmodelled-text";
import { compareNames } from "../traffic/compare-names";
import type { Distribution } from "../traffic/distribution";
import type { NotFollowed } from "../traffic/origin";
import type { ShareChange } from "../traffic/share-changes";
import { soleInterface } from "../traffic/sole-interface";

/** How many WANs, origins and reasons a line names. */
const MOST_WANS = 6;
const MOST_ORIGINS = 6;
const MOST_REASONS = 2;

/** What changes for traffic, in one line each: what a reader with ten seconds needs to know. */
export function trafficLines({ shares, isChanged, change, notFollowed }: RouterReport): readonly string[] {
  if (!isChanged) {
    return [];
  }
  return [
    ...distributionLines({ shares, change }),
    ...notFollowedLines(notFollowed),
    ...changedIpv6Lines(unmodelledIn(change)),
  ];
}

function distributionLines({ shares, change }: Pick<RouterReport, "shares" | "change">): readonly string[] {
  if (shares.every(({ after }) => after === undefined)) {
    const script = change.after.enabled("/ip/dhcp-client").find(hasRouteScript);
    return [
      script === undefined
        ? "The plan has no default route, so the report says nothing about where connections leave."
        : `The plan has no default route, and the script of ${script.reference.id} can add one, so it is unknown where connections leave.`,
    ];
  }
  const distributed = together(shares, (share) => distributionLine(share, change.names));
  const moved = [...together(shares, otherAddressLine), ...together(shares, movedLine)];
  return [
    ...ownTrafficLines(shares, change),
    ...(distributed.length === 0 ? ["New connections are distributed as before."] : distributed),
    ...moved,
  ];
}

/** Why a report is about the router's own connections alone, where it is. */
function ownTrafficLines(shares: RouterReport["shares"], change: RouterReport["change"]): readonly string[] {
  if (shares.some(({ origin }) => origin.kind !== "router")) {
    return [];
  }
  const sole = soleInterface(change);
  return [
    sole === undefined
      ? "The plan has no LAN, so the report says nothing about the connections of hosts, only of the router's own."
      : `This device routes nothing, as far as the plan shows: ${change.names.of(sole)} is its only interface with an address. The report is about its own connections.`,
  ];
}

/** What the other lines say nothing about. */
function notFollowedLines({ classes, lans }: NotFollowed): readonly string[] {
  return classes === 0
    ? []
    : [
        `Rules tell more kinds of connections apart than were followed: at least ${counted(classes, "kind")} from ${listedUpTo(MOST_ORIGINS, lans)} ${classes === 1 ? "was" : "were"} not.`,
      ];
}

/** Makes a sentence of the names of origins. */
type Sentence = { readonly text: string; readonly of: (origins: string) => string };

/** One sentence for all origins that it is true of. */
function together(
  shares: readonly ShareChange[],
  sentenceOf: (share: ShareChange) => Sentence | undefined,
): readonly string[] {
  const groups = new Map<string, { sentence: Sentence; origins: string[] }>();
  for (const share of shares) {
    const sentence = sentenceOf(share);
    if (sentence !== undefined) {
      const group = groups.get(sentence.text) ?? { sentence, origins: [] };
      groups.set(sentence.text, group);
      group.origins.push(share.origin.name);
    }
  }
  return [...groups.values()].map(({ sentence, origins }) => sentence.of(listedUpTo(MOST_ORIGINS, origins)));
}

/** A sentence that begins with the new connections. */
function ofNewConnections(text: string): Sentence {
  return { text, of: (origins) => `New connections from ${origins} ${text}.` };
}

function distributionLine(
  { before, after, isChanged }: ShareChange,
  names: InterfaceNames,
): Sentence | undefined {
  if (after === undefined) {
    return undefined;
  }
  if (after.unknown.length > 0) {
    const reasons = unknownTexts(after, MOST_REASONS);
    return {
      text: reasons,
      of: (origins) => `It is unknown where new connections from ${origins} go: ${reasons}.`,
    };
  }
  if (!isChanged) {
    return undefined;
  }
  if (isLost(after) && after.lossCauses.join() === "dropped") {
    return ofNewConnections("are dropped by a rule");
  }
  if (isLost(after)) {
    return ofNewConnections(`are lost (${lossText(after.lossCauses)})`);
  }
  if (before === undefined || before.unknown.length > 0) {
    return ofNewConnections(`leave by ${distributionText(after, names)}`);
  }
  return ofNewConnections(`are distributed differently: ${differences(before, after, names)}`);
}

function differences(before: Distribution, after: Distribution, names: InterfaceNames): string {
  const [old, now] = [new Map(partsOf(before, names)), new Map(partsOf(after, names))];
  const differing = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [shareText(old.get(name) ?? 0), shareText(now.get(name) ?? 0)];
    return was === is ? [] : [`${name} ${was} → ${is}`];
  });
  const more = differing.length - MOST_WANS;
  return `${differing.slice(0, MOST_WANS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function isLost(side: Distribution | undefined): side is Distribution {
  return side !== undefined && isFullShare(side.lost);
}

/** Each WAN of a distribution and its share; what is lost comes last. */
function partsOf(
  { shares, lost, local }: Distribution,
  names: InterfaceNames,
): readonly (readonly [string, number])[] {
  return [
    ...[...shares]
      .sort(([a], [b]) => compareNames(a, b))
      .map(([wan, share]) => [names.of(wan), share] as const),
    ...(local > 0 ? [["the router itself", local] as const] : []),
    ...(lost > 0 ? [["lost", lost] as const] : []),
  ];
}

function otherAddressLine({ otherAddress, after }: ShareChange): Sentence | undefined {
  // Where all of them move, the distribution says so.
  if (otherAddress === undefined || isNoShare(otherAddress) || isFullShare(otherAddress) || isLost(after)) {
    return undefined;
  }
  const part = shareText(otherAddress);
  return {
    text: part,
    of: (origins) =>
      `Of the connections from ${origins} that are opened again, ${part} get another public address.`,
  };
}

function movedLine({ moved, after }: ShareChange): Sentence | undefined {
  if (moved === undefined || isLost(after)) {
    return undefined;
  }
  if (isNoShare(moved.share)) {
    return isNoShare(moved.rehashed)
      ? undefined
      : {
          text: "rehashed",
          of: (origins) =>
            `Any part of the open connections from ${origins} can move, because the hash changes.`,
        };
  }
  const isAll = isFullShare(moved.share);
  const part = isAll ? "all" : `at least ${shareText(moved.share)} of the`;
  const breaks = isNoShare(moved.broken)
    ? ""
    : isNoShare(moved.share - moved.broken)
      ? ", which breaks TCP connections"
      : `, and ${shareText(moved.broken)} break if they are TCP`;
  return {
    text: `${part}${breaks}`,
    of: (origins) => capitalized(`${part} open connections from ${origins} move${breaks}.`),
  };
}
