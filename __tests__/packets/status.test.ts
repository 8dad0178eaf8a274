import { runState } from "../cli/run-state";
import { eventually } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const wans = WANS.slice(0, 2);
const FLOWS = 4096;
/** More than the pings of gateway checks that are remembered at a time. */
const INBOUND = 200;

interface StatusJson {
  readonly state: string;
  readonly wans: readonly {
    readonly name: string;
    readonly isUp: boolean;
    readonly link: string;
    readonly main: string;
    readonly check: { readonly answers?: boolean };
    readonly share: { readonly expected?: number; readonly measured?: number; readonly connections?: number };
    readonly openConnections?: number;
    readonly rate?: { readonly received: number };
  }[];
}

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.stand(gatewayOf(wans));
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** What `routeros-state status` says, and how it ends. */
async function status(): Promise<StatusJson & { readonly exit: number }> {
  const { httpUrl, username, password } = lab.router;
  const { status: exit, out } = await runState(["status", "--json"], {
    ROS_HOSTURL: httpUrl,
    ROS_USERNAME: username,
    ROS_PASSWORD: password,
  });
  const [router] = JSON.parse(out).routers;
  return { exit, ...router };
}

const wan = ({ wans: all }: StatusJson, name: string) => all.find((each) => each.name === name);

test("4,096 flows are counted by the WAN that they took, and leave in the shares that the status says", async () => {
  const { byWan, failed } = await lab.fromLan(FLOWS);
  expect(failed).toEqual([]);
  const said = await status();
  expect([said.exit, said.state]).toEqual([0, "up"]);
  for (const { name } of wans) {
    const { share, rate } = wan(said, name) ?? {};
    expect([name, share?.expected]).toEqual([name, 0.5]);
    // The router's own gateway checks are counted, too.
    expect(share?.connections).toBeGreaterThanOrEqual(byWan.get(name) ?? 0);
    expect(Math.abs((share?.measured ?? 0) - (byWan.get(name) ?? 0) / FLOWS)).toBeLessThan(0.02);
    expect(rate?.received).toBeGreaterThan(0);
  }
});

test("connections from outside are counted as open by the mark of the WAN that they came in on", async () => {
  await lab.traffic.serve(lab.network.router, 7000);
  await lab.traffic.send({
    protocol: "udp",
    from: lab.network.internet.namespace,
    destinations: ["10.111.0.2"],
    port: 7000,
    count: INBOUND,
  });
  const said = await status();
  expect(wan(said, "wlan2")?.openConnections).toBeGreaterThanOrEqual(INBOUND);
  expect(wan(said, "wlan1")?.openConnections).toBeLessThan(INBOUND);
});

test.each([
  ["dead-gateway", { isUp: false, main: "down", check: { answers: false } }],
  ["cut", { isUp: false, link: "down", main: "down" }],
] as const)(
  "a WAN with the fault %s is shown as it is, and the other one carries all",
  async (fault, expected) => {
    await lab.network.wan("wlan1").inflict(fault);
    await eventually(status, (said) => {
      expect(said).toMatchObject({ exit: 1, state: "degraded" });
      expect(wan(said, "wlan1")).toMatchObject(expected);
      expect(wan(said, "wlan2")).toMatchObject({ isUp: true, main: "active", share: { expected: 1 } });
    });
    await lab.network.wan("wlan1").heal();
    await eventually(status, (said) => expect(said).toMatchObject({ exit: 0, state: "up" }));
  },
);
