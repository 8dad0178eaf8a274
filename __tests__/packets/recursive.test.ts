import { HealthCheck, Wan } from "../../lib";
import { fullTest, inAll, sampled } from "../tier";
import { until } from "../until";
import { sendDuring } from "./during-apply";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectEqualShares } from "./shares";

const wans = WANS.slice(0, 2);
const names = wans.map(({ name }) => name);
const FLOWS = 1000;
const TARGETS: Readonly<Record<string, string[]>> = {
  wlan1: ["9.9.9.9", "203.0.113.201"],
  wlan2: ["1.1.1.1", "203.0.113.202"],
};

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.network.internet.namespace.nft(COUNTERS);
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

const checkedBy = (checkOf: (name: string) => HealthCheck) =>
  gatewayOf(wans, {
    wans: wans.map(({ name, routerAddress, gateway }) =>
      Wan.static({ name, interface: name, address: routerAddress, gateway, healthCheck: checkOf(name) }),
    ),
  });
const recursive = checkedBy((name) => HealthCheck.recursive({ targets: TARGETS[name] ?? [] }));

/** What comes to the probe targets at the Internet's end, by the ISP that it comes from. */
const COUNTERS = `table ip targets {
  chain prerouting {
    type filter hook prerouting priority -400; policy accept;
${names
  .flatMap((isp) =>
    names.map(
      (wan) =>
        `iifname "${isp}" ip daddr { ${TARGETS[wan]?.join(", ")} } counter comment "${wan} through ${isp}"`,
    ),
  )
  .join("\n")}
  }
}`;

/** Packets to the probe targets of one WAN that came through an ISP, ever. */
async function arrived(wan: string, isp: string): Promise<number> {
  const listed = await lab.network.internet.namespace.nftList("table", "ip", "targets");
  const rule = listed
    .map((entry) => entry["rule"] as { comment?: string; expr: { counter?: { packets: number } }[] })
    .find((found) => found?.comment === `${wan} through ${isp}`);
  return rule?.expr.find(({ counter }) => counter)?.counter?.packets ?? Number.NaN;
}

const isDown = (name: string) => () =>
  TARGETS[name]?.every((target) => lab.inactive().includes(target)) ?? false;
const isUp = () => lab.inactive().length === 0;
const pingFrom = (shell: (script: string) => Promise<string>, address: string) =>
  shell(`ping -n -c 2 -i 0.2 -W 1 ${address} >/dev/null && echo answers || echo silence`);

inAll(() =>
  test("no flow is lost while targets take the place of the gateway, and while one takes the place of another", async () => {
    const targets = (...which: number[]) =>
      checkedBy((name) => HealthCheck.recursive({ targets: which.map((i) => TARGETS[name]?.[i] ?? "") }));
    await lab.deploy(checkedBy(() => HealthCheck.ping()));
    for (const props of [targets(0), targets(0, 1), targets(1)]) {
      const { sent, ...others } = await sendDuring(lab, () => lab.deploy(props));
      expect(sent).toBeGreaterThan(0);
      expect(others).toEqual({ lost: 0, cutOff: new Map(), foreign: new Map(), examples: new Map() });
    }
  }),
);

test("with a ping of the gateway, an ISP that is dead behind its first hop keeps its share, and that dies", async () => {
  await lab.stand(checkedBy(() => HealthCheck.ping()));
  await lab.network.wan("wlan1").inflict("black-hole");
  // Longer than two probes take: the gateway still answers them.
  for (let probes = 0; probes < 5; probes += 1) {
    expect(await pingFrom((script) => lab.network.router.shell(script), "10.112.0.1")).toContain("answers");
  }
  expect(lab.inactive()).toEqual([]);
  const sent = await lab.traffic.send(
    {
      protocol: "udp",
      from: lab.network.lan("Local").namespace,
      sources: lab.network.lan("Local").addresses(1),
      destinations: lab.network.internet.addresses(200),
    },
    { timeoutMs: 500 },
  );
  expect([...sent.byWan.keys()]).toEqual(["wlan2"]);
  expect(sent.failed.length).toBeGreaterThan(60);
});

