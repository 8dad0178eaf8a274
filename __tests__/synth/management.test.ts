import { TerraformStack } from "cdktf";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import {
  gatewayOf,
  problemsWith,
  resourcesOf,
  synthesize,
  synthesizeGateway,
  wlan1,
  wlan2,
} from "./synthesize";

const web = { name: "web", ports: "443", to: "192.168.0.10", hairpin: true };
const sources = ["10.99.0.0/24", "192.168.0.5"];

const rulesOf = (props: Partial<EcmpMasqueradeGatewayProps>) =>
  Object.values(synthesizeGateway(props).resource.routeros_ip_firewall_mangle ?? {});

/** Every kind of marking rule, of both ways of balancing. */
const everyMark: Partial<EcmpMasqueradeGatewayProps>[] = [
  { stickyConnections: true, sourceRouting: true, portForwards: [web] },
  { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }), portForwards: [web] },
];

test("no mark touches a management source: each rule spares it where packets come from, or where the router's go to", () => {
  for (const props of everyMark) {
    const rules = rulesOf({ ...props, management: { sources } });
    expect(new Set(rules.map(({ chain }) => chain))).toEqual(
      new Set(["input", "output", "prerouting", "postrouting"]),
    );
    for (const rule of rules) {
      const spares = {
        from: rule.src_address_list === "!management",
        to: ["!management", "!not_balanced"].includes(String(rule.dst_address_list)),
      };
      expect([rule.comment, spares.from || rule.chain === "output"]).toEqual([rule.comment, true]);
      expect([rule.comment, spares.to || !["output", "postrouting"].includes(String(rule.chain))]).toEqual([
        rule.comment,
        true,
      ]);
    }
  }
});

test("management sources are never balanced either, and the rules wait for the list", () => {
  const gateway = gatewayOf({ ...everyMark[1], name: "gw", management: { sources } });
  const resources = resourcesOf(synthesize(TerraformStack.of(gateway)));
  const entries = Object.values(resources).filter(({ list }) => list !== undefined && list !== "gw_lans");
  const listed = (name: string) => entries.filter(({ list }) => list === name).map(({ address }) => address);
  expect(listed("gw_management")).toEqual(sources);
  expect(listed("gw_not_balanced")).toEqual(expect.arrayContaining(sources));
  expect(gateway.managementList.map((entry) => entry.addressInput)).toEqual(sources);
  const last = `routeros_ip_firewall_addr_list.${gateway.managementList.at(-1)?.friendlyUniqueId}`;
  const [first] = Object.values(resources).filter(({ list }) => list === "gw_not_balanced");
  expect(first?.depends_on).toEqual([last]);
});

test("without sources no rule says anything of them", () => {
  for (const rule of rulesOf({ stickyConnections: true, management: {} })) {
    expect(rule).not.toHaveProperty("src_address_list");
  }
});

test("a LAN that the router is managed through is in no list that rules match", () => {
  const lans = [
    { interface: "Local", address: "192.168.0.1/24" },
    { interface: "office", address: "192.168.9.1/24" },
  ];
  const gateway = gatewayOf({
    lans,
    stickyConnections: true,
    management: { interfaces: ["office", "ether5"] },
  });
  expect(gateway.lanInterfaceListMembers.map((member) => member.interfaceInput)).toEqual(["Local"]);
});

test("masquerade spares IPsec where it is asked to", () => {
  const masquerades = (props: object) =>
    Object.values(synthesizeGateway(props).resource.routeros_ip_firewall_nat ?? {}).map(
      ({ ipsec_policy }) => ipsec_policy,
    );
  expect(masquerades({ excludeIpsec: true })).toEqual(["out,none", "out,none"]);
  expect(masquerades({ excludeIpsec: false })).toEqual([undefined, undefined]);
});

test.each<[what: string, props: object, problem: string]>([
  [
    "a source with host bits",
    { management: { sources: ["10.99.0.5/24"] } },
    'management.sources[0]: "10.99.0.5/24" has host bits set: write "10.99.0.0/24", or the host without a length',
  ],
  [
    "a source by name",
    { management: { sources: ["noc"] } },
    'management.sources[0]: "noc" is not an IPv4 host or prefix: write "192.168.0.5" or "10.99.0.0/24"',
  ],
  [
    "everybody",
    { management: { sources: ["0.0.0.0/0"] } },
    'management.sources[0]: "0.0.0.0/0" is everybody, so nothing would be marked: write where the router is managed from',
  ],
  [
    "a source twice",
    { management: { sources: ["192.168.0.5", "192.168.0.5/32"] } },
    'management.sources[1]: "192.168.0.5/32" is already given in management.sources[0]: write each source once',
  ],
  [
    "a WAN's interface",
    { management: { interfaces: ["wlan2"] } },
    'management.interfaces[0]: "wlan2" is the interface of wans[1], whose connections need their marks: write management.sources for those who come in there',
  ],
  [
    "a LAN of a list that is not ours",
    { lanList: "LAN", management: { interfaces: ["Local"] } },
    'management.interfaces[0]: "Local" may be in the list "LAN", which is not ours: take it out of that list, and leave it out here',
  ],
  [
    "a forward to a host whose replies no mark would bring back",
    { portForwards: [web], management: { interfaces: ["Local"] } },
    'portForwards[0].to ("web"): "192.168.0.10" is behind Local of management.interfaces, whose packets follow no mark: forward to another host, or leave that out of management',
  ],
  [
    "a forward to a management source, for the same reason",
    { portForwards: [web], management: { sources: ["10.99.0.0/24", "192.168.0.8/29"] } },
    'portForwards[0].to ("web"): "192.168.0.10" is in management.sources[1], whose packets follow no mark: forward to another host, or leave that out of management',
  ],
  [
    "sources that are no list",
    { management: { sources: "10.99.0.0/24" } },
    'management.sources: "10.99.0.0/24" is not a list: write a list of texts',
  ],
  [
    "a source that is a number",
    { management: { sources: [1] } },
    "management.sources[0]: 1 is not a text: write a string",
  ],
  [
    "management that is no object",
    { management: "10.99.0.0/24" },
    'management: "10.99.0.0/24" is not an object: write { sources: [...], interfaces: [...] }',
  ],
  [
    "excludeIpsec that is no boolean",
    { excludeIpsec: "yes" },
    'excludeIpsec: "yes" is not a boolean: write true or false',
  ],
])("refuses %s", (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

test("accepts an interface that is nobody's, and a DHCP WAN beside it", () => {
  const wans = [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })];
  expect(problemsWith({ wans, management: { sources, interfaces: ["ether5"] } })).toEqual([]);
  expect(problemsWith({ wans: [Wan.static(wlan2)], management: { sources } })).toEqual([]);
});
