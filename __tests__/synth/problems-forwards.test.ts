import { TerraformVariable } from "cdktf";
import { Wan } from "../../lib";
import { problemsWith, routerStack, wlan1 } from "./synthesize";

const web = { name: "web", ports: "443", to: "192.168.0.10" };
const withForward = (forward: object) => ({ portForwards: [{ ...web, ...forward } as typeof web] });
const host = 'write a host behind the router, such as "192.168.0.10"';
const list = 'write "443", "80,443" or "8000-8080", from 1 to 65535';

test.each<[what: string, props: object, problem: string]>([
  [
    "a name with a space",
    withForward({ name: "my web" }),
    'portForwards[0].name: "my web" cannot name resources and rows: write letters, digits, _ . - and begin with a letter or digit',
  ],
  [
    "a name twice",
    { portForwards: [web, { ...web, ports: "80" }] },
    'portForwards[1].name: "web" is also the name in portForwards[0].name: write another name',
  ],
  ["no port", withForward({ ports: "" }), `portForwards[0].ports ("web"): "" is no list of ports: ${list}`],
  ["port 0", withForward({ ports: "0" }), `portForwards[0].ports ("web"): "0" is no list of ports: ${list}`],
  [
    "port 65536",
    withForward({ ports: "80,65536" }),
    `portForwards[0].ports ("web"): "80,65536" is no list of ports: ${list}`,
  ],
  [
    "a range backwards",
    withForward({ ports: "90-80" }),
    `portForwards[0].ports ("web"): "90-80" is no list of ports: ${list}`,
  ],
  [
    "a port within another range",
    withForward({ ports: "80-90,85" }),
    'portForwards[0].ports ("web"): "80-90,85" names a port twice: write each port once',
  ],
  [
    "one port of the host for several of the WAN",
    withForward({ ports: "80,443", toPort: 8080 }),
    'portForwards[0].toPort ("web"): 8080 is one port for the several of "80,443": leave it out, and they stay as they are, or write a forward for each',
  ],
  [
    "a port of the host that is none",
    withForward({ toPort: 70_000 }),
    'portForwards[0].toPort ("web"): 70000 is not a port: write a whole number from 1 to 65535',
  ],
  [
    "a host by name",
    withForward({ to: "server" }),
    `portForwards[0].to ("web"): "server" is not an IPv4 address: ${host}`,
  ],
  [
    "the router's own address on the LAN, whose management would be opened",
    withForward({ to: "192.168.0.1" }),
    `portForwards[0].to ("web"): "192.168.0.1" is the router's own address of lans[0], whose services would be opened to the WANs: ${host}`,
  ],
  [
    "a host on a WAN",
    withForward({ to: "10.111.0.9" }),
    `portForwards[0].to ("web"): "10.111.0.9" lies in 10.111.0.0/24 of wans[1], a WAN: ${host}`,
  ],
  [
    "a LAN's broadcast address",
    withForward({ to: "192.168.0.255" }),
    `portForwards[0].to ("web"): "192.168.0.255" is no host address in 192.168.0.0/24 of lans[0]: ${host}`,
  ],
  [
    "a multicast group",
    withForward({ to: "239.1.1.1" }),
    `portForwards[0].to ("web"): "239.1.1.1" is multicast space: ${host}`,
  ],
  [
    "an unknown WAN",
    withForward({ wans: ["wlan9"] }),
    'portForwards[0].wans[0] ("web"): "wlan9" is not a WAN of this gateway: write one of "wlan1", "wlan2"',
  ],
  [
    "a WAN twice",
    withForward({ wans: ["wlan1", "wlan1"] }),
    'portForwards[0].wans[1] ("web"): "wlan1" is also given in portForwards[0].wans[0]: write each WAN once',
  ],
  [
    "no WAN",
    withForward({ wans: [] }),
    'portForwards[0].wans ("web"): [] is empty, so nothing is forwarded: write the names of WANs, or leave it out for all',
  ],
  [
    "a port that is forwarded already",
    {
      portForwards: [
        { ...web, ports: "8000-8080" },
        { ...web, name: "cam", ports: "554,8080", wans: ["wlan2"] },
      ],
    },
    'portForwards[1].ports ("cam"): "554,8080" overlaps "8000-8080" of portForwards[0] on the WAN "wlan2": forward each port of a WAN once',
  ],
  [
    "hairpin on a WAN whose address is not known",
    {
      ...withForward({ hairpin: true }),
      wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })],
    },
    'portForwards[0].hairpin ("web"): true needs the address of the WAN "cable", which is not known beforehand: give wans the static ones only, or leave it out and have the LANs use the host\'s own address',
  ],
  [
    "port 53 beside an open resolver",
    { ...withForward({ ports: "50-60" }), dns: { allowRemoteRequests: true } },
    'portForwards[0].ports ("web"): "50-60" holds port 53, which the guards of the router\'s resolver discard on every WAN: leave port 53 out, or close the resolver',
  ],
  [
    "port 53 where the WANs are guarded for somebody else's resolver",
    { ...withForward({ ports: "53" }), dns: { guardWans: true } },
    'portForwards[0].ports ("web"): "53" holds port 53, which the guards of the router\'s resolver discard on every WAN: leave port 53 out, or write dns.guardWans: false',
  ],
  [
    "forwards that are no list",
    { portForwards: web },
    `portForwards: ${JSON.stringify(web)} is not a list: write [{ name: ..., ports: ..., to: ... }]`,
  ],
  [
    "a forward that is nothing",
    { portForwards: [null] },
    "portForwards[0]: null is not an object: write { ... }",
  ],
  [
    "ports that are a number",
    withForward({ ports: 443 }),
    'portForwards[0].ports ("web"): 443 is not a text: write a string',
  ],
  [
    "a protocol without ports",
    withForward({ protocol: "gre" }),
    'portForwards[0].protocol ("web"): "gre" is no ForwardProtocol: write ForwardProtocol.TCP or ForwardProtocol.UDP',
  ],
  [
    "a port of the host that is a text",
    withForward({ toPort: "8443" }),
    'portForwards[0].toPort ("web"): "8443" is not a number: write a port, such as 8443',
  ],
  [
    "WANs that are a text",
    withForward({ wans: "wlan1" }),
    'portForwards[0].wans ("web"): "wlan1" is not a list: write the names of WANs, such as ["wlan1"]',
  ],
  [
    "hairpin that is no boolean",
    withForward({ hairpin: "yes" }),
    'portForwards[0].hairpin ("web"): "yes" is not a boolean: write true or false',
  ],
])("refuses %s", (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
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
  expect(problemsWith({ portForwards } as never)).toEqual([]);
});

test("a token is refused where an overlap would not show", () => {
  const token = new TerraformVariable(routerStack(), "port", {}).stringValue;
  expect(problemsWith(withForward({ ports: token }))).toEqual([
    `portForwards[0].ports ("web"): ${JSON.stringify(token)} is a token, so no overlap would show: write the ports`,
  ]);
});