describe("with targets", () => {
  beforeAll(() => lab.stand(recursive));

  test("two targets per WAN share as evenly as one gateway each", async () => {
    const sent = await lab.fromLan(FLOWS);
    expect(sent.failed).toEqual([]);
    expectEqualShares(sent.byWan, names, FLOWS);
  });

  inAll(() =>
    test("the second plan is empty", async () => {
      expect(await lab.terraform.isSettled()).toBe(true);
    }),
  );

  test("the WAN leaves while its gateway answers, every new flow takes the other, and it returns to its share", async () => {
    await lab.network.wan("wlan1").inflict("black-hole");
    await until("wlan1 leaves", isDown("wlan1"));
    expect(await pingFrom((script) => lab.network.router.shell(script), "10.112.0.1")).toContain("answers");
    const without = await lab.fromLan(FLOWS);
    expect([without.failed.length, without.byWan]).toEqual([0, new Map([["wlan2", FLOWS]])]);

    await lab.network.wan("wlan1").heal();
    await until("wlan1 returns", isUp);
    const back = await lab.fromLan(FLOWS);
    expect(back.failed).toEqual([]);
    expectEqualShares(back.byWan, names, FLOWS);
  });

  test("one probe target that dies takes nothing away", async () => {
    await lab.network.internet.namespace.nft(
      `table ip silence { chain input { type filter hook input priority 0; policy accept; ip daddr 9.9.9.9 drop; }; }`,
    );
    await until("the probe target is missed", () => lab.inactive().includes("9.9.9.9"));
    const sent = await lab.fromLan(FLOWS);
    await lab.network.internet.namespace.nft("delete table ip silence");
    expect(sent.failed).toEqual([]);
    expectEqualShares(sent.byWan, names, FLOWS);
    await until("the probe target is found again", isUp);
  });

  test.each(sampled(["black-hole", "dead-gateway", "cut"] as const, 1))(
    "a probe target is never asked through another WAN, by the router or a host: %s",
    async (fault) => {
      const lan = lab.network.lan("Local");
      await lab.network.wan("wlan1").inflict(fault);
      await until("wlan1 leaves", isDown("wlan1"));
      const heard = (TARGETS["wlan1"] ?? []).flatMap((target) => [
        pingFrom((script) => lab.network.router.shell(script), target),
        pingFrom((script) => lan.namespace.shell(script), target),
      ]);
      // All at once: each silence is waited for.
      for (const said of await Promise.all(heard)) {
        expect(said).toContain("silence");
      }
      expect(await arrived("wlan1", "wlan2")).toBe(0);
      expect(await arrived("wlan2", "wlan1")).toBe(0);
      expect(await arrived("wlan1", "wlan1")).toBeGreaterThan(0);
    },
  );

  test("without the blackholes a probe target is answered through the other WAN", async () => {
    const blackholes = lab.router.rows("/ip/route").filter((row) => row["blackhole"] !== undefined);
    expect(blackholes).toHaveLength(4);
    const setAll = (disabled: "yes" | "no") => {
      for (const row of blackholes) {
        lab.router.set("/ip/route", row[".id"], { disabled });
      }
    };
    setAll("yes");
    await lab.network.wan("wlan1").inflict("cut");
    await until("wlan1 leaves", isDown("wlan1"));
    await lab.router.settled();
    expect(await pingFrom((script) => lab.network.router.shell(script), "9.9.9.9")).toContain("answers");
    expect(await arrived("wlan1", "wlan2")).toBeGreaterThan(0);
    setAll("no");
  });

  fullTest("connections from outside are answered by their WAN, as ever", async () => {
    await lab.traffic.serve(lab.network.router, 8080);
    for (const name of names) {
      await lab.network.resetCounters();
      const sent = await lab.traffic.send({
        protocol: "tcp",
        from: lab.network.internet.namespace,
        sources: lab.network.internet.addresses(50),
        destinations: [lab.network.wan(name).customer],
        port: 8080,
      });
      expect(sent.failed).toEqual([]);
      expect(await sent.byReturn()).toEqual(new Map(names.map((other) => [other, other === name ? 50 : 0])));
    }
  });
});

test("a second tier waits until the first is dead, and gives the traffic back", async () => {
  const [first, second] = wans.map(({ name, routerAddress, gateway }, i) =>
    Wan.static({
      name,
      interface: name,
      address: routerAddress,
      gateway,
      tier: i + 1,
      healthCheck: HealthCheck.recursive({ targets: TARGETS[name] ?? [] }),
    }),
  );
  await lab.stand(gatewayOf(wans, { wans: [first as Wan, second as Wan] }));
  expect((await lab.fromLan(200)).byWan).toEqual(new Map([["wlan1", 200]]));
  await lab.network.wan("wlan1").inflict("black-hole");
  await until("wlan1 leaves", isDown("wlan1"));
  expect((await lab.fromLan(200)).byWan).toEqual(new Map([["wlan2", 200]]));
  await lab.network.wan("wlan1").heal();
  await until("wlan1 returns", isUp);
  expect((await lab.fromLan(200)).byWan).toEqual(new Map([["wlan1", 200]]));
});
