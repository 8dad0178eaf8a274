import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { type Reason, reasonsWith } from "./synthesize";

const withPin = (pin: object) => ({
  destinationPins: [{ destination: "203.0.113.80", wan: "wlan2", ...pin }],
});

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
  [
    "a pin by an unknown WAN",
    withPin({ wan: "wlan9" }),
    {
      path: "destinationPins[0].wan",
      fault: { id: "unknown-wan" },
      remedy: { id: "write-either", choices: ['"wlan1"', '"wlan2"'] },
    },
  ],
  [
    "a pin of a name",
    withPin({ destination: "isp.example" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "not-a-prefix" },
      remedy: { id: "write-such-as", example: '"203.0.113.80" or "198.51.100.0/24"' },
    },
  ],
  [
    "a pin with host bits",
    withPin({ destination: "203.0.113.80/24" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"203.0.113.0/24" or "203.0.113.80"' },
    },
  ],
  [
    "a pin of everything",
    withPin({ destination: "0.0.0.0/0" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "everything" },
      remedy: { id: "write-narrower-prefix", instead: "remove the other WANs" },
    },
  ],
  [
    "a pin of the router's neighbour",
    withPin({ destination: "10.112.0.1" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "in-own-network", network: "10.112.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a prefix pinned twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1" },
        { destination: "203.0.113.80/32", wan: "wlan2" },
      ],
    },
    {
      path: "destinationPins[1].destination",
      fault: { id: "duplicate", earlier: "destinationPins[0].destination" },
      remedy: { id: "write-once", what: "prefix" },
    },
  ],
  [
    "a pin's name twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1", name: "portal" },
        { destination: "203.0.113.81", wan: "wlan2", name: "portal" },
      ],
    },
    {
      path: "destinationPins[1].name",
      fault: { id: "name-of", of: "destinationPins[0]" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a pin's name with a space",
    withPin({ name: "a b" }),
    { path: "destinationPins[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a pin that has the name of another's destination",
    {
      destinationPins: [
        { destination: "203.0.113.0/24", wan: "wlan1" },
        { destination: "198.51.100.0/24", wan: "wlan2", name: "203.0.113.0-24" },
      ],
    },
    {
      path: "destinationPins[1].name",
      fault: { id: "name-of", of: "destinationPins[0]" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a pin inside a LAN",
    withPin({ destination: "192.168.0.128/25" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "in-own-network", network: "192.168.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a pin of multicast",
    withPin({ destination: "224.0.0.0/4" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "special-use", use: "multicast" },
      remedy: { id: "write-distant-destination" },
    },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test.each(["10.0.0.0/8", "10.112.0.0/16"])(
  "accepts a pin that holds a WAN's network, since the longer prefix wins: %s",
  (destination) => {
    expect(reasonsWith(withPin({ destination }))).toEqual([]);
  },
);
