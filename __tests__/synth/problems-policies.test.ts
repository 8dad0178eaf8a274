import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { type Reason, reasonsWith, wlan1, wlan2 } from "./synthesize";

const withPin = (pin: object) => ({
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], ...pin }],
});

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
  [
    "a policy by an unknown WAN",
    withPin({ via: [["wlan9"]] }),
    {
      path: "policies[0].via[0][0]",
      fault: { id: "unknown-wan" },
      remedy: { id: "write-either", choices: ['"wlan1"', '"wlan2"'] },
    },
  ],
  [
    "a policy to a name",
    withPin({ to: ["isp.example"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "not-a-prefix" },
      remedy: { id: "write-such-as", example: '"203.0.113.80" or "198.51.100.0/24"' },
    },
  ],
  [
    "a destination with host bits",
    withPin({ to: ["203.0.113.80/24"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"203.0.113.0/24" or "203.0.113.80"' },
    },
  ],
  [
    "a policy to everything",
    withPin({ to: ["0.0.0.0/0"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "everything" },
      remedy: { id: "write-narrower-prefix", instead: "remove the other WANs" },
    },
  ],
  [
    "a policy to the router's neighbour",
    withPin({ to: ["10.112.0.1"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "in-own-network", network: "10.112.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a destination twice",
    {
      policies: [
        { name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] },
        { name: "again", to: ["203.0.113.80/32"], via: [["wlan2"]] },
      ],
    },
    {
      path: "policies[1].to[0]",
      fault: { id: "duplicate", earlier: "policies[0].to[0]" },
      remedy: { id: "write-once", what: "prefix" },
    },
  ],
  [
    "a policy's name twice",
    {
      policies: [
        { name: "portal", to: ["203.0.113.80"], via: [["wlan1"]] },
        { name: "portal", to: ["203.0.113.81"], via: [["wlan2"]] },
      ],
    },
    {
      path: "policies[1].name",
      fault: { id: "duplicate", earlier: "policies[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a policy's name with a space",
    withPin({ name: "a b" }),
    { path: "policies[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a token whose policy has the name of another destination",
    {
      policies: [
        { name: "pinned", to: ["203.0.113.0/24"], via: [["wlan1"]] },
        { name: "203.0.113.0-24", to: ["${TfToken[TOKEN.1]}"], via: [["wlan2"]] },
      ],
    },
    {
      path: "policies[1].name",
      fault: { id: "name-of", of: "policies[0].to[0]" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a policy inside a LAN",
    withPin({ to: ["192.168.0.128/25"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "in-own-network", network: "192.168.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a policy to multicast",
    withPin({ to: ["224.0.0.0/4"] }),
    {
      path: "policies[0].to[0]",
      fault: { id: "special-use", use: "multicast" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a policy without destinations",
    withPin({ to: [] }),
    {
      path: "policies[0].to",
      fault: { id: "empty" },
      remedy: { id: "write", code: '["203.0.113.80"]' },
    },
  ],
  [
    "a policy without tiers",
    withPin({ via: [] }),
    {
      path: "policies[0].via",
      fault: { id: "empty" },
      remedy: { id: "write", code: '[["fibre"], ["cable"]]' },
    },
  ],
  [
    "an empty tier",
    withPin({ via: [["wlan1"], []] }),
    {
      path: "policies[0].via[1]",
      fault: { id: "empty" },
      remedy: { id: "write", code: '["fibre"]' },
    },
  ],
  [
    "a WAN in two tiers",
    withPin({ via: [["wlan1"], ["wlan2", "wlan1"]] }),
    {
      path: "policies[0].via[1][1]",
      fault: { id: "duplicate", earlier: "policies[0].via[0][0]" },
      remedy: { id: "write-once", what: "WAN" },
    },
  ],
  [
    "a DHCP WAN behind another one",
    {
      wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })],
      ...withPin({ via: [["wlan1"], ["cable"]] }),
    },
    {
      path: "policies[0].via[1][0]",
      fault: { id: "lease-behind-routes" },
      remedy: { id: "write-lease-first" },
    },
  ],
  [
    "a DHCP WAN beside another one",
    {
      wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })],
      ...withPin({ via: [["wlan1", "cable"]] }),
    },
    {
      path: "policies[0].via[0][1]",
      fault: { id: "lease-behind-routes" },
      remedy: { id: "write-lease-first" },
    },
  ],
  [
    "WANs of different weights in one tier",
    {
      wans: [Wan.static({ ...wlan1, weight: 2 }), Wan.static(wlan2)],
      balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
      ...withPin({ via: [["wlan1", "wlan2"]] }),
    },
    {
      path: "policies[0].via[0][1]",
      fault: { id: "uneven-tier", other: "wlan1" },
      remedy: { id: "write-own-tier" },
    },
  ],
  [
    "WANs of one tier with different numbers of probe targets",
    {
      wans: [
        Wan.static({ ...wlan1, healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9", "1.1.1.1"] }) }),
        Wan.static({ ...wlan2, tier: 2 }),
      ],
      ...withPin({ via: [["wlan1", "wlan2"]] }),
    },
    {
      path: "policies[0].via[0][1]",
      fault: { id: "uneven-routes", wan: "wlan2", routes: 1, other: "wlan1", otherRoutes: 2 },
      remedy: { id: "one-target-or-own-tier" },
    },
  ],
  [
    "a destination inside that of an earlier policy",
    {
      policies: [
        { name: "all", to: ["203.0.113.0/24"], via: [["wlan1"]] },
        { name: "part", to: ["203.0.113.80"], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
      ],
    },
    {
      path: "policies[1].to[0]",
      fault: { id: "shadowed-policy", wider: "policies[0].to[0]" },
      remedy: { id: "move-policy" },
    },
  ],
  [
    "a destination that a later policy would carry instead of the balancing",
    {
      policies: [
        { name: "part", to: ["203.0.113.80"], via: [["wlan2"]] },
        { name: "all", to: ["203.0.113.0/24"], via: [["wlan1"]] },
      ],
    },
    {
      path: "policies[0].to[0]",
      fault: { id: "falls-to-policy", wider: "policies[1].to[0]" },
      remedy: { id: "write-other-otherwise" },
    },
  ],
  [
    "a policy for everything",
    withPin({ to: undefined }),
    {
      path: "policies[0]",
      fault: { id: "matches-everything" },
      remedy: { id: "write-from-or-to" },
    },
  ],
  [
    "a policy without sources",
    withPin({ from: [] }),
    {
      path: "policies[0].from",
      fault: { id: "empty" },
      remedy: { id: "write", code: '["Local"]' },
    },
  ],
  [
    "a source that is neither a LAN nor a prefix",
    withPin({ from: ["guests"] }),
    {
      path: "policies[0].from[0]",
      fault: { id: "not-a-source" },
      remedy: { id: "write-either", choices: ['"Local"', '"192.168.0.64/26"'] },
    },
  ],
  [
    "a source of everything",
    withPin({ from: ["0.0.0.0/0"] }),
    {
      path: "policies[0].from[0]",
      fault: { id: "everything" },
      remedy: { id: "write-narrower-prefix", instead: "remove from" },
    },
  ],
  [
    "a source with host bits",
    withPin({ from: ["192.168.0.65/26"] }),
    {
      path: "policies[0].from[0]",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"192.168.0.64/26" or "192.168.0.65"' },
    },
  ],
  [
    "a source twice",
    withPin({ from: ["Local", "Local"] }),
    {
      path: "policies[0].from[1]",
      fault: { id: "duplicate", earlier: "policies[0].from[0]" },
      remedy: { id: "write-once", what: "source" },
    },
  ],
  [
    "a source that the router is managed through",
    { ...withPin({ from: ["Local"] }), management: { interfaces: ["Local"] } },
    { path: "policies[0].from[0]", fault: { id: "managed-lan" }, remedy: { id: "remove" } },
  ],
  [
    "sources beside a classifier",
    {
      ...withPin({ from: ["Local"] }),
      balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
    },
    {
      path: "policies[0].from",
      fault: { id: "sources-need-ecmp" },
      remedy: { id: "write-ecmp" },
    },
  ],
  [
    "sources in a gateway with a table of its own",
    { ...withPin({ from: ["Local"] }), routingTable: "office" },
    {
      path: "policies[0].from",
      fault: { id: "sources-need-main" },
      remedy: { id: "remove-routing-table" },
    },
  ],
  [
    "a policy that sticky connections would pass",
    { ...withPin({ from: ["Local"], otherwise: Otherwise.BLOCK }), stickyConnections: true },
    {
      path: "policies[0].otherwise",
      fault: { id: "not-blocked-if-sticky" },
      remedy: { id: "remove-sticky" },
    },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test.each(["10.0.0.0/8", "10.112.0.0/16"])(
  "accepts a destination that holds a WAN's network, since the longer prefix wins: %s",
  (destination) => {
    expect(reasonsWith(withPin({ to: [destination] }))).toEqual([]);
  },
);
