import { labRouter, refusal } from "./rest-client";

const client = labRouter();

beforeEach(() => {
  const { router } = client();
  router.add("/routing/table", { name: "to_wlan1", fib: "" });
  router.add("/interface/list", { name: "WAN" });
});

const rule = { chain: "forward" };
const route = { gateway: "10.112.0.1" };
const record = { name: "a.example", address: "192.0.2.1" };

test.each<[string, string, Record<string, string>, Record<string, string>]>([
  [
    "yes and no",
    "ip/address",
    { address: "10.0.0.1/8", interface: "Local", disabled: "yes" },
    { disabled: "true" },
  ],
  [
    "an address without a mask",
    "ip/address",
    { address: "10.0.0.1", interface: "Local" },
    { address: "10.0.0.1/32", network: "10.0.0.1" },
  ],
  [
    "a mask apart",
    "ip/address",
    { address: "10.0.0.1", netmask: "255.255.255.0", interface: "Local" },
    { address: "10.0.0.1/24", network: "10.0.0.0" },
  ],
  [
    "the other end of a link",
    "ip/address",
    { address: "10.0.0.1", network: "10.9.9.9", interface: "Local" },
    { address: "10.0.0.1/32", network: "10.9.9.9" },
  ],
  [
    "host bits of a destination",
    "ip/route",
    { ...route, "dst-address": "10.1.2.3/8" },
    { "dst-address": "10.0.0.0/8" },
  ],
  [
    "a bare destination",
    "ip/route",
    { ...route, "dst-address": "10.1.2.3" },
    { "dst-address": "10.1.2.3/32" },
  ],
  [
    "no destination",
    "ip/route",
    route,
    { "dst-address": "0.0.0.0/0", distance: "1", scope: "30", "target-scope": "10", "routing-table": "main" },
  ],
  ["an empty table", "ip/route", { ...route, "routing-table": "" }, { "routing-table": "main" }],
  [
    "a range that is a network",
    "ip/firewall/address-list",
    { list: "x", address: "192.168.0.0-192.168.1.255" },
    { address: "192.168.0.0/23" },
  ],
  [
    "a range that is none",
    "ip/firewall/filter",
    { ...rule, "src-address": "10.0.0.1-10.0.0.6" },
    { "src-address": "10.0.0.1-10.0.0.6" },
  ],
  [
    "a host of a firewall",
    "ip/firewall/filter",
    { ...rule, "src-address": "!10.0.0.1/32" },
    { "src-address": "!10.0.0.1" },
  ],
  [
    "a MAC address",
    "ip/firewall/filter",
    { ...rule, "src-mac-address": "02-aa.bb:cc:dd:ee" },
    { "src-mac-address": "02:AA:BB:CC:DD:EE" },
  ],
  [
    "an interface that is anything but one",
    "ip/firewall/filter",
    { ...rule, "in-interface": "!wlan1" },
    { "in-interface": "!wlan1" },
  ],
  [
    "a kind of interface",
    "ip/firewall/filter",
    { ...rule, "in-interface": "all-ppp" },
    { "in-interface": "all-ppp" },
  ],
  [
    "anything but a list",
    "ip/firewall/filter",
    { ...rule, "in-interface-list": "!WAN" },
    { "in-interface-list": "!WAN" },
  ],
  [
    "ports",
    "ip/firewall/filter",
    { ...rule, protocol: "tcp", "dst-port": "80,443,8000-8080" },
    { "dst-port": "80,443,8000-8080" },
  ],
  [
    "states",
    "ip/firewall/filter",
    { ...rule, "connection-state": "established,related" },
    { "connection-state": "established,related" },
  ],
  [
    "a share",
    "ip/firewall/mangle",
    { ...rule, "per-connection-classifier": "both-addresses:3/2" },
    { "per-connection-classifier": "both-addresses:3/2" },
  ],
  ["an empty prefix for the log", "ip/firewall/filter", { ...rule, "log-prefix": "" }, { "log-prefix": "" }],
  ["a day", "ip/dns/static", { ...record, ttl: "24h" }, { ttl: "1d" }],
  ["a clock time", "ip/dns/static", { ...record, ttl: "1d 00:10:05" }, { ttl: "1d10m5s" }],
  ["bare seconds", "ip/dns/static", { ...record, ttl: "90" }, { ttl: "1m30s" }],
  ["weeks and milliseconds", "ip/dns/static", { ...record, ttl: "8d500ms" }, { ttl: "1w1d500ms" }],
  [
    "an IPv6 record without a type",
    "ip/dns/static",
    { name: "six", address: "2001:DB8::0:1" },
    { type: "AAAA", address: "2001:db8::1" },
  ],
  [
    "a host name in a list",
    "ip/firewall/address-list",
    { list: "x", address: "portal.example" },
    { address: "portal.example" },
  ],
])("%s is shown as a router shows it", async (_what, menu, sent, shown) => {
  const { status, body } = await client().put(`/${menu}`, sent);
  expect([status, body]).toEqual([201, expect.objectContaining(shown)]);
});

