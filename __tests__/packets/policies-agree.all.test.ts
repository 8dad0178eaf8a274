import fc from "fast-check";
import { Balancing, HashPolicy, type Policy } from "../../lib";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { literals } from "../gateway/literals";
import { SEED } from "../simulator/article";
import { anyPolicies, HOST, WANS as NAMES, SENDERS, wansByPolicies } from "../simulator/policy-reference";
import { PATIENCE_MS, until } from "../until";
import { gatewayRows, putRows } from "./gateway-rows";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const FLOWS = 12;
const wans = WANS.slice(0, NAMES.length);
const lans = [
  { name: "Local", routerAddress: "192.168.0.1/24" },
  { name: "Guests", routerAddress: "192.168.1.1/24" },
];

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans, { lans });
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

const withPolicies = (policies: Policy[]) =>
  gatewayOf(wans, {
    lans: lans.map(({ name, routerAddress }) => ({ interface: name, address: routerAddress })),
    balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
    policies,
  });

const CASES = fc.sample(
  fc.tuple(
    anyPolicies.filter(
      (policies) =>
        policies.length > 0 && problemsOf(withPolicies(policies), "gateway", literals).length === 0,
    ),
    fc.subarray([...NAMES], { minLength: 1 }),
  ),
  { seed: SEED, numRuns: 40 },
);

test.each(CASES)("packets leave as the policies %j say, with %j up", async (policies, live) => {
  // Rules that stay would be before those that come.
  putRows(lab.router, []);
  putRows(lab.router, gatewayRows(withPolicies(policies)));
  await lab.router.settled();
  await until("every route is up", () => lab.inactive().length === 0);
  for (const name of NAMES.filter((wan) => !live.includes(wan))) {
    await lab.network.wan(name).inflict("dead-gateway");
    await until(`${name} leaves`, () => lab.inactive().includes(lab.network.wan(name).gateway));
  }
  await lab.router.settled();
  for (const { inInterface, srcAddress, matches } of SENDERS) {
    if (inInterface === undefined) {
      continue;
    }
    const expected = wansByPolicies(policies, live, matches);
    const sent = await lab.traffic.send(
      {
        protocol: "udp",
        from: lab.network.lan(inInterface).namespace,
        sources: Array(FLOWS).fill(srcAddress),
        destinations: [HOST],
      },
      { timeoutMs: expected.length > 0 ? PATIENCE_MS : 300 },
    );
    expect(sent.answered.length).toBe(expected.length > 0 ? FLOWS : 0);
    expect(expected).toEqual(expect.arrayContaining([...sent.byWan.keys()]));
  }
});
