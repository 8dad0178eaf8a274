import { TerraformVariable } from "cdktf";
import { HealthCheck, Wan } from "../../lib";
import { inAll } from "../tier";
import { until } from "../until";
import { gatewayOf, PacketLab } from "./packet-lab";
import { expectEqualShares } from "./shares";

/** A fixed address, a PPPoE line whose client is the gateway's, and a modem whose interface is there already. */
const wans = [
  { name: "fibre", routerAddress: "10.112.0.2/24", gateway: "10.112.0.1" },
  { name: "dsl", routerAddress: "10.115.0.2/24", gateway: "10.115.0.1", addressing: "dhcp" as const },
  { name: "lte", routerAddress: "10.114.0.2/24", gateway: "10.114.0.1", link: "point-to-point" as const },
];
const names = wans.map(({ name }) => name);
const FLOWS = 1500;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  // The modem gets its address by itself.
  lab.router.add("/ip/address", { address: "10.114.0.2", network: "10.114.0.1", interface: "lte" });
  await deploy({ dsl: HealthCheck.none(), lte: HealthCheck.none() });
});
afterAll(() => lab.down());

const isUp = () => lab.inactive().length === 0;

async function deploy(checks: Readonly<Record<"dsl" | "lte", HealthCheck>>): Promise<void> {
  await lab.stand((stack) => {
    // Terraform alone keeps a secret.
    const password =
      stack && new TerraformVariable(stack, "password", { sensitive: true, default: "secret" });
    return gatewayOf(wans, {
      wans: [
        Wan.static({
          name: "fibre",
          interface: "fibre",
          address: "10.112.0.2/24",
          gateway: "10.112.0.1",
        }),
        Wan.pointToPoint({
          name: "dsl",
          interface: "pppoe-out1",
          pppoe: { interface: "dsl", user: "customer", password: password?.stringValue ?? "secret" },
          healthCheck: checks.dsl,
        }),
        Wan.pointToPoint({ name: "lte", interface: "lte", healthCheck: checks.lte }),
      ],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["dsl"]] }],
    });
  });
  await until("every route is up", isUp);
  await lab.router.settled();
}

/** What comes to one port in the Internet, by the largest segment that its sender takes. */
const SYNS = `table ip syns {
  chain prerouting {
    type filter hook prerouting priority -400; policy accept;
    ${names
      .flatMap((isp) => [
        `iifname "${isp}" tcp flags syn / syn,ack tcp option maxseg size <= 1440 counter comment "${isp} clamped"`,
        `iifname "${isp}" tcp flags syn / syn,ack tcp option maxseg size > 1440 counter comment "${isp} full"`,
      ])
      .join("\n    ")}
  }
}`;

async function syns(): Promise<Record<string, number>> {
  const listed = await lab.network.internet.namespace.nftList("table", "ip", "syns");
  const rules = listed.flatMap(({ rule }) => (rule ? [rule as CountingRule] : []));
  return Object.fromEntries(
    rules.map(({ comment, expr }) => [comment, expr.find(({ counter }) => counter)?.counter?.packets ?? 0]),
  );
}

interface CountingRule {
  readonly comment: string;
  readonly expr: readonly { readonly counter?: { readonly packets: number } }[];
}

test("each takes its share, with its own address", async () => {
  const sent = await lab.fromLan(FLOWS);
  expect(sent.failed).toEqual([]);
  expectEqualShares(sent.byWan, names, FLOWS);
});

inAll(() =>
  test("the second plan is empty", async () => {
    expect(await lab.terraform.isSettled()).toBe(true);
  }),
);

test("connections from outside are answered by the WAN they came in on", async () => {
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
    expect([name, sent.failed]).toEqual([name, []]);
    expect(Object.fromEntries(await sent.byReturn())).toEqual(
      Object.fromEntries(names.map((other) => [other, other === name ? 50 : 0])),
    );
  }
});

test("a pinned destination leaves by the interface", async () => {
  const lan = lab.network.lan("Local");
  const sent = await lab.traffic.send({
    protocol: "udp",
    from: lan.namespace,
    sources: lan.addresses(50),
    destinations: ["203.0.113.80"],
  });
  expect([sent.failed, Object.fromEntries(sent.byWan)]).toEqual([[], { dsl: 50 }]);
});

test("TCP connections are kept to what fits through the PPPoE link of 1480 bytes, and no others", async () => {
  await lab.network.internet.namespace.nft(SYNS);
  const sent = await lab.fromLan(300, "tcp");
  expect(sent.failed).toEqual([]);
  const counted = await syns();
  expect(counted).toEqual({
    "fibre clamped": 0,
    "fibre full": sent.byWan.get("fibre"),
    "dsl clamped": sent.byWan.get("dsl"),
    "dsl full": 0,
    "lte clamped": 0,
    "lte full": sent.byWan.get("lte"),
  });
});

test("without a check, an ISP that black-holes keeps its share; with targets it leaves and recovers", async () => {
  await lab.network.wan("dsl").inflict("black-hole");
  const lan = lab.network.lan("Local");
  const lost = await lab.traffic.send(
    {
      protocol: "udp",
      from: lan.namespace,
      sources: lan.addresses(1),
      destinations: lab.network.internet.addresses(150),
    },
    { timeoutMs: 500 },
  );
  expect(lab.inactive()).toEqual([]);
  expect([...lost.byWan.keys()].sort()).toEqual(["fibre", "lte"]);
  expect(lost.failed.length).toBeGreaterThan(30);
  await lab.network.wan("dsl").heal();

  await deploy({
    dsl: HealthCheck.recursive({ targets: ["9.9.9.9"] }),
    lte: HealthCheck.recursive({ targets: ["1.1.1.1"] }),
  });
  await lab.network.wan("dsl").inflict("black-hole");
  await until("dsl leaves", () => lab.inactive().includes("9.9.9.9"));
  const without = await lab.fromLan(300);
  expect([without.failed.length, [...without.byWan.keys()].sort()]).toEqual([0, ["fibre", "lte"]]);
  await lab.network.wan("dsl").heal();
  await until("dsl returns", isUp);
  const back = await lab.fromLan(FLOWS);
  expect(back.failed).toEqual([]);
  expectEqualShares(back.byWan, names, FLOWS);
});

test("a link that is cut takes its WAN out without any check", async () => {
  await lab.network.wan("lte").inflict("cut");
  await until("lte leaves", () => lab.inactive().includes("lte"));
  const without = await lab.fromLan(300);
  expect([without.failed.length, [...without.byWan.keys()].sort()]).toEqual([0, ["dsl", "fibre"]]);
  await lab.network.wan("lte").heal();
  await until("lte returns", isUp);
});

inAll(() =>
  test("destroy takes the PPPoE client away, and leaves the modem's address", async () => {
    expect(await lab.terraform.destroy()).toMatchObject({ ok: true });
    expect(lab.router.rows("/interface/pppoe-client")).toEqual([]);
    expect(lab.router.rows("/ip/address").map((row) => row["interface"])).toContain("lte");
  }),
);
