import { Balancing, HashPolicy } from "../../lib";
import { sampled } from "../tier";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectEqualShares } from "./shares";

const FLOWS = 4096;

describe.each(sampled([2, 3, 5], 1))("%i WANs", (count) => {
  const wans = WANS.slice(0, count);
  const names = wans.map(({ name }) => name);
  let lab: PacketLab;
  beforeAll(async () => {
    lab = await PacketLab.up(wans);
    await lab.stand(gatewayOf(wans));
  });
  afterAll(() => lab.down());

  test("share 4,096 destinations equally, each flow with the source address of its WAN", async () => {
    const sent = await lab.fromLan(FLOWS);
    expect(sent.failed).toEqual([]);
    expectEqualShares(sent.byWan, names, FLOWS);
  });

  test("take the same pair of addresses the same way, and with hash policy l4 spread it by ports", async () => {
    const ways = async () => {
      const sent = await lab.fromLan(200);
      return sent.answers.map((answer) => sent.wanOf(answer));
    };
    expect(await ways()).toEqual(await ways());

    await lab.stand(gatewayOf(wans, { balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) }));
    const lan = lab.network.lan("Local");
    const sent = await lab.traffic.send({
      protocol: "udp",
      from: lan.namespace,
      sources: lan.addresses(1),
      destinations: lab.network.internet.addresses(1),
      count: FLOWS,
    });
    expectEqualShares(sent.byWan, names, FLOWS);
  });
});
