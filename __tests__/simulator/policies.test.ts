import fc from "fast-check";
import { Otherwise, type Policy } from "../../lib/gateway/policies/policy";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { followFlow, type Outcome, RouterState } from "../../lib/simulator";
import { runs } from "../tier";
import { articleGateway, LITERALS, rowsOfGateway, SEED } from "./article";

const WANS = ["wlan1", "wlan2", "wlan3"];
const HOST = "203.0.113.80";
/** From the narrowest to the widest: all hold the host but the last, which holds none of the others. */
const SOURCES = ["Local", "Guests", "192.168.0.0/28", "192.168.0.10"];
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

const anyPolicies: fc.Arbitrary<Policy[]> = fc
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
const SENDERS = [
  { inInterface: "Local", srcAddress: "192.168.0.10", matches: ["Local", "192.168.0.0/28", "192.168.0.10"] },
  { inInterface: "Local", srcAddress: "192.168.0.200", matches: ["Local"] },
  { inInterface: "Guests", srcAddress: "192.168.1.10", matches: ["Guests"] },
  { matches: [] },
];

/** Where a connection to the host goes by the props: to equal shares of WANs, or nowhere. */
function reference(
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

const shares = (places: readonly string[]) =>
  Object.fromEntries(places.map((place) => [place, expect.closeTo(1 / places.length)]));

function leaving(outcomes: readonly Outcome[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { egress, share } of outcomes) {
    if (egress.kind === "out") {
      sums[egress.interface] = (sums[egress.interface] ?? 0) + share;
    }
  }
  return sums;
}

const withPolicies = (policies: Policy[]) =>
  articleGateway(WANS.length, {
    lans: [
      { interface: "Local", address: "192.168.0.1/24" },
      { interface: "Guests", address: "192.168.1.1/24" },
    ],
    policies,
  });

test("a connection leaves as the policies say, whichever WANs are down", () => {
  const isValid = (policies: Policy[]) =>
    problemsOf(withPolicies(policies), "gateway", LITERALS).length === 0;
  fc.assert(
    fc.property(
      anyPolicies.filter(isValid),
      fc.subarray(WANS),
      fc.constantFrom(...SENDERS),
      (policies, live, { matches, ...from }) => {
        const { wans } = withPolicies(policies);
        const deadNextHops = wans.flatMap(({ name, gateway = "" }) => (live.includes(name) ? [] : gateway));
        const state = RouterState.of(rowsOfGateway(withPolicies(policies)), { deadNextHops });
        const flow = { ...from, dstAddress: HOST, protocol: "tcp", dstPort: 443 } as const;
        expect(leaving(followFlow(state, flow))).toEqual(shares(reference(policies, live, matches)));
      },
    ),
    { seed: SEED, numRuns: runs(100, 1000) },
  );
});
