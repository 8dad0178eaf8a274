import { labRouter, refusal } from "./rest-client";

const client = labRouter();

const nextHops = async () => (await client().get("/routing/nexthop")).body;

test("a gateway is shown once, as it is: direct, by another route, or nowhere", async () => {
  await client().added("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  await client().added("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping" });
  await client().added("/ip/route", {
    gateway: "10.112.0.1",
    "check-gateway": "ping",
    "dst-address": "192.0.2.0/24",
  });
  await client().added("/ip/route", { gateway: "10.112.0.1", "dst-address": "9.9.9.9", scope: "10" });
  await client().added("/ip/route", { gateway: "9.9.9.9", "target-scope": "11", distance: "2" });
  await client().added("/ip/route", { gateway: "10.9.0.1", distance: "3" });
  await client().added("/ip/route", { gateway: "10.9.0.2", distance: "4", disabled: "yes" });
  await client().added("/ip/route", { blackhole: "", distance: "5" });
  const of = (address: string, state: string, more = {}) => ({ address, "gw-state": state, ...more });
  expect(await nextHops()).toMatchObject([
    of("10.112.0.1", "reachable", { "check-gateway": "ping", "gw-check-ok": "true", "interface-ok": "true" }),
    of("10.112.0.1", "reachable", { "check-gateway": "none", scope: "10" }),
    of("9.9.9.9", "recursive", { "target-scope": "11" }),
    of("10.9.0.1", "unreachable", { "gw-check-ok": "false", "interface-ok": "false" }),
  ]);
});

test("nobody writes a next hop", async () => {
  expect(await client().put("/routing/nexthop", { address: "10.112.0.1" })).toMatchObject({ status: 400 });
});

test("count-only counts what a print would show", async () => {
  for (const mark of ["a", "b", "a"]) {
    const rule = { chain: "input", action: "mark-connection", "new-connection-mark": mark };
    await client().added("/ip/firewall/mangle", rule);
  }
  const count = (body: object) => client().post("/ip/firewall/mangle/print", { "count-only": "", ...body });
  expect(await count({})).toEqual({ status: 200, body: { ret: "3" } });
  expect(await count({ ".query": ["new-connection-mark=a"] })).toEqual({ status: 200, body: { ret: "2" } });
});

test("monitor-traffic answers once for the interfaces that are named", async () => {
  const monitor = (body: object) => client().post("/interface/monitor-traffic", body);
  const idle = { "rx-bits-per-second": "0", "tx-bits-per-second": "0" };
  expect(await monitor({ interface: "wlan1,wlan2", once: "" })).toEqual({
    status: 200,
    body: [
      { name: "wlan1", ...idle },
      { name: "wlan2", ...idle },
    ],
  });
  expect(await monitor({ interface: "wlan9", once: "" })).toEqual(
    refusal("input does not match any value of interface"),
  );
  expect(await monitor({ interface: "wlan1" })).toEqual(
    refusal("not implemented by the lab router: monitor-traffic without once"),
  );
});
