import fc from "fast-check";
import type { Policy } from "../../lib/gateway/policies/policy";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { followFlow, type Outcome, RouterState } from "../../lib/simulator";
import { runs } from "../tier";
import { articleGateway, LITERALS, rowsOfGateway, SEED } from "./article";
import { anyPolicies, HOST, SENDERS, WANS, wansByPolicies } from "./policy-reference";

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
        expect(leaving(followFlow(state, flow))).toEqual(shares(wansByPolicies(policies, live, matches)));
      },
    ),
    { seed: SEED, numRuns: runs(30, 1000) },
  );
});
