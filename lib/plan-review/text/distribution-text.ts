import { unknownText } from "../../simulator";
import { isFullShare, isNoShare, isSameShare } from "../../simulator/packets/share-comparison";
import type { InterfaceNames } from "../model/interface-names";
import { compareNames } from "../traffic/compare-names";
import type { Distribution, LossCause } from "../traffic/distribution";
import { firstOf } from "./list-text";

/** A share as people write it: `all`, `1/3`, `none`, or a percentage where the denominator would be large. */
export function shareText(share: number): string {
  if (isNoShare(share)) {
    return "none";
  }
  if (isFullShare(share)) {
    return "all";
  }
  for (let denominator = 2; denominator <= 24; denominator += 1) {
    const numerator = Math.round(share * denominator);
    if (isSameShare(numerator / denominator, share)) {
      return `${numerator}/${denominator}`;
    }
  }
  return `${(share * 100).toFixed(1)} %`;
}

/** A part of many: `all connections`, `1/3 of the connections`. */
export function partText(share: number, what: string): string {
  return isFullShare(share) ? `all ${what}` : `${shareText(share)} of the ${what}`;
}

const LOSS_TEXTS: Readonly<Record<LossCause, string>> = {
  "no-route": "no route",
  blackhole: "blackhole route",
  dropped: "dropped by a rule",
  "dead-gateway": "sent to a dead gateway",
};

/** How connections are lost: `no route, blackhole route`. */
export function lossText(causes: readonly LossCause[]): string {
  return causes.map((cause) => LOSS_TEXTS[cause]).join(", ");
}

/** How many interfaces a line names. */
const MOST_INTERFACES = 8;

/** A distribution in a line: `wlan1 1/2, wlan2 1/2`, `wlan1 1/2, 1/2 lost (no route)`, or `unknown`. */
export function distributionText(
  { shares, lost, lossCauses, local, unknown }: Distribution,
  names: InterfaceNames,
): string {
  if (unknown.length > 0) {
    return "unknown";
  }
  const sorted = [...shares].sort(([a], [b]) => compareNames(a, b));
  return [
    ...sharesText(sorted, names),
    ...(local > 0 ? [`the router itself ${shareText(local)}`] : []),
    ...(lost > 0 ? [`${shareText(lost)} lost (${lossText(lossCauses)})`] : []),
  ].join(", ");
}

function sharesText(
  shares: readonly (readonly [string, number])[],
  names: InterfaceNames,
): readonly string[] {
  const texts = shares.map(([name, share]) => [name, shareText(share)] as const);
  const [[, first] = ["", ""]] = texts;
  if (texts.length > MOST_INTERFACES && texts.every(([, share]) => share === first)) {
    return [`${texts.length} WANs ${first} each`];
  }
  const more = texts.length - MOST_INTERFACES;
  return [
    ...texts.slice(0, MOST_INTERFACES).map(([name, share]) => `${names.of(name)} ${share}`),
    ...(more > 0 ? [`${more} more WANs`] : []),
  ];
}

/** Why a distribution is unknown, as clauses: the first few of them, and how many more there are. */
export function unknownTexts({ unknown }: Distribution, most: number): string {
  return firstOf(most, unknown.map(unknownText), "; ");
}
