import { Otherwise } from "../../lib";
import { inAll } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const BANK = "203.0.113.80";
const wans = WANS.slice(0, 3);
const lans = [
  { name: "Local", routerAddress: "192.168.0.1/24" },
  { name: "Guests", routerAddress: "192.168.1.1/24" },
];
const COUNT = 30;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans, { lans });
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

const camera = () => lab.network.lan("Local").addresses(9)[8] ?? "";

const stand = (...policies: NonNullable<Parameters<typeof gatewayOf>[1]>["policies"] & object) =>
  lab.stand(
    gatewayOf(wans, {
      lans: lans.map(({ name, routerAddress }) => ({ interface: name, address: routerAddress })),
      policies,
    }),
  );

/** The WANs that connections leave through, and how many. */
async function send(
  lan: string,
  {
    source,
    destination,
    timeoutMs = PATIENCE_MS,
  }: Partial<Record<"source" | "destination", string>> & { timeoutMs?: number } = {},
): Promise<Record<string, number>> {
  const from = lab.network.lan(lan);
  const sent = await lab.traffic.send(
    {
      protocol: "udp",
      from: from.namespace,
      sources: source === undefined ? from.addresses(COUNT + 10).slice(10) : [source],
      destinations: destination === undefined ? lab.network.internet.addresses(COUNT) : [destination],
    },
    { timeoutMs },
  );
  return Object.fromEntries(sent.byWan);
}

async function fails(name: string): Promise<void> {
  await lab.network.wan(name).inflict("dead-gateway");
  await until(`${name} leaves`, () => lab.inactive().includes(lab.network.wan(name).gateway));
}

test("guests use the cheap line, a camera one line alone, and both come before a policy for everyone", async () => {
  await stand(
    { name: "camera", from: [camera()], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
    { name: "guests", from: ["Guests"], via: [["wlan3"], ["wlan2"]] },
    { name: "bank", to: [BANK], via: [["wlan1"]], otherwise: Otherwise.BLOCK },
  );
  expect(await send("Guests")).toEqual({ wlan3: COUNT });
  expect(await send("Guests", { destination: BANK })).toEqual({ wlan3: COUNT });
  expect(await send("Local", { source: camera() })).toEqual({ wlan2: COUNT });
  expect(await send("Local", { destination: BANK })).toEqual({ wlan1: COUNT });
  expect(Object.keys(await send("Local")).sort()).toEqual(["wlan1", "wlan2", "wlan3"]);
  await fails("wlan2");
  expect(await send("Local", { source: camera(), timeoutMs: 300 })).toEqual({});
  await fails("wlan3");
  // The tiers of the guests are down, so they are balanced; the policy of the bank is not for them.
  expect(await send("Guests", { destination: BANK })).toEqual({ wlan1: COUNT });
});

inAll(() =>
  test("three networks have a line each and a fallback of their own; the last one takes the next policy", async () => {
    const [first = "", second = ""] = ["192.168.0.128/27", "192.168.0.160/27"];
    await stand(
      { name: "first", from: [first], via: [["wlan1"], ["wlan2"]] },
      { name: "second", from: [second], via: [["wlan2"], ["wlan3"]] },
      { name: "guests", from: ["Guests"], via: [["wlan3"]], otherwise: Otherwise.NEXT },
      { name: "bank", to: [BANK], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
    );
    const each = async () => [
      await send("Local", { source: "192.168.0.140" }),
      await send("Local", { source: "192.168.0.170" }),
      await send("Guests", { destination: BANK }),
    ];
    expect(await each()).toEqual([{ wlan1: COUNT }, { wlan2: COUNT }, { wlan3: COUNT }]);
    await fails("wlan1");
    expect(await each()).toEqual([{ wlan2: COUNT }, { wlan2: COUNT }, { wlan3: COUNT }]);
    await lab.heal();
    await fails("wlan2");
    expect(await each()).toEqual([{ wlan1: COUNT }, { wlan3: COUNT }, { wlan3: COUNT }]);
    await lab.heal();
    await fails("wlan3");
    expect(await each()).toEqual([{ wlan1: COUNT }, { wlan2: COUNT }, { wlan2: COUNT }]);
  }),
);
