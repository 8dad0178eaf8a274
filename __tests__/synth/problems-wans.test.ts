import { Token } from "cdktf";
import { Balancing, type EcmpMasqueradeGatewayProps, HashPolicy, HealthCheck, Wan } from "../../lib";
import { gatewayOf, problemsWith, wlan1, wlan2, wlan3 } from "./synthesize";

const by = (...targets: string[]) => HealthCheck.recursive({ targets });
const checked = (healthCheck: HealthCheck, other: HealthCheck = by("1.1.1.1")) => ({
  wans: [Wan.static({ ...wlan1, healthCheck }), Wan.static({ ...wlan2, healthCheck: other })],
});
const cable = { name: "cable", interface: "ether2" };
const lte = { name: "lte", interface: "lte1" };
const dsl = (pppoe: object) => ({
  wans: [
    Wan.static(wlan1),
    Wan.pointToPoint({
      name: "dsl",
      interface: "pppoe-out1",
      pppoe: {
        interface: "ether3",
        user: "customer",
        password: Token.asString({ resolve: () => "secret" }),
        ...pppoe,
      },
    }),
  ],
});
const stick = (name: string, address: string, gateway = "192.168.8.1") =>
  Wan.static({ name, interface: name, address, gateway });
const internetHost = 'write a host on the Internet, such as "9.9.9.9"';

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, problem: string]>([
  [
    "a check by targets of a lease's gateway",
    { wans: [Wan.static(wlan1), Wan.dhcp({ ...cable, healthCheck: by("9.9.9.9") })] },
    'wans[1].healthCheck ("cable"): ["9.9.9.9"] asks for routes through the gateway of "cable", which only its lease knows: give wans[1] HealthCheck.ping(), which asks that gateway, or make it Wan.static({ ... })',
  ],
  [
    "a ping of an interface",
    { wans: [Wan.static(wlan1), Wan.pointToPoint({ ...lte, healthCheck: HealthCheck.ping() })] },
    'wans[1].healthCheck ("lte"): "ping" has no address to ask: the gateway of "lte" is its interface: give wans[1] HealthCheck.recursive({ targets: [...] }) or HealthCheck.none()',
  ],
  [
    "ARP on an interface, asked for by the gateway",
    { healthCheck: HealthCheck.arp(), wans: [Wan.static(wlan1), Wan.pointToPoint(lte)] },
    'healthCheck: "arp" has no address to ask: the gateway of "lte" is its interface: give wans[1] HealthCheck.recursive({ targets: [...] }) or HealthCheck.none()',
  ],
  ["no targets", checked(by()), 'wans[0].healthCheck.targets ("wlan1"): [] is empty: write ["9.9.9.9"]'],
  [
    "targets for all WANs at once",
    { healthCheck: by("9.9.9.9") },
    'healthCheck: ["9.9.9.9"] would bind its targets to "wlan1" and "wlan2" at once: give every WAN a healthCheck with targets of its own',
  ],
  [
    "a probe target by name",
    checked(by("dns.quad9.net")),
    `wans[0].healthCheck.targets[0] ("wlan1"): "dns.quad9.net" is not an IPv4 address: ${internetHost}`,
  ],
  [
    "a private target",
    checked(by("192.168.7.1")),
    `wans[0].healthCheck.targets[0] ("wlan1"): "192.168.7.1" is private space, which proves nothing: ${internetHost}`,
  ],
  [
    "a probe target of carriers' NAT",
    checked(by("100.64.0.1")),
    `wans[0].healthCheck.targets[0] ("wlan1"): "100.64.0.1" is private space, which proves nothing: ${internetHost}`,
  ],
  [
    "a probe target that is multicast",
    checked(by("224.0.0.1")),
    `wans[0].healthCheck.targets[0] ("wlan1"): "224.0.0.1" is multicast space, which proves nothing: ${internetHost}`,
  ],
  [
    "a probe target in a WAN's network",
    {
      wans: [
        Wan.static({
          ...wlan1,
          address: "198.51.100.2/24",
          gateway: "198.51.100.1",
          healthCheck: by("198.51.100.9"),
        }),
        Wan.static(wlan2),
      ],
    },
    `wans[0].healthCheck.targets[0] ("wlan1"): "198.51.100.9" lies in the router's own network 198.51.100.0/24: ${internetHost}`,
  ],
  [
    "a probe target for two WANs",
    checked(by("9.9.9.9"), by("9.9.9.9")),
    'wans[1].healthCheck.targets[0] ("wlan2"): "9.9.9.9" is already a probe target in wans[0].healthCheck.targets[0]: give every WAN targets of its own',
  ],
  [
    "a probe target twice",
    checked(by("9.9.9.9", "9.9.9.9"), by("1.1.1.1", "1.0.0.1")),
    'wans[0].healthCheck.targets[1] ("wlan1"): "9.9.9.9" is already a probe target in wans[0].healthCheck.targets[0]: give every WAN targets of its own',
  ],
  [
    "a probe target that is a resolver",
    { ...checked(by("9.9.9.9")), dns: { servers: ["8.8.8.8", "9.9.9.9"] } },
    'wans[0].healthCheck.targets[0] ("wlan1"): "9.9.9.9" is the resolver in dns.servers[1], which would be gone while this WAN is down: write a host that nobody resolves by',
  ],
  [
    "a probe target that is a domain's resolver",
    {
      ...checked(by("9.9.9.9")),
      dns: { domains: [{ domain: "isp.example", server: "9.9.9.9", wan: "wlan1" }] },
    },
    'wans[0].healthCheck.targets[0] ("wlan1"): "9.9.9.9" is the resolver in dns.domains[0].server, which would be gone while this WAN is down: write a host that nobody resolves by',
  ],
  [
    "a probe target that is pinned",
    { ...checked(by("9.9.9.9")), destinationPins: [{ destination: "9.9.9.0/24", wan: "wlan2" }] },
    'wans[0].healthCheck.targets[0] ("wlan1"): "9.9.9.9" is pinned by destinationPins[0]: write a host that no pin holds',
  ],
  [
    "two targets beside one",
    checked(by("9.9.9.9"), by("1.1.1.1", "1.0.0.1")),
    'wans[1].healthCheck ("wlan2"): ["1.1.1.1","1.0.0.1"] gives "wlan2" 2 default routes where "wlan1" has 1, and perhaps another share: give every WAN of a tier as many targets; one probe target counts as much as any other check',
  ],
  [
    "a ping beside two targets",
    checked(by("9.9.9.9", "149.112.112.112"), HealthCheck.ping()),
    'wans[1].healthCheck ("wlan2"): "ping" gives "wlan2" 1 default route where "wlan1" has 2, and perhaps another share: give every WAN of a tier as many targets; one probe target counts as much as any other check',
  ],
  [
    "two targets through an interface beside two through a gateway",
    {
      wans: [
        Wan.static({ ...wlan1, healthCheck: by("9.9.9.9", "149.112.112.112") }),
        Wan.pointToPoint({ ...lte, healthCheck: by("1.1.1.1", "1.0.0.1") }),
      ],
    },
    'wans[1].healthCheck ("lte"): ["1.1.1.1","1.0.0.1"] may give "lte" 2 next hops where those of "wlan1" are its one gateway, and perhaps another share: give every WAN of the tier one probe target, or this one a tier of its own',
  ],
  [
    "a tier of none",
    { wans: [Wan.static({ ...wlan1, tier: 0 }), Wan.static(wlan2)] },
    'wans[0].tier ("wlan1"): 0 is not a whole number from 1 to 100: write 1 for a WAN that carries traffic first',
  ],
  [
    "a tier between two",
    { wans: [Wan.static({ ...wlan1, tier: 1.5 }), Wan.static(wlan2)] },
    'wans[0].tier ("wlan1"): 1.5 is not a whole number from 1 to 100: write 1 for a WAN that carries traffic first',
  ],
  [
    "a PPPoE client that dials through itself",
    dsl({ interface: "pppoe-out1" }),
    'wans[1].pppoe.interface ("dsl"): "pppoe-out1" is also the interface of wans[1], which the client makes: write the one that it dials through, and call its own "pppoe-out1"',
  ],
  [
    "a PPPoE password written out",
    dsl({ password: "hunter2" }),
    'wans[1].pppoe.password ("dsl"): is written out, and would stand in cdk.tf.json for everybody to read: write new TerraformVariable(this, "password", { sensitive: true }).stringValue',
  ],
  [
    "a PPPoE client without a user",
    dsl({ user: undefined }),
    'wans[1].pppoe.user ("dsl"): undefined is missing: write a string',
  ],
  [
    "one address on two WANs",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.8.100/24")] },
    'wans[1].address ("lte2"): "192.168.8.100/24" is also the address of wans[0].address, and a router takes an address once: have one of the two networks changed at its modem',
  ],
  [
    "WANs whose networks overlap in part",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.9.100/22")] },
    'wans[1].address ("lte2"): "192.168.9.100/22" overlaps 192.168.8.0/24 of wans[0].address: give every LAN and WAN a network of its own',
  ],
  [
    "the router's other address as a gateway",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.8.101/24", "192.168.8.100")] },
    'wans[1].gateway ("lte2"): "192.168.8.100" is the router\'s own address: write the ISP\'s address in 192.168.8.0/24',
  ],
  [
    "a pin in a DHCP WAN's pin",
    {
      wans: [Wan.static(wlan1), Wan.dhcp(cable)],
      destinationPins: [
        { destination: "198.51.100.7", wan: "wlan1" },
        { destination: "198.51.100.0/24", wan: "cable" },
      ],
    },
    'destinationPins[0].destination: "198.51.100.7" lies in destinationPins[1].destination, whose WAN "cable" gets its address by DHCP: its pins come before all others: pin what does not overlap',
  ],
  [
    "a version that is none",
    { routerOsVersion: "latest" },
    'routerOsVersion: "latest" is not a version written out: write one such as "7.20" or "7.20.4"',
  ],
  [
    "RouterOS 6",
    { routerOsVersion: "6.49.10" },
    'routerOsVersion: "6.49.10" wants a list of gateways in one route: upgrade to RouterOS 7.20 or newer',
  ],
  [
    "a hash policy before 7.16",
    { routerOsVersion: "7.15.3", balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) },
    'balancing.hashPolicy: "l4" needs /ip/settings ipv4-multipath-hash-policy, which RouterOS 7.15.3 does not have: upgrade to 7.16 or newer, or leave it out',
  ],
  [
    "a DHCP WAN before 7.19",
    { routerOsVersion: "7.9", wans: [Wan.static(wlan1), Wan.dhcp(cable)] },
    'wans[1] ("cable"): "dhcp" needs /ip/dhcp-client check-gateway, which RouterOS 7.9 does not have: upgrade to 7.19 or newer, or write Wan.static({ ... }), if the ISP\'s gateway stays the same',
  ],
])("%s is refused", (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>]>([
  ["one probe target beside a ping", checked(by("9.9.9.9"), HealthCheck.ping())],
  [
    "a hash policy and a DHCP WAN on the first versions that have them",
    {
      routerOsVersion: "7.19",
      balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
      wans: [Wan.static(wlan1), Wan.dhcp(cable)],
    },
  ],
  ["any prop without a version", { wans: [Wan.static(wlan1), Wan.dhcp(cable)] }],
  ["an old version for what it has", { routerOsVersion: "7.1" }],
  [
    "two targets each through two interfaces",
    {
      wans: [
        Wan.pointToPoint({
          name: "dsl",
          interface: "pppoe-out1",
          healthCheck: by("9.9.9.9", "149.112.112.112"),
        }),
        Wan.pointToPoint({ ...lte, healthCheck: by("1.1.1.1", "1.0.0.1") }),
      ],
    },
  ],
  ["a third tier without a second", { wans: [Wan.static(wlan1), Wan.static({ ...wlan3, tier: 3 })] }],
])("%s is taken", (_, props) => {
  expect(() => gatewayOf(props)).not.toThrow();
});

test("targets and a version are written out, no tokens", () => {
  const token = Token.asString({ resolve: () => "9.9.9.9" });
  expect(problemsWith({ ...checked(by(token)), routerOsVersion: token })).toEqual([
    `wans[0].healthCheck.targets[0] ("wlan1"): ${JSON.stringify(token)} is a token, and targets name resources: write it out`,
    `routerOsVersion: ${JSON.stringify(token)} is a token, known only to Terraform: write a literal, such as "7.20"`,
  ]);
});

test.each<[what: string, wan: unknown, problem: string]>([
  [
    "no targets",
    { ...wlan1, healthCheck: HealthCheck.recursive({} as never) },
    'wans[0].healthCheck.targets ("wlan1"): [] is empty: write ["9.9.9.9"]',
  ],
  [
    "targets that are no list",
    { ...wlan1, healthCheck: HealthCheck.recursive({ targets: "9.9.9.9" as never }) },
    'wans[0].healthCheck.targets ("wlan1"): "9.9.9.9" is not a list: write ["9.9.9.9"]',
  ],
  [
    "a probe target that is no text",
    { ...wlan1, healthCheck: by(9 as never) },
    'wans[0].healthCheck.targets[0] ("wlan1"): 9 is not a text: write a string',
  ],
  [
    "a tier that is a text",
    { ...wlan1, tier: "1" },
    'wans[0].tier ("wlan1"): "1" is not a whole number from 1 to 100: write 1 for a WAN that carries traffic first',
  ],
])("what no compiler has seen: %s", (_, wan, problem) => {
  expect(problemsWith({ wans: [Wan.static(wan as typeof wlan1), Wan.static(wlan2)] })).toEqual([problem]);
});