test.each<[string, Record<string, unknown>, string]>([
  ["ip/address", { address: "10.0.0.300/24", interface: "Local" }, "invalid value for argument address"],
  ["ip/address", { address: "10.0.0.1/33", interface: "Local" }, "invalid value for argument address"],
  [
    "ip/address",
    { address: "10.0.0.1/24", interface: "wlan9" },
    "input does not match any value of interface",
  ],
  ["ip/address", { address: "10.0.0.1/24" }, "missing value(s) of argument(s) interface"],
  [
    "ip/address",
    { address: "10.0.0.1/24", interface: "Local", disabled: "maybe" },
    "input does not match any value of disabled",
  ],
  ["ip/route", { ...route, distance: "0" }, "value of distance out of range (1..255)"],
  ["ip/route", { ...route, distance: "256" }, "value of distance out of range (1..255)"],
  ["ip/route", { ...route, distance: "one" }, "invalid value for argument distance"],
  ["ip/route", { ...route, distance: "" }, "invalid value for argument distance"],
  ["ip/route", { gateway: "10.112.0.1,10.111.0.1" }, "invalid value for argument gateway"],
  ["ip/route", { gateway: "10.112.0.999" }, "invalid value for argument gateway"],
  ["ip/route", { gateway: "10.112.0.1%wlan9" }, "input does not match any value of gateway"],
  ["ip/route", { gateway: "10.112.0.1@nowhere" }, "input does not match any value of gateway"],
  ["ip/route", { gateway: "pppoe-out1" }, "input does not match any value of gateway"],
  ["ip/route", { gateway: "" }, "missing value(s) of argument(s) gateway"],
  ["ip/route", { ...route, "routing-table": "to_wlan9" }, "input does not match any value of routing-table"],
  ["ip/route", { ...route, "check-gateway": "carp" }, "input does not match any value of check-gateway"],
  ["ip/route", { ...route, "dst-address": "::/0" }, "invalid value for argument dst-address"],
  ["interface/bridge", { name: "wlan1" }, "failure: already have interface with such name"],
  ["interface/vlan", { name: "v" }, "missing value(s) of argument(s) interface"],
  [
    "interface/bridge/port",
    { bridge: "Local", interface: "wlan1" },
    "input does not match any value of bridge",
  ],
  ["interface/pppoe-client", { name: "p", interface: "x" }, "input does not match any value of interface"],
  ["ip/firewall/nat", { action: "masquerade" }, "missing value(s) of argument(s) chain"],
  ["ip/firewall/nat", { chain: "srcnat", action: "drop" }, "input does not match any value of action"],
  [
    "ip/firewall/nat",
    { chain: "dstnat", action: "masquerade" },
    "failure: masquerade action is valid only in srcnat",
  ],
  ...(
    [{ "tcp-flags": "syn" }, { "tcp-mss": "1-9" }, { action: "change-mss", "new-mss": "1" }] as Record<
      string,
      string
    >[]
  ).map((tcp): [string, Record<string, string>, string] => [
    "ip/firewall/mangle",
    { chain: "forward", ...tcp },
    "failure: tcp options can be used with protocol tcp only",
  ]),
  [
    "ip/firewall/mangle",
    { chain: "forward", protocol: "tcp", action: "change-mss" },
    "missing value(s) of argument(s) new-mss",
  ],
  [
    "ip/firewall/nat",
    { chain: "dstnat", "dst-port": "80" },
    "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
  ],
  [
    "ip/firewall/nat",
    { chain: "dstnat", protocol: "icmp", "dst-port": "80" },
    "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
  ],
  [
    "ip/firewall/nat",
    { chain: "dstnat", protocol: "tcp", "dst-port": "80-70" },
    "invalid value for argument dst-port",
  ],
  [
    "ip/firewall/nat",
    { chain: "dstnat", protocol: "tcp", "dst-port": "65536" },
    "value of dst-port out of range (0..65535)",
  ],
  ["ip/firewall/nat", { chain: "srcnat", "connection-state": "new" }, "unknown parameter connection-state"],
  [
    "ip/firewall/mangle",
    { ...rule, action: "mark-connection" },
    "missing value(s) of argument(s) new-connection-mark",
  ],
  [
    "ip/firewall/mangle",
    { chain: "output", action: "mark-routing", "new-routing-mark": "to_wla1" },
    "input does not match any value of new-routing-mark",
  ],
  [
    "ip/firewall/mangle",
    { ...rule, action: "mark-routing", "new-routing-mark": "to_wlan1" },
    "failure: mark-routing action is valid only in prerouting and output",
  ],
  [
    "ip/firewall/mangle",
    { chain: "output", "in-interface": "wlan1" },
    "failure: incoming interface matching not possible in output and postrouting chains",
  ],
  [
    "ip/firewall/mangle",
    { chain: "input", "out-interface-list": "WAN" },
    "failure: outgoing interface matching not possible in input and prerouting chains",
  ],
  [
    "ip/firewall/mangle",
    { ...rule, "per-connection-classifier": "both-addresses:2/2" },
    "invalid value for argument per-connection-classifier",
  ],
  [
    "ip/firewall/mangle",
    { ...rule, "in-interface": "wlan9" },
    "input does not match any value of in-interface",
  ],
  [
    "ip/firewall/mangle",
    { ...rule, "layer7-protocol": "x" },
    "input does not match any value of layer7-protocol",
  ],
  [
    "ip/firewall/filter",
    { ...rule, "in-interface-list": "LAN" },
    "input does not match any value of in-interface-list",
  ],
  [
    "ip/firewall/filter",
    { ...rule, "connection-state": "old" },
    "input does not match any value of connection-state",
  ],
  ["ip/firewall/filter", { ...rule, protocol: "256" }, "value of protocol out of range (0..255)"],
  ["ip/firewall/filter", { ...rule, action: "jump" }, "missing value(s) of argument(s) jump-target"],
  [
    "ip/firewall/address-list",
    { list: "x", address: "10.0.0.9-10.0.0.1" },
    "invalid value for argument address",
  ],
  [
    "ip/firewall/address-list",
    { list: "x", address: "192.0.2.1", timeout: "1h" },
    "not implemented by the lab router: timeout",
  ],
  ["ip/dns/static", { address: "192.0.2.1" }, "missing value(s) of argument(s) name"],
  ["ip/dns/static", { ...record, regexp: "x" }, "failure: name and regexp can not be used together"],
  ["ip/dns/static", { name: "x" }, "missing value(s) of argument(s) address"],
  ["ip/dns/static", { name: "x", type: "CNAME" }, "missing value(s) of argument(s) cname"],
  ["ip/dns/static", { ...record, cname: "y" }, "failure: cname can not be used with type A"],
  ["ip/dns/static", { ...record, type: "AAAA" }, "invalid value for argument address"],
  ["ip/dns/static", { ...record, ttl: "soon" }, "invalid value for argument ttl"],
  ["routing/rule", { action: "lookup", table: "nowhere" }, "input does not match any value of table"],
  ["routing/rule", { "min-prefix": "33" }, "value of min-prefix out of range (0..32)"],
  ["routing/table", { name: "" }, "invalid value for argument name"],
])("%s refuses %j", async (menu, sent, detail) => {
  const before = client().router.rows(menu);
  expect(await client().put(`/${menu}`, sent)).toEqual(refusal(detail));
  expect(client().router.rows(menu)).toEqual(before);
});

