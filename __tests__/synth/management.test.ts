import { TerraformStack } from "cdktf";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import {
  gatewayOf,
  type Reason,
  reasonsWith,
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

test.each<[what: string, props: object, reason: Reason]>([
  [
    "a source with host bits",
    { management: { sources: ["10.99.0.5/24"] } },
    {
      path: "management.sources[0]",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"10.99.0.0/24" or "10.99.0.5"' },
    },
  ],
  [
    "a source by name",
    { management: { sources: ["noc"] } },
    {
      path: "management.sources[0]",
      fault: { id: "not-a-prefix" },
      remedy: { id: "write-such-as", example: '"192.168.0.5" or "10.99.0.0/24"' },
    },
  ],
  [
    "everybody",
    { management: { sources: ["0.0.0.0/0"] } },
    {
      path: "management.sources[0]",
      fault: { id: "everything" },
      remedy: { id: "write-management-network" },
    },
  ],
  [
    "a source twice",
    { management: { sources: ["192.168.0.5", "192.168.0.5/32"] } },
    {
      path: "management.sources[1]",
      fault: { id: "duplicate", earlier: "management.sources[0]" },
      remedy: { id: "write-once", what: "source" },
    },
  ],
  [
    "a WAN's interface",
    { management: { interfaces: ["wlan2"] } },
    {
      path: "management.interfaces[0]",
      fault: { id: "managed-by-wan", wan: "wans[1]" },
      remedy: { id: "use-sources" },
    },
  ],
  [
    "a LAN of a list that is not ours",
    { lanList: "LAN", management: { interfaces: ["Local"] } },
    {
      path: "management.interfaces[0]",
      fault: { id: "in-foreign-list", list: "LAN" },
      remedy: { id: "remove-from-list" },
    },
  ],
  [
    "a forward to a host whose replies no mark would bring back",
    { portForwards: [web], management: { interfaces: ["Local"] } },
    {
      path: "portForwards[0].to",
      fault: { id: "never-marked", by: "management.interfaces[0]" },
      remedy: { id: "forward-elsewhere", remove: "management.interfaces[0]" },
    },
  ],
  [
    "a forward to a management source, for the same reason",
    { portForwards: [web], management: { sources: ["10.99.0.0/24", "192.168.0.8/29"] } },
    {
      path: "portForwards[0].to",
      fault: { id: "never-marked", by: "management.sources[1]" },
      remedy: { id: "forward-elsewhere", remove: "management.sources[1]" },
    },
  ],
  [
    "sources that are no list",
    { management: { sources: "10.99.0.0/24" } },
    {
      path: "management.sources",
      fault: { id: "not-a-list" },
      remedy: { id: "write", code: '["10.99.0.0/24"]' },
    },
  ],
  [
    "a source that is a number",
    { management: { sources: [1] } },
    { path: "management.sources[0]", fault: { id: "not-a-string" } },
  ],
  [
    "management that is no object",
    { management: "10.99.0.0/24" },
    {
      path: "management",
      fault: { id: "not-an-object" },
      remedy: { id: "write", code: "{ sources: [...], interfaces: [...] }" },
    },
  ],
  [
    "excludeIpsec that is no boolean",
    { excludeIpsec: "yes" },
    { path: "excludeIpsec", fault: { id: "not-a-boolean" } },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test("accepts an interface that is nobody's, and a DHCP WAN beside it", () => {
  const wans = [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })];
  expect(reasonsWith({ wans, management: { sources, interfaces: ["ether5"] } })).toEqual([]);
  expect(reasonsWith({ wans: [Wan.static(wlan2)], management: { sources } })).toEqual([]);
});
