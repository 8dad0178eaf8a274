import { eventually } from "../until";
import { type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (row: Record<string, string>): string => network().lab.add("/ip/route", row);

/** A host route to a probe target, and a default route by way of it that asks the probe target whether it lives. */
function byTarget(target: string, gateway: string, more: Record<string, string> = {}): [string, string] {
  const host = add({ "dst-address": `${target}/32`, gateway, scope: "10" });
  return [host, add({ gateway: target, "target-scope": "11", "check-gateway": "ping", ...more })];
}

const [TARGET1, TARGET2, TARGET3] = ["198.51.100.1", "198.51.100.2", "198.51.100.3"];

const route = (id: string) =>
  network()
    .lab.rows("/ip/route")
    .find((row) => row[".id"] === id);
const flags = (...ids: string[]): string[] =>
  ids.map((id) => `${route(id)?.["active"] ? "A" : ""}${route(id)?.["inactive"] === "true" ? "I" : ""}`);

/** The next hops of the default route, as the kernel has them. */
const ways = (): string[] =>
  [
    ...network()
      .router.run("ip", "route", "show", "default")
      .matchAll(/via \S+ dev \S+( weight \d)?/g),
  ].map(([way]) => way);
const WLAN1 = "via 10.112.0.1 dev wlan1";
const WLAN2 = "via 10.111.0.1 dev wlan2";

/** An ISP whose first hop lives and that lets nothing through to a probe target, or to any. */
const losesTarget = (isp: Namespace, target = "198.51.100.0/24"): void => {
  isp.run(
    "nft",
    "add table ip beyond; add chain ip beyond in { type filter hook input priority 0; };" +
      ` add rule ip beyond in ip daddr ${target} drop`,
  );
};
const finds = (isp: Namespace): boolean => isp.succeeds("nft", "delete table ip beyond");

beforeEach(async () => {
  const { lab } = network();
  lab.add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  lab.add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  lab.set("/routing/settings", undefined, {
    "check-gateway-ping-interval": "200ms",
    "check-gateway-ping-timeout": "100ms",
  });
  await settle();
});
afterEach(() => {
  finds(network().isp1);
  finds(network().isp2);
});

test("default routes by targets become next hops of their ISPs, and a probe target lost behind a living first hop takes its route out", async () => {
  const { isp1 } = network();
  const [host1, default1] = byTarget(TARGET1, "10.112.0.1");
  const [host2, default2] = byTarget(TARGET2, "10.111.0.1");
  await settle();
  expect(ways()).toEqual([`${WLAN1} weight 1`, `${WLAN2} weight 1`]);
  expect([route(default1)?.["immediate-gw"], route(default2)?.["immediate-gw"]]).toEqual([
    "10.112.0.1%wlan1",
    "10.111.0.1%wlan2",
  ]);
  losesTarget(isp1);
  await eventually(
    () => flags(host1, default1, host2, default2),
    (shown) => expect(shown).toEqual(["A", "I", "A", "A"]),
  );
  expect(ways()).toEqual([WLAN2]);
  finds(isp1);
  await eventually(
    () => flags(default1),
    (shown) => expect(shown).toEqual(["A"]),
  );
  expect(ways()).toEqual([`${WLAN1} weight 1`, `${WLAN2} weight 1`]);
});

test("a probe target is asked by its own way, also where packets for it would go another", async () => {
  const { lab, isp1, isp2 } = network();
  const [, id] = byTarget(TARGET1, "10.112.0.1");
  await settle();
  // A routing rule of the user's sends the router's packets for the probe target out of the other WAN, where it answers.
  lab.add("/routing/table", { name: "other", fib: "" });
  add({ gateway: "10.111.0.1", "routing-table": "other" });
  lab.add("/routing/rule", { "dst-address": `${TARGET1}/32`, table: "other" });
  await settle();
  expect(network().router.run("ip", "route", "get", TARGET1)).toContain("dev wlan2");
  isp2.run(
    "nft",
    "add table ip beyond; add counter ip beyond asked;" +
      " add chain ip beyond in { type filter hook input priority -5; };" +
      ` add rule ip beyond in ip daddr ${TARGET1} counter name asked`,
  );
  losesTarget(isp1);
  await eventually(
    () => flags(id),
    (shown) => expect(shown).toEqual(["I"]),
  );
  expect(isp2.run("nft", "list", "counters", "table", "ip", "beyond")).toContain("packets 0");
});

test("several targets over one next hop: one share, and the loss of one changes nothing", async () => {
  const { isp1 } = network();
  const [, first] = byTarget(TARGET1, "10.112.0.1");
  const [, second] = byTarget(TARGET3, "10.112.0.1");
  const [, third] = byTarget(TARGET2, "10.111.0.1");
  await settle();
  const both = [`${WLAN1} weight 1`, `${WLAN2} weight 1`];
  expect(ways()).toEqual(both);
  losesTarget(isp1, TARGET1);
  await eventually(
    () => flags(first, second, third),
    (shown) => expect(shown).toEqual(["I", "A", "A"]),
  );
  expect(ways()).toEqual(both);
});

test("with the host route its default goes, unasked, and comes back with it", async () => {
  const { lab } = network();
  const [host, id] = byTarget(TARGET1, "10.112.0.1");
  await settle();
  lab.set("/ip/route", host, { disabled: "yes" });
  await settle();
  expect([flags(id), ways()]).toEqual([["I"], []]);
  lab.set("/ip/route", host, { disabled: "no", gateway: "10.111.0.1" });
  await settle();
  expect([flags(id), ways(), route(id)?.["immediate-gw"]]).toEqual([["A"], [WLAN2], "10.111.0.1%wlan2"]);
});

test("a first hop that is checked too takes the probe target's host route and the default along", async () => {
  const { lab, isp1 } = network();
  const [host, id] = byTarget(TARGET1, "10.112.0.1");
  lab.set("/ip/route", host, { "check-gateway": "ping" });
  const [, backup] = byTarget(TARGET2, "10.111.0.1", { distance: "2" });
  await settle();
  losesTarget(isp1, "10.112.0.1");
  await eventually(
    () => flags(host, id, backup),
    (shown) => expect(shown).toEqual(["I", "I", "A"]),
  );
  expect(ways()).toEqual([WLAN2]);
});