test.each<[string, Record<string, unknown>, string]>([
  ["ip/settings", { "rp-filter": "yes" }, "input does not match any value of rp-filter"],
  ["ip/settings", { "route-cache": "no" }, "unknown parameter route-cache"],
  ["ip/dns", { servers: "resolver" }, "invalid value for argument servers"],
  ["ip/dns", { "cache-size": "1" }, "value of cache-size out of range (64..4294967295)"],
  ["ip/dns", { vrf: "red" }, "input does not match any value of vrf"],
  ["system/identity", { name: "" }, "invalid value for argument name"],
])("%s refuses %j", async (menu, sent, detail) => {
  expect(await client().post(`/${menu}/set`, sent)).toEqual(refusal(detail));
});

test.each<[string, Record<string, string>, string]>([
  ["ip/address", { address: "10.0.0.1/24", interface: "Local" }, "failure: already have such address"],
  ["ip/firewall/address-list", { list: "x", address: "192.0.2.1" }, "failure: already have such entry"],
  ["interface/list", { name: "LAN" }, "failure: already have interface list with such name"],
  ["interface/list/member", { list: "WAN", interface: "wlan1" }, "failure: already have such entry"],
  ["routing/table", { name: "to_wlan2" }, "failure: already have routing table with such name"],
  ["ip/dns/static", record, "failure: entry already exists"],
])("%s refuses a second %j", async (menu, row, detail) => {
  await client().added(`/${menu}`, row);
  expect(await client().put(`/${menu}`, row)).toEqual(refusal(detail));
});

test("names that are built in are taken", async () => {
  expect((await client().put("/routing/table", { name: "main", fib: "" })).status).toBe(400);
  expect((await client().put("/interface/list", { name: "all" })).status).toBe(400);
});

test.each<[string, Record<string, string>]>([
  ["ip/route", route],
  ["ip/firewall/nat", { chain: "srcnat", action: "masquerade" }],
  ["routing/rule", { "src-address": "10.0.0.0/8", table: "to_wlan1" }],
])("%s takes a second copy, as routers do", async (menu, row) => {
  await client().added(`/${menu}`, row);
  expect((await client().put(`/${menu}`, row)).status).toBe(201);
});

test("a row may keep its own name when it is set", async () => {
  const id = await client().added("/routing/table", { name: "to_wlan2", fib: "" });
  expect((await client().patch(`/routing/table/${id}`, { name: "to_wlan2", comment: "x" })).status).toBe(200);
});
