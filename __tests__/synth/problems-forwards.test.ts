import { TerraformVariable } from "cdktf";
import { Wan } from "../../lib";
import { type Reason, reasonsWith, routerStack, wlan1 } from "./synthesize";

const web = { name: "web", ports: "443", to: "192.168.0.10" };
const withForward = (forward: object) => ({ portForwards: [{ ...web, ...forward } as typeof web] });

test.each<[what: string, props: object, reason: Reason]>([
  [
    "a name with a space",
    withForward({ name: "my web" }),
    { path: "portForwards[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a name twice",
    { portForwards: [web, { ...web, ports: "80" }] },
    {
      path: "portForwards[1].name",
      fault: { id: "duplicate", earlier: "portForwards[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "no port",
    withForward({ ports: "" }),
    {
      path: "portForwards[0].ports",
      fault: { id: "not-ports" },
      remedy: { id: "write-such-as", example: '"443", "80,443" or "8000-8080"' },
    },
  ],
  [
    "port 0",
    withForward({ ports: "0" }),
    {
      path: "portForwards[0].ports",
      fault: { id: "not-ports" },
      remedy: { id: "write-such-as", example: '"443", "80,443" or "8000-8080"' },
    },
  ],
  [
    "port 65536",
    withForward({ ports: "80,65536" }),
    {
      path: "portForwards[0].ports",
      fault: { id: "not-ports" },
      remedy: { id: "write-such-as", example: '"443", "80,443" or "8000-8080"' },
    },
  ],
  [
    "a range backwards",
    withForward({ ports: "90-80" }),
    {
      path: "portForwards[0].ports",
      fault: { id: "not-ports" },
      remedy: { id: "write-such-as", example: '"443", "80,443" or "8000-8080"' },
    },
  ],
  [
    "a port within another range",
    withForward({ ports: "80-90,85" }),
    {
      path: "portForwards[0].ports",
      fault: { id: "port-twice" },
      remedy: { id: "write-once", what: "port" },
    },
  ],
  [
    "one port of the host for several of the WAN",
    withForward({ ports: "80,443", toPort: 8080 }),
    {
      path: "portForwards[0].toPort",
      fault: { id: "one-port-for-several", ports: "80,443" },
      remedy: { id: "remove-or-split" },
    },
  ],
  [
    "a port of the host that is none",
    withForward({ toPort: 70_000 }),
    { path: "portForwards[0].toPort", fault: { id: "not-a-whole-number", from: 1, to: 65535 } },
  ],
  [
    "a host by name",
    withForward({ to: "server" }),
    {
      path: "portForwards[0].to",
      fault: { id: "not-an-address" },
      remedy: { id: "write-such-as", what: "a host behind the router", example: '"192.168.0.10"' },
    },
  ],
  [
    "the router's own address on the LAN, whose management would be opened",
    withForward({ to: "192.168.0.1" }),
    {
      path: "portForwards[0].to",
      fault: { id: "opens-router", of: "lans[0]" },
      remedy: { id: "write-such-as", what: "a host behind the router", example: '"192.168.0.10"' },
    },
  ],
  [
    "a host on a WAN",
    withForward({ to: "10.111.0.9" }),
    {
      path: "portForwards[0].to",
      fault: { id: "in-wan-network", network: "10.111.0.0/24", of: "wans[1]" },
      remedy: { id: "write-such-as", what: "a host behind the router", example: '"192.168.0.10"' },
    },
  ],
  [
    "a LAN's broadcast address",
    withForward({ to: "192.168.0.255" }),
    {
      path: "portForwards[0].to",
      fault: { id: "not-a-host", network: "192.168.0.0/24" },
      remedy: { id: "write-such-as", what: "a host behind the router", example: '"192.168.0.10"' },
    },
  ],
  [
    "a multicast group",
    withForward({ to: "239.1.1.1" }),
    {
      path: "portForwards[0].to",
      fault: { id: "special-use", use: "multicast" },
      remedy: { id: "write-such-as", what: "a host behind the router", example: '"192.168.0.10"' },
    },
  ],
  [
    "an unknown WAN",
    withForward({ wans: ["wlan9"] }),
    {
      path: "portForwards[0].wans[0]",
      fault: { id: "unknown-wan" },
      remedy: { id: "write-either", choices: ['"wlan1"', '"wlan2"'] },
    },
  ],
  [
    "a WAN twice",
    withForward({ wans: ["wlan1", "wlan1"] }),
    {
      path: "portForwards[0].wans[1]",
      fault: { id: "duplicate", earlier: "portForwards[0].wans[0]" },
      remedy: { id: "write-once", what: "WAN" },
    },
  ],
  [
    "no WAN",
    withForward({ wans: [] }),
    { path: "portForwards[0].wans", fault: { id: "empty" }, remedy: { id: "write-wans" } },
  ],
  [
    "a port that is forwarded already",
    {
      portForwards: [
        { ...web, ports: "8000-8080" },
        { ...web, name: "cam", ports: "554,8080", wans: ["wlan2"] },
      ],
    },
    {
      path: "portForwards[1].ports",
      fault: { id: "overlapping-ports", ports: "8000-8080", of: "portForwards[0]", wan: "wlan2" },
      remedy: { id: "forward-port-once" },
    },
  ],
  [
    "hairpin on a WAN whose address is not known",
    {
      ...withForward({ hairpin: true }),
      wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })],
    },
    {
      path: "portForwards[0].hairpin",
      fault: { id: "unknown-address", wan: "cable" },
      remedy: { id: "static-wans-only" },
    },
  ],
  [
    "port 53 beside an open resolver",
    { ...withForward({ ports: "50-60" }), dns: { allowRemoteRequests: true } },
    {
      path: "portForwards[0].ports",
      fault: { id: "guarded-port" },
      remedy: { id: "remove-port-53", or: "remove dns.allowRemoteRequests" },
    },
  ],
  [
    "port 53 where the WANs are guarded for somebody else's resolver",
    { ...withForward({ ports: "53" }), dns: { guardWans: true } },
    {
      path: "portForwards[0].ports",
      fault: { id: "guarded-port" },
      remedy: { id: "remove-port-53", or: "write dns.guardWans: false" },
    },
  ],
  [
    "forwards that are no list",
    { portForwards: web },
    {
      path: "portForwards",
      fault: { id: "not-a-list" },
      remedy: { id: "write", code: "[{ name: ..., ports: ..., to: ... }]" },
    },
  ],
  [
    "a forward that is nothing",
    { portForwards: [null] },
    { path: "portForwards[0]", fault: { id: "not-an-object" }, remedy: { id: "write", code: "{ ... }" } },
  ],
  [
    "ports that are a number",
    withForward({ ports: 443 }),
    { path: "portForwards[0].ports", fault: { id: "not-a-string" } },
  ],
  [
    "a protocol without ports",
    withForward({ protocol: "gre" }),
    {
      path: "portForwards[0].protocol",
      fault: { id: "not-a-choice", choices: ["ForwardProtocol.TCP", "ForwardProtocol.UDP"] },
    },
  ],
  [
    "a port of the host that is a text",
    withForward({ toPort: "8443" }),
    { path: "portForwards[0].toPort", fault: { id: "not-a-whole-number", from: 1, to: 65535 } },
  ],
  [
    "WANs that are a text",
    withForward({ wans: "wlan1" }),
    { path: "portForwards[0].wans", fault: { id: "not-a-list" }, remedy: { id: "write", code: '["wlan1"]' } },
  ],
  [
    "hairpin that is no boolean",
    withForward({ hairpin: "yes" }),
    { path: "portForwards[0].hairpin", fault: { id: "not-a-boolean" } },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test.each([
  ["one port over TCP and UDP", [web, { ...web, name: "quic", protocol: "udp" }]],
  [
    "one port on each WAN to different hosts",
    [
      { ...web, wans: ["wlan1"] },
      { ...web, name: "other", wans: ["wlan2"], to: "192.168.0.11" },
    ],
  ],
  ["a host behind another router of the LAN", [{ ...web, to: "172.16.5.1" }]],
  ["port 53 where the resolver is closed", [{ ...web, ports: "53" }]],
])("accepts %s", (_, portForwards) => {
  expect(reasonsWith({ portForwards } as never)).toEqual([]);
});

test("a token is refused where an overlap would not show", () => {
  const token = new TerraformVariable(routerStack(), "port", {}).stringValue;
  expect(reasonsWith(withForward({ ports: token }))).toEqual([
    { path: "portForwards[0].ports", fault: { id: "token", because: "overlaps" } },
  ]);
});
