import fc from "fast-check";
import { Otherwise, type Policy } from "../../lib/gateway/policies/policy";

export const WANS = ["wlan1", "wlan2", "wlan3"];
/** Where connections go. */
export const HOST = "203.0.113.80";
/** From the narrowest to the widest: all hold the host but the last, which holds none of the others. */
const SOURCES = ["Local", "Guests", "192.168.0.128/28", "192.168.0.130"];
const OTHER = "198.51.100.0/24";
const DESTINATIONS = [HOST, "203.0.113.64/26", "203.0.113.0/24", "203.0.112.0/22", OTHER];

/** WANs in tiers: each begins a tier of its own or joins the one before it. */
function tiersOf(order: readonly string[], begins: readonly boolean[]): string[][] {
  const tiers: string[][] = [];
  for (const [i, wan] of order.entries()) {
    const last = tiers.at(-1);
    if (last === undefined || begins[i]) {
      tiers.push([wan]);
    } else {
      last.push(wan);
    }
  }
  return tiers;
}

/** Policies in any order, of which some match the host. */
export const anyPolicies: fc.Arbitrary<Policy[]> = fc
  .uniqueArray(
    fc.record({
      place: fc.nat({ max: DESTINATIONS.length }),
      from: fc.constantFrom(undefined, ...SOURCES),
      order: fc.shuffledSubarray(WANS, { minLength: 1 }),
      tiers: fc.array(fc.boolean(), { minLength: WANS.length, maxLength: WANS.length }),
      otherwise: fc.constantFrom(...Object.values(Otherwise)),
    }),
    { selector: ({ place, from }) => `${place} ${from}`, maxLength: 4 },
  )
  .map((policies) =>
    policies.map(({ place, from, order, tiers, otherwise }, i) => ({
      name: `policy${i}`,
      from: from === undefined ? undefined : [from],
      to: place < DESTINATIONS.length ? DESTINATIONS.slice(place, place + 1) : undefined,
      via: tiersOf(order, tiers),
      otherwise,
    })),
  );

/** Who sends: hosts of LANs, or the router itself. */
export const SENDERS = [
  {
    inInterface: "Local",
    srcAddress: "192.168.0.130",
    matches: ["Local", "192.168.0.128/28", "192.168.0.130"],
  },
  { inInterface: "Local", srcAddress: "192.168.0.200", matches: ["Local"] },
  { inInterface: "Guests", srcAddress: "192.168.1.200", matches: ["Guests"] },
  { matches: [] },
];

/** Where a connection to the host goes by the props: to equal shares of WANs, or nowhere. */
export function wansByPolicies(
  policies: readonly Policy[],
  live: readonly string[],
  sources: readonly string[],
): readonly string[] {
  const isMatch = ({ from, to }: Policy) =>
    to?.[0] !== OTHER && (from === undefined || from.some((source) => sources.includes(source)));
  for (const { via, otherwise } of policies.filter(isMatch)) {
    const tier = via.map((wans) => wans.filter((wan) => live.includes(wan))).find((wans) => wans.length > 0);
    if (tier !== undefined) {
      return tier;
    }
    if (otherwise !== Otherwise.NEXT) {
      return otherwise === Otherwise.BLOCK ? [] : live;
    }
  }
  return live;
}
