import { HealthCheck, Wan } from "../../lib";
import { inAll } from "../tier";
import { until } from "../until";
import { gatewayOf, PacketLab } from "./packet-lab";
import { expectEqualShares } from "./shares";

/** Two dishes of one make: their gateways have one address, and the carrier translates what their customers send. */
const wans = [
  { name: "dish1", routerAddress: "100.64.0.2/24", gateway: "100.64.0.1", carrierNat: true },
  { name: "dish2", routerAddress: "100.64.0.3/24", gateway: "100.64.0.1", carrierNat: true },
];
const names = wans.map(({ name }) => name);
const FLOWS = 1000;
const TARGETS: Readonly<Record<string, string>> = { dish1: "9.9.9.9", dish2: "1.1.1.1" };

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

const checkedBy = (checkOf?: (name: string) => HealthCheck) =>
  gatewayOf(wans, {
    wans: wans.map(({ name, routerAddress, gateway }) =>
      Wan.static({ name, interface: name, address: routerAddress, gateway, healthCheck: checkOf?.(name) }),
    ),
  });

test("each takes its share", async () => {
  await lab.stand(checkedBy());
  const sent = await lab.fromLan(FLOWS);
  expect(sent.failed).toEqual([]);
  expectEqualShares(sent.byWan, names, FLOWS);
});

inAll(() =>
  test("the second plan is empty", async () => {
    expect(await lab.terraform.isSettled()).toBe(true);
  }),
);

test("one that is dead leaves, the other with the same address stays, and all flows take it", async () => {
  await lab.network.wan("dish1").inflict("dead-gateway");
  await until("dish1 leaves", () => lab.inactive().includes("100.64.0.1%dish1"));
  expect(lab.inactive()).not.toContain("100.64.0.1%dish2");
  const sent = await lab.fromLan(FLOWS);
  expect([sent.failed.length, Object.fromEntries(sent.byWan)]).toEqual([0, { dish2: FLOWS }]);
});

test("their targets tell them apart too", async () => {
  await lab.stand(checkedBy((name) => HealthCheck.recursive({ targets: [TARGETS[name] ?? ""] })));
  const sent = await lab.fromLan(FLOWS);
  expect(sent.failed).toEqual([]);
  expectEqualShares(sent.byWan, names, FLOWS);
  await lab.network.wan("dish2").inflict("black-hole");
  await until("dish2 leaves", () => lab.inactive().includes("1.1.1.1"));
  const without = await lab.fromLan(FLOWS);
  expect([without.failed.length, Object.fromEntries(without.byWan)]).toEqual([0, { dish1: FLOWS }]);
});
