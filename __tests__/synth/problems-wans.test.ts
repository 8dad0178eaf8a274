import { Token } from "cdktf";
import { Balancing, type EcmpMasqueradeGatewayProps, HashPolicy, HealthCheck, Wan } from "../../lib";
import { gatewayOf, type Reason, reasonsWith, wlan1, wlan2, wlan3 } from "./synthesize";

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

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
  [
    "a check by targets of a lease's gateway",
    { wans: [Wan.static(wlan1), Wan.dhcp({ ...cable, healthCheck: by("9.9.9.9") })] },
    {
      path: "wans[1].healthCheck",
      fault: { id: "probes-by-lease", wan: "cable" },
      remedy: { id: "probe-gateway", wan: "wans[1]" },
    },
  ],
  [
    "a ping of an interface",
    { wans: [Wan.static(wlan1), Wan.pointToPoint({ ...lte, healthCheck: HealthCheck.ping() })] },
    {
      path: "wans[1].healthCheck",
      fault: { id: "nothing-to-probe", wan: "lte" },
      remedy: { id: "probe-targets", wan: "wans[1]" },
    },
  ],
  [
    "ARP on an interface, asked for by the gateway",
    { healthCheck: HealthCheck.arp(), wans: [Wan.static(wlan1), Wan.pointToPoint(lte)] },
    {
      path: "healthCheck",
      fault: { id: "nothing-to-probe", wan: "lte" },
      remedy: { id: "probe-targets", wan: "wans[1]" },
    },
  ],
  [
    "no targets",
    checked(by()),
    {
      path: "wans[0].healthCheck.targets",
      fault: { id: "empty" },
      remedy: { id: "write", code: '["9.9.9.9"]' },
    },
  ],
  [
    "targets for all WANs at once",
    { healthCheck: by("9.9.9.9") },
    {
      path: "healthCheck",
      fault: { id: "shared-targets", wans: ["wlan1", "wlan2"] },
      remedy: { id: "own-targets" },
    },
  ],
  [
    "a probe target by name",
    checked(by("dns.quad9.net")),
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "not-an-address" },
      remedy: { id: "write-such-as", what: "a host on the Internet", example: '"9.9.9.9"' },
    },
  ],
  [
    "a private target",
    checked(by("192.168.7.1")),
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "not-on-internet", use: "private" },
      remedy: { id: "write-such-as", what: "a host on the Internet", example: '"9.9.9.9"' },
    },
  ],
  [
    "a probe target of carriers' NAT",
    checked(by("100.64.0.1")),
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "not-on-internet", use: "private" },
      remedy: { id: "write-such-as", what: "a host on the Internet", example: '"9.9.9.9"' },
    },
  ],
  [
    "a probe target that is multicast",
    checked(by("224.0.0.1")),
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "not-on-internet", use: "multicast" },
      remedy: { id: "write-such-as", what: "a host on the Internet", example: '"9.9.9.9"' },
    },
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
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "in-own-network", network: "198.51.100.0/24" },
      remedy: { id: "write-such-as", what: "a host on the Internet", example: '"9.9.9.9"' },
    },
  ],
  [
    "a probe target for two WANs",
    checked(by("9.9.9.9"), by("9.9.9.9")),
    {
      path: "wans[1].healthCheck.targets[0]",
      fault: { id: "duplicate", earlier: "wans[0].healthCheck.targets[0]" },
      remedy: { id: "one-wan-per-target" },
    },
  ],
  [
    "a probe target twice",
    checked(by("9.9.9.9", "9.9.9.9"), by("1.1.1.1", "1.0.0.1")),
    {
      path: "wans[0].healthCheck.targets[1]",
      fault: { id: "duplicate", earlier: "wans[0].healthCheck.targets[0]" },
      remedy: { id: "one-wan-per-target" },
    },
  ],
  [
    "a probe target that is a resolver",
    { ...checked(by("9.9.9.9")), dns: { servers: ["8.8.8.8", "9.9.9.9"] } },
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "target-is-resolver", of: "dns.servers[1]" },
      remedy: { id: "write-other-host", than: "a resolver" },
    },
  ],
  [
    "a probe target that is a domain's resolver",
    {
      ...checked(by("9.9.9.9")),
      dns: { domains: [{ domain: "isp.example", server: "9.9.9.9", wan: "wlan1" }] },
    },
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "target-is-resolver", of: "dns.domains[0].server" },
      remedy: { id: "write-other-host", than: "a resolver" },
    },
  ],
  [
    "a probe target that is pinned",
    { ...checked(by("9.9.9.9")), policies: [{ name: "pinned", to: ["9.9.9.0/24"], via: [["wlan2"]] }] },
    {
      path: "wans[0].healthCheck.targets[0]",
      fault: { id: "in-policy", policy: "policies[0].to[0]" },
      remedy: { id: "write-other-host", than: "a destination of a policy" },
    },
  ],
  [
    "two targets beside one",
    checked(by("9.9.9.9"), by("1.1.1.1", "1.0.0.1")),
    {
      path: "wans[1].healthCheck",
      fault: { id: "uneven-routes", wan: "wlan2", routes: 2, other: "wlan1", otherRoutes: 1 },
      remedy: { id: "same-number-of-targets" },
    },
  ],
  [
    "a ping beside two targets",
    checked(by("9.9.9.9", "149.112.112.112"), HealthCheck.ping()),
    {
      path: "wans[1].healthCheck",
      fault: { id: "uneven-routes", wan: "wlan2", routes: 1, other: "wlan1", otherRoutes: 2 },
      remedy: { id: "same-number-of-targets" },
    },
  ],
  [
    "two targets through an interface beside two through a gateway",
    {
      wans: [
        Wan.static({ ...wlan1, healthCheck: by("9.9.9.9", "149.112.112.112") }),
        Wan.pointToPoint({ ...lte, healthCheck: by("1.1.1.1", "1.0.0.1") }),
      ],
    },
    {
      path: "wans[1].healthCheck",
      fault: { id: "uneven-next-hops", wan: "lte", hops: 2, other: "wlan1" },
      remedy: { id: "one-target-or-own-tier" },
    },
  ],
  [
    "a tier of none",
    { wans: [Wan.static({ ...wlan1, tier: 0 }), Wan.static(wlan2)] },
    { path: "wans[0].tier", fault: { id: "not-a-whole-number", from: 1, to: 100 } },
  ],
  [
    "a tier between two",
    { wans: [Wan.static({ ...wlan1, tier: 1.5 }), Wan.static(wlan2)] },
    { path: "wans[0].tier", fault: { id: "not-a-whole-number", from: 1, to: 100 } },
  ],
  [
    "a PPPoE client that dials through itself",
    dsl({ interface: "pppoe-out1" }),
    {
      path: "wans[1].pppoe.interface",
      fault: { id: "own-pppoe-interface" },
      remedy: { id: "write-dialled-interface" },
    },
  ],
  [
    "a PPPoE password written out",
    dsl({ password: "hunter2" }),
    { path: "wans[1].pppoe.password", fault: { id: "plain-text-password" }, remedy: { id: "write-secret" } },
  ],
  [
    "a PPPoE client without a user",
    dsl({ user: undefined }),
    { path: "wans[1].pppoe.user", fault: { id: "missing" }, remedy: { id: "write-string" } },
  ],
  [
    "one address on two WANs",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.8.100/24")] },
    {
      path: "wans[1].address",
      fault: { id: "duplicate", earlier: "wans[0].address" },
      remedy: { id: "change-at-modem" },
    },
  ],
  [
    "WANs whose networks overlap in part",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.9.100/22")] },
    {
      path: "wans[1].address",
      fault: { id: "overlapping-network", network: "192.168.8.0/24", of: "wans[0].address" },
      remedy: { id: "own-networks" },
    },
  ],
  [
    "the router's other address as a gateway",
    { wans: [stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.8.101/24", "192.168.8.100")] },
    {
      path: "wans[1].gateway",
      fault: { id: "own-address" },
      remedy: { id: "write-isp-address", network: "192.168.8.0/24" },
    },
  ],
  [
    "a destination inside that of a policy by a DHCP WAN",
    {
      wans: [Wan.static(wlan1), Wan.dhcp(cable)],
      policies: [
        { name: "pinned", to: ["198.51.100.7"], via: [["wlan1"]] },
        { name: "others", to: ["198.51.100.0/24"], via: [["cable"]] },
      ],
    },
    {
      path: "policies[0].to[0]",
      fault: { id: "shadowed-by-rule", wider: "policies[1].to[0]", wan: "cable" },
      remedy: { id: "remove-overlap" },
    },
  ],
  [
    "a version that is none",
    { routerOsVersion: "latest" },
    {
      path: "routerOsVersion",
      fault: { id: "not-a-version" },
      remedy: { id: "write-such-as", example: '"7.20" or "7.20.4"' },
    },
  ],
  [
    "RouterOS 6",
    { routerOsVersion: "6.49.10" },
    {
      path: "routerOsVersion",
      fault: { id: "unsupported-version" },
      remedy: { id: "upgrade", version: "7.20" },
    },
  ],
  [
    "a hash policy before 7.16",
    { routerOsVersion: "7.15.3", balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }) },
    {
      path: "balancing.hashPolicy",
      fault: { id: "version-lacks", feature: "/ip/settings ipv4-multipath-hash-policy", version: "7.15.3" },
      remedy: { id: "upgrade", version: "7.16", instead: "remove it" },
    },
  ],
  [
    "a DHCP WAN before 7.19",
    { routerOsVersion: "7.9", wans: [Wan.static(wlan1), Wan.dhcp(cable)] },
    {
      path: "wans[1]",
      fault: { id: "version-lacks", feature: "/ip/dhcp-client check-gateway", version: "7.9" },
      remedy: {
        id: "upgrade",
        version: "7.19",
        instead: "write Wan.static({ ... }) if the ISP's gateway never changes",
      },
    },
  ],
])("%s is refused", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
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
  expect(reasonsWith({ ...checked(by(token)), routerOsVersion: token })).toEqual([
    { path: "wans[0].healthCheck.targets[0]", fault: { id: "token", because: "address" } },
    {
      path: "routerOsVersion",
      fault: { id: "token" },
      remedy: { id: "write-such-as", example: '"7.20"' },
    },
  ]);
});

test.each<[what: string, wan: unknown, reason: Reason]>([
  [
    "no targets",
    { ...wlan1, healthCheck: HealthCheck.recursive({} as never) },
    {
      path: "wans[0].healthCheck.targets",
      fault: { id: "empty" },
      remedy: { id: "write", code: '["9.9.9.9"]' },
    },
  ],
  [
    "targets that are no list",
    { ...wlan1, healthCheck: HealthCheck.recursive({ targets: "9.9.9.9" as never }) },
    {
      path: "wans[0].healthCheck.targets",
      fault: { id: "not-a-list" },
      remedy: { id: "write", code: '["9.9.9.9"]' },
    },
  ],
  [
    "a probe target that is no text",
    { ...wlan1, healthCheck: by(9 as never) },
    { path: "wans[0].healthCheck.targets[0]", fault: { id: "not-a-string" } },
  ],
  [
    "a tier that is a text",
    { ...wlan1, tier: "1" },
    { path: "wans[0].tier", fault: { id: "not-a-whole-number", from: 1, to: 100 } },
  ],
])("what no compiler has seen: %s", (_, wan, reason) => {
  expect(reasonsWith({ wans: [Wan.static(wan as typeof wlan1), Wan.static(wlan2)] })).toEqual([reason]);
});
