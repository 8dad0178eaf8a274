import { labRouter, refusal } from "./rest-client";

/** What a device's console completes, or the manual's reference names; of RouterOS 7.22.3 and newer. */
const client = labRouter({ version: "7.24" });

beforeEach(() => client().router.add("/interface/bridge", { name: "bridge" }));

test.each<[string, Record<string, string>]>([
  ["interface/bridge", { name: "b2", "mlag-peer-port": "none" }],
  ["interface/bridge/vlan", { bridge: "bridge", "vlan-ids": "100-115,120,122,128-130", tagged: "bridge" }],
  ["ip/firewall/nat", { chain: "srcnat", action: "socksify", protocol: "tcp" }],
  ["ip/firewall/mangle", { chain: "prerouting", action: "change-dscp", "new-dscp": "from-priority" }],
  ["ip/firewall/mangle", { chain: "prerouting", "new-dscp": "from-priority-to-high-3-bits" }],
  ["ip/firewall/filter", { chain: "forward", "connection-nat-state": "ein-snat" }],
  ["ip/firewall/filter", { chain: "forward", "connection-nat-state": "!ein-dnat,srcnat" }],
  ["ipv6/firewall/filter", { chain: "forward", "connection-nat-state": "dstnat" }],
  ["ipv6/firewall/filter", { chain: "forward", "dst-address-type": "anycast" }],
  ["ipv6/firewall/raw", { chain: "prerouting", "src-address-type": "!unreachable" }],
  ["ipv6/firewall/filter", { chain: "forward", action: "reject", "reject-with": "icmp-headers-too-long" }],
  ["routing/rule", { action: "lookup", table: "local", "dst-address": "10.0.0.0/8" }],
  ["routing/rule", { action: "mangle" }],
  ["routing/rule", { action: "lookup", table: "main", chain: "vrf-lookup" }],
  ["ip/dns/static", { name: "x.lan", type: "FWD", "forward-to": "my-forwarder" }],
])("%s takes and shows %p", async (menu, row) => {
  const { status, body } = await client().put(`/${menu}`, row);
  expect([status, body]).toEqual([201, expect.objectContaining(row)]);
});

test.each<[string, Record<string, string>, string]>([
  [
    "ipv6/firewall/nat",
    { chain: "srcnat", action: "masquerade", "randomise-ports": "yes" },
    "unknown parameter randomise-ports",
  ],
  ["ipv6/firewall/nat", { chain: "srcnat", action: "same" }, "input does not match any value of action"],
  [
    "ipv6/firewall/filter",
    { chain: "forward", "dst-address-type": "broadcast" },
    "input does not match any value of dst-address-type",
  ],
  [
    "ip/firewall/filter",
    { chain: "forward", "dst-address-type": "unreachable" },
    "input does not match any value of dst-address-type",
  ],
  [
    "ip/firewall/filter",
    { chain: "forward", "src-address-type": "prohibit" },
    "input does not match any value of src-address-type",
  ],
  [
    "routing/rule",
    { action: "lookup", table: "main", chain: "bogus-chain" },
    "input does not match any value of chain",
  ],
  ["interface/bridge/vlan", { bridge: "bridge", "vlan-ids": "20-10" }, "invalid value for argument vlan-ids"],
  ["interface/bridge/vlan", { bridge: "bridge", "vlan-ids": "1-2-3" }, "invalid value for argument vlan-ids"],
  [
    "interface/bridge/vlan",
    { bridge: "bridge", "vlan-ids": "4090-4095" },
    "value of vlan-ids out of range (1..4094)",
  ],
  [
    "ip/dns/static",
    { name: "x.lan", type: "FWD", "forward-to": "192.0.2.999" },
    "invalid value for argument forward-to",
  ],
])("%s refuses %p", async (menu, row, detail) => {
  expect(await client().put(`/${menu}`, row)).toEqual(refusal(detail));
});
