import { type Flow, followFlow, followReply, RouterState } from "../../lib/routing";
import { articleGateway, only, rowsOfGateway, shares } from "./article";

const forwards = [
  { name: "web", ports: "443", to: "192.168.0.10", toPort: 8443, hairpin: true },
  { name: "cam", ports: "554", to: "192.168.0.11", wans: ["wlan2"] },
];
const rows = rowsOfGateway(articleGateway(2, { portForwards: forwards }));
const state = RouterState.of(rows, {});

const outside: Flow = {
  inInterface: "wlan2",
  protocol: "tcp",
  srcAddress: "203.0.113.7",
  srcPort: 50000,
  dstAddress: "10.111.0.2",
  dstPort: 443,
};
const inside: Flow = { ...outside, inInterface: "Local", srcAddress: "192.168.0.9" };

/** Where the packets of a flow end up, and where those of its reply do. */
function thereAndBack(flow: Flow, router = state) {
  const there = only(followFlow(router, flow));
  const back = there.connection && shares(followReply(router, there.connection));
  return { way: there.way, source: there.source, destination: there.destination, back };
}

test("a connection from outside reaches the host with its own source, and its replies leave by the WAN it came in on", () => {
  expect(thereAndBack(outside)).toMatchObject({
    way: { kind: "out", interface: "Local" },
    source: "203.0.113.7",
    destination: "192.168.0.10",
    back: { "wlan2 via 10.111.0.1 from 10.111.0.2": 1 },
  });
});

test("without the marks half of the replies leave by the other WAN", () => {
  const unmarked = RouterState.of({ ...rows, "/ip/firewall/mangle": [] }, {});
  expect(Object.values(thereAndBack(outside, unmarked).back ?? {})).toEqual([0.5, 0.5]);
});

test("what is for another address than the router's, or for another port, is not translated", () => {
  expect(only(followFlow(state, { ...outside, dstAddress: "10.111.0.9" })).destination).toBe("10.111.0.9");
  expect(only(followFlow(state, { ...outside, dstPort: 80 })).way).toMatchObject({ kind: "local" });
});

test("a WAN that a forward does not name answers for itself", () => {
  const flow = { ...outside, inInterface: "wlan1", dstAddress: "10.112.0.2", dstPort: 554 };
  expect(only(followFlow(state, flow)).way).toMatchObject({ kind: "local" });
});

test("hairpin: a LAN host reaches the host by either WAN's address, which sees the router and answers it", () => {
  for (const dstAddress of ["10.112.0.2", "10.111.0.2"]) {
    expect(thereAndBack({ ...inside, dstAddress })).toMatchObject({
      way: { kind: "out", interface: "Local" },
      source: "192.168.0.1",
      destination: "192.168.0.10",
      back: { [`Local via 192.168.0.9 from ${dstAddress}`]: 1 },
    });
  }
});

test("the same port of the router's LAN address stays the router's", () => {
  expect(only(followFlow(state, { ...inside, dstAddress: "192.168.0.1" })).way).toMatchObject({
    kind: "local",
  });
});

test("a connection of the LAN to the Internet is neither marked nor translated on its way", () => {
  const flow = { ...inside, dstAddress: "198.51.100.1" };
  const outcomes = followFlow(state, flow);
  expect(shares(outcomes)).toEqual(
    shares(followFlow(RouterState.of(rowsOfGateway(articleGateway()), {}), flow)),
  );
  expect(outcomes.map(({ connectionMark }) => connectionMark)).toEqual([undefined, undefined]);
});
