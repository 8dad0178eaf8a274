import { Balancing, ClassifyBy } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { type Flow, followFlow, RouterState } from "../../lib/simulator";
import { articleGateway, inward, OUTWARD, rowsOfGateway, shares } from "./article";

const stateOf = (more: Partial<GatewayDescription>) =>
  RouterState.of(rowsOfGateway(articleGateway(2, more)), {});
const marksOf = (state: RouterState, flow: Flow) =>
  new Set(followFlow(state, flow).map(({ connectionMark }) => connectionMark));

/** Every marking rule that meets a flow of these. */
const forwards = [{ name: "ssh", ports: "22", to: "192.168.0.10" }];
const pinned = { stickyConnections: true, portForwards: forwards };
const classified = {
  balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
  portForwards: forwards,
};

describe.each([
  ["pinned connections", pinned],
  ["a classifier", classified],
])("with %s", (_, props) => {
  const plain = stateOf(props);
  const spared = stateOf({ ...props, management: { sources: ["203.0.113.7", "192.168.0.9"] } });

  test("a connection from a management source is not marked, coming in or going out; others are", () => {
    for (const flow of [inward("wlan1", "10.112.0.2"), OUTWARD]) {
      expect(marksOf(plain, flow)).not.toContain(undefined);
      expect(marksOf(spared, flow)).toEqual(new Set([undefined]));
    }
    const others = [inward("wlan1", "10.112.0.2", "203.0.113.8"), { ...OUTWARD, srcAddress: "192.168.0.8" }];
    for (const flow of others) {
      expect(marksOf(spared, flow)).toEqual(marksOf(plain, flow));
    }
  });

  test("the router's connections to a management source, and the LANs', are not marked either", () => {
    for (const flow of [
      { protocol: "udp", dstAddress: "203.0.113.7", dstPort: 514 },
      { ...OUTWARD, srcAddress: "192.168.0.8", dstAddress: "203.0.113.7" },
    ]) {
      expect(marksOf(plain, flow)).not.toContain(undefined);
      expect(marksOf(spared, flow)).toEqual(new Set([undefined]));
    }
  });
});

test("a LAN that the router is managed through is spread by main alone", () => {
  const managed = stateOf({ ...classified, portForwards: [], management: { interfaces: ["Local"] } });
  const outcomes = followFlow(managed, OUTWARD);
  expect(shares(outcomes)).toEqual(shares(followFlow(stateOf({}), OUTWARD)));
  expect(new Set(outcomes.map(({ table }) => table))).toEqual(new Set(["main"]));
});
