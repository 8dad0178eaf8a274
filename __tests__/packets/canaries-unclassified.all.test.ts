import { Balancing, ClassifyBy, HealthCheck, Wan } from "../../lib";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const wans = WANS.slice(0, 2);
const TARGETS = ["9.9.9.9", "1.1.1.1"];
const COUNTER = `table ip targets {
  chain prerouting {
    type filter hook prerouting priority -400; policy accept;
    iifname "wlan2" ip daddr 9.9.9.9 counter drop
  }
}`;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** Packets to wlan1's probe target that came through wlan2. */
async function strayed(): Promise<number> {
  const listed = await lab.network.internet.namespace.nftList("table", "ip", "targets");
  const [rule] = listed.flatMap((entry) => entry["rule"] ?? []) as {
    expr: { counter?: { packets: number } }[];
  }[];
  return rule?.expr.find(({ counter }) => counter)?.counter?.packets ?? Number.NaN;
}

test.each(Object.values(ClassifyBy))(
  "no probe target and no gateway check is ever classified: %s, while wlan1 is dead behind its first hop",
  async (by) => {
    await lab.stand(
      gatewayOf(wans, {
        wans: wans.map(({ name, routerAddress, gateway }, i) =>
          Wan.static({
            name,
            interface: name,
            address: routerAddress,
            gateway,
            // Nearly everything that could be classified would leave by wlan2.
            weight: i === 0 ? 1 : 20,
            healthCheck: HealthCheck.recursive({ targets: TARGETS.slice(i, i + 1) }),
          }),
        ),
        balancing: Balancing.perConnectionClassifier({ by }),
      }),
    );
    const { internet, router } = lab.network;
    await internet.namespace.nft(COUNTER);
    await lab.network.wan("wlan1").inflict("black-hole");
    await until("wlan1 leaves", () => lab.inactive().includes("9.9.9.9"));
    await lab.router.settled();
    const ping = (options: string) =>
      router.shell(`ping -n -c 2 -i 0.2 -W 1 ${options} 9.9.9.9 >/dev/null && echo answers || echo silence`);
    expect([await ping(""), await ping("-I 10.112.0.2"), await strayed()]).toEqual([
      expect.stringContaining("silence"),
      expect.stringContaining("silence"),
      0,
    ]);
    await internet.namespace.nft("delete table ip targets");
  },
);
