import fc from "fast-check";
import { Otherwise, type Policy } from "../../lib/gateway/policies/policy";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { followFlow, type Outcome, RouterState } from "../../lib/simulator";
import { runs } from "../tier";
import { articleGateway, LITERALS, rowsOfGateway, SEED } from "./article";

const WANS = ["wlan1", "wlan2", "wlan3"];
const HOST = "203.0.113.80";
/** From the narrowest to the widest: all hold the host but the last, which holds none of the others. */
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
      place: fc.nat({ max: DESTINATIONS.length - 1 }),
      order: fc.shuffledSubarray(WANS, { minLength: 1 }),
      tiers: fc.array(fc.boolean(), { minLength: WANS.length, maxLength: WANS.length }),
      otherwise: fc.constantFrom(...Object.values(Otherwise)),
    }),
    { selector: ({ place }) => place, maxLength: 4 },
  )
  .map((policies) =>
    policies.map(({ place, order, tiers, otherwise }) => ({
      name: `policy${place}`,
      to: [DESTINATIONS[place] ?? ""],
      via: tiersOf(order, tiers),
      otherwise,
    })),
  );

/** Where a connection to the host goes by the props: to equal shares of WANs, or nowhere. */
function reference(policies: readonly Policy[], live: readonly string[]): readonly string[] {
  for (const { via, otherwise } of policies.filter(({ to }) => to[0] !== OTHER)) {
    const tier = via.map((wans) => wans.filter((wan) => live.includes(wan))).find((wans) => wans.length > 0);
    if (tier !== undefined) {
      return tier;
    }
    if (otherwise !== Otherwise.NEXT) {
      return otherwise === Otherwise.BLOCK ? ["blackhole"] : balanced(live);
    }
  }
  return balanced(live);
}

const balanced = (live: readonly string[]) => (live.length > 0 ? live : ["unreachable"]);

const shares = (places: readonly string[]) =>
  Object.fromEntries(places.map((place) => [place, expect.closeTo(1 / places.length)]));

function leaving(outcomes: readonly Outcome[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { egress, share } of outcomes) {
    const place = egress.kind === "out" ? egress.interface : egress.kind;
    sums[place] = (sums[place] ?? 0) + share;
  }
  return sums;
}

const withPolicies = (policies: Policy[]) => articleGateway(WANS.length, { policies });

test("a connection leaves as the policies say, whichever WANs are down", () => {
  const isValid = (policies: Policy[]) =>
    problemsOf(withPolicies(policies), "gateway", LITERALS).length === 0;
  fc.assert(
    fc.property(
      anyPolicies.filter(isValid),
      fc.subarray(WANS),
      fc.constantFrom("Local", undefined),
      (policies, live, inInterface) => {
        const { wans } = withPolicies(policies);
        const deadNextHops = wans.flatMap(({ name, gateway = "" }) => (live.includes(name) ? [] : gateway));
        const state = RouterState.of(rowsOfGateway(withPolicies(policies)), { deadNextHops });
        const srcAddress = inInterface && "192.168.0.10";
        const flow = { inInterface, srcAddress, dstAddress: HOST, protocol: "tcp", dstPort: 443 } as const;
        expect(leaving(followFlow(state, flow))).toEqual(shares(reference(policies, live)));
      },
    ),
    { seed: SEED, numRuns: runs(100, 1000) },
  );
});
