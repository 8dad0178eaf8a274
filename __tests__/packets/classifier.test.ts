import { Balancing, ClassifyBy, Wan } from "../../lib";
import { sampled } from "../tier";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectShares } from "./shares";

const FLOWS = 4096;
const USERS = 300;
const wans = WANS.slice(0, 3);
const names = wans.map(({ name }) => name);
// A LAN with room for all users.
const LAN = { name: "Local", routerAddress: "192.168.0.1/22" };

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans, { lans: [LAN] });
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** Deploys a gateway of as many WANs as there are weights. */
const deploy = (weights: readonly number[], by: ClassifyBy) =>
  lab.stand(
    gatewayOf(wans.slice(0, weights.length), {
      lans: [{ interface: LAN.name, address: LAN.routerAddress }],
      wans: wans
        .slice(0, weights.length)
        .map(({ name, routerAddress, gateway }, i) =>
          Wan.static({ name, interface: name, address: routerAddress, gateway, weight: weights[i] }),
        ),
      balancing: Balancing.perConnectionClassifier({ by }),
    }),
  );

async function kill(name: string): Promise<void> {
  const { gateway } = lab.network.wan(name);
  await lab.network.wan(name).inflict("dead-gateway");
  await until(`${name} leaves`, () => lab.inactive().includes(gateway));
  await lab.router.settled();
}

const cases: { weights: number[]; without: Record<string, number> }[] = [
  { weights: [1, 5], without: { wlan2: 1 } },
  { weights: [2, 1], without: { wlan2: 1 } },
  { weights: [11, 45], without: { wlan2: 1 } },
  // What was wlan1's falls through to table main, which shares it equally: 2 + 1.5 to 1 + 1.5.
  { weights: [3, 2, 1], without: { wlan2: 7, wlan3: 5 } },
];

describe.each(sampled(cases, 1))("weights $weights", ({ weights, without }) => {
  beforeAll(() => deploy(weights, ClassifyBy.BOTH_ADDRESSES));

  test("hold for 4,096 destinations", async () => {
    const sent = await lab.fromLan(FLOWS);
    expect(sent.failed).toEqual([]);
    expectShares(sent.byWan, Object.fromEntries(weights.map((weight, i) => [names[i], weight])), FLOWS);
  });

  test("without wlan1 the others take its flows, equally", async () => {
    await kill("wlan1");
    // One other takes all of them, however many.
    const flows = Object.keys(without).length === 1 ? 1000 : FLOWS;
    const sent = await lab.fromLan(flows);
    expect(sent.failed).toEqual([]);
    expectShares(sent.byWan, without, flows);
  });
});

describe("by source address", () => {
  beforeAll(() => deploy([3, 2, 1], ClassifyBy.SOURCE_ADDRESS));

  /** Five destinations each: the WANs that each user was seen by, and how many users each WAN had. */
  async function usersByWan() {
    const lan = lab.network.lan("Local");
    const sent = await lab.traffic.send({
      protocol: "udp",
      from: lan.namespace,
      sources: lan.addresses(USERS),
      destinations: lab.network.internet.addresses(5),
      count: 5 * USERS,
    });
    expect(sent.failed).toEqual([]);
    const seen = new Map<string, Set<string>>();
    for (const answer of sent.answers) {
      const user = answer.flow.from ?? "";
      seen.set(user, (seen.get(user) ?? new Set()).add(sent.wanOf(answer) ?? "other"));
    }
    expect([...seen.values()].filter((ways) => ways.size !== 1)).toEqual([]);
    return new Map([...seen].map(([user, [wan = ""]]) => [user, wan]));
  }

  test("300 users have one WAN each, and one each while wlan1 is dead; nobody else's WAN changes", async () => {
    const alive = await usersByWan();
    expect(alive.size).toBe(USERS);
    expect(new Set(alive.values())).toEqual(new Set(names));
    await kill("wlan1");
    const without = await usersByWan();
    expect(without.size).toBe(USERS);
    for (const [user, wan] of alive) {
      // The next by name takes all of a dead WAN's users.
      expect([user, without.get(user)]).toEqual([user, wan === "wlan1" ? "wlan2" : wan]);
    }
  });
});
