import { type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { type Reason, reasonsWith, wlan1, wlan2 } from "./synthesize";

const withWan1 = (options: Partial<typeof wlan1> & { renamedFrom?: string; routerName?: string }) => ({
  wans: [Wan.static({ ...wlan1, ...options }), Wan.static(wlan2)],
});

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
  [
    "an empty interface",
    withWan1({ interface: "" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
  [
    "an interface that RouterOS would read as its opposite",
    withWan1({ interface: "!ether1" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
  [
    "a WAN interface twice",
    withWan1({ interface: "wlan2" }),
    {
      path: "wans[1].interface",
      fault: { id: "duplicate", earlier: "wans[0].interface" },
      remedy: { id: "own-interface-per-wan" },
    },
  ],
  [
    "a WAN on a LAN's interface",
    withWan1({ interface: "Local" }),
    {
      path: "wans[0].interface",
      fault: { id: "duplicate", earlier: "lans[0].interface" },
      remedy: { id: "separate-interfaces" },
    },
  ],

  [
    "an address without prefix length",
    withWan1({ address: "10.112.0.2" }),
    {
      path: "wans[0].address",
      fault: { id: "no-prefix-length" },
      remedy: { id: "write", code: '"10.112.0.2/24"' },
    },
  ],
  [
    "an address that is none",
    withWan1({ address: "10.112.0.256/24" }),
    {
      path: "wans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "an IPv6 address",
    { lans: [{ interface: "Local", address: "fd00::1/64" }] },
    {
      path: "lans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "a network address",
    { lans: [{ interface: "Local", address: "192.168.0.0/24" }] },
    {
      path: "lans[0].address",
      fault: { id: "network-or-broadcast", network: "192.168.0.0/24" },
      remedy: { id: "write-router-address" },
    },
  ],
  [
    "a broadcast address",
    withWan1({ address: "10.112.0.255/24" }),
    {
      path: "wans[0].address",
      fault: { id: "network-or-broadcast", network: "10.112.0.0/24" },
      remedy: { id: "write-router-address" },
    },
  ],
  [
    "overlapping networks",
    { lans: [{ interface: "Local", address: "10.111.0.129/25" }] },
    {
      path: "wans[1].address",
      fault: { id: "overlapping-network", network: "10.111.0.128/25", of: "lans[0].address" },
      remedy: { id: "own-networks" },
    },
  ],
  [
    "a list of gateways",
    withWan1({ gateway: "10.112.0.1,10.111.0.1" }),
    { path: "wans[0].gateway", fault: { id: "gateway-list" }, remedy: { id: "wan-per-gateway" } },
  ],
  [
    "a gateway that is no address",
    withWan1({ gateway: "wlan1" }),
    { path: "wans[0].gateway", fault: { id: "not-an-address" }, remedy: { id: "write-isp-address" } },
  ],
  [
    "the article's own slip: the router as its own gateway",
    withWan1({ gateway: "10.112.0.2" }),
    {
      path: "wans[0].gateway",
      fault: { id: "own-address" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],
  [
    "the article's other slip: the other WAN's gateway",
    withWan1({ gateway: "10.111.0.1" }),
    {
      path: "wans[0].gateway",
      fault: { id: "outside-network", network: "10.112.0.0/24" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],
  [
    "a gateway that is the broadcast address",
    withWan1({ gateway: "10.112.0.255" }),
    {
      path: "wans[0].gateway",
      fault: { id: "not-a-host", network: "10.112.0.0/24" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],
  [
    "a prefix length with a leading zero",
    withWan1({ address: "10.112.0.2/024" }),
    {
      path: "wans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "a loopback address",
    withWan1({ address: "127.0.0.2/24", gateway: "127.0.0.1" }),
    {
      path: "wans[0].address",
      fault: { id: "special-use", use: "loopback" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "an address of everything",
    { lans: [{ interface: "Local" }], wans: [Wan.static({ ...wlan1, address: "10.112.0.2/0" })] },
    {
      path: "wans[0].address",
      fault: { id: "too-wide" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "two interfaces in one",
    withWan1({ interface: "ether1,ether2" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test.each([
  ["a point-to-point network of two addresses", { address: "10.112.0.0/31", gateway: "10.112.0.1" }],
  ["a gateway at the end of its network", { gateway: "10.112.0.254" }],
  ["an interface with a space", { interface: "ether1 to ISP" }],
])("accepts %s", (_, options) => {
  expect(reasonsWith(withWan1(options))).toEqual([]);
});
