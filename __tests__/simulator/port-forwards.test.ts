import { Balancing, ClassifyBy } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { type Flow, followFlow, followReply, RouterState } from "../../lib/simulator";
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
  return { egress: there.egress, source: there.source, destination: there.destination, back };
}

test.each<[how: string, more: Partial<GatewayDescription>]>([
  ["by ECMP", {}],
  ["by ECMP with pinned connections", { stickyConnections: true, sourceRouting: true }],
  ["by a classifier", { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }) }],
  [
    "by a classifier of sources",
    { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) },
  ],
])(
  "balanced %s, a connection from outside is answered by the WAN it came in on, and hairpin by the router",
  (_, more) => {
    const router = RouterState.of(rowsOfGateway(articleGateway(2, { ...more, portForwards: forwards })), {});
    expect(thereAndBack(outside, router)).toMatchObject({
      egress: { kind: "out", interface: "Local" },
      source: "203.0.113.7",
      destination: "192.168.0.10",
      back: { "wlan2 via 10.111.0.1 from 10.111.0.2": 1 },
    });
    for (const dstAddress of ["10.112.0.2", "10.111.0.2"]) {
      expect(thereAndBack({ ...inside, dstAddress }, router)).toMatchObject({
        egress: { kind: "out", interface: "Local" },
        source: "192.168.0.1",
        destination: "192.168.0.10",
        back: { [`Local via 192.168.0.9 from ${dstAddress}`]: 1 },
      });
    }
  },
);

test("without the marks half of the replies leave by the other WAN", () => {
  const unmarked = RouterState.of({ ...rows, "/ip/firewall/mangle": [] }, {});
  expect(Object.values(thereAndBack(outside, unmarked).back ?? {})).toEqual([0.5, 0.5]);
});

test("what is for another address than the router's, or for another port, is not translated", () => {
  expect(only(followFlow(state, { ...outside, dstAddress: "10.111.0.9" })).destination).toBe("10.111.0.9");
  expect(only(followFlow(state, { ...outside, dstPort: 80 })).egress).toMatchObject({ kind: "local" });
});

test("a WAN that a forward does not name answers for itself", () => {
  const flow = { ...outside, inInterface: "wlan1", dstAddress: "10.112.0.2", dstPort: 554 };
  expect(only(followFlow(state, flow)).egress).toMatchObject({ kind: "local" });
});

test("the same port of the router's LAN address stays the router's", () => {
  expect(only(followFlow(state, { ...inside, dstAddress: "192.168.0.1" })).egress).toMatchObject({
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
