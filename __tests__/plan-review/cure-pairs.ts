import type { FindingId } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed } from "./findings-in";
import { articleResources } from "./plans";

/** A fault, and the same with what its finding says to do. */
export interface CurePair {
  readonly id: FindingId;
  readonly faulty: Resources;
  readonly cured: Resources;
}

type Values = Record<string, unknown>;
type Rules = Record<string, Values | null>;

const route = (name: string, values: Values) => changed({ routeros_ip_route: { [name]: values } });
const mangle = (rules: Rules) => changed({ routeros_ip_firewall_mangle: rules });
const table = (rules: Rules) => changed({ routeros_routing_table: rules });
const nat = (rules: Rules) => changed({ routeros_ip_firewall_nat: rules });
const beside = (more: Resources) => ({ ...articleResources(), ...more });

const SOUND = articleResources();

const [MARK, ROUTE] = ["wlan1_input", "wlan1_output"];

const FORWARD = {
  chain: "dstnat",
  action: "dst-nat",
  in_interface: "wlan2",
  protocol: "tcp",
  dst_port: "443",
  to_addresses: "192.168.0.10",
};

/** Marks for what comes in by wlan2 to hosts behind the router, and for their replies. */
const FORWARD_MARKS = {
  forwarded: {
    chain: "prerouting",
    in_interface: "wlan2",
    connection_state: "new",
    connection_mark: "no-mark",
    action: "mark-connection",
    new_connection_mark: "wlan2_conn",
    passthrough: true,
  },
  answered: {
    chain: "prerouting",
    in_interface: "Local",
    connection_mark: "wlan2_conn",
    action: "mark-routing",
    new_routing_mark: "${routeros_routing_table.wlan2.name}",
    passthrough: false,
    depends_on: ["routeros_ip_firewall_mangle.forwarded", "routeros_ip_route.wlan2_default"],
  },
};

const LAN_MARK = {
  chain: "prerouting",
  in_interface: "Local",
  action: "mark-routing",
  new_routing_mark: "${routeros_routing_table.wlan1.name}",
  passthrough: false,
  depends_on: ["routeros_ip_route.wlan1_default", "routeros_ip_route.wlan2_default"],
};

const FAST = { chain: "forward", action: "fasttrack-connection", connection_state: "established,related" };

const filter = (rules: Rules) => beside({ routeros_ip_firewall_filter: rules as Resources[string] });
const WEB = { chain: "forward", action: "accept", protocol: "tcp", dst_port: "443" };

const resolver = (rules: Resources[string]) =>
  beside({
    routeros_ip_dns: { dns: { servers: ["9.9.9.9"], allow_remote_requests: true } },
    routeros_ip_firewall_filter: rules,
  });
const dropDns = (in_interface: string, protocol: string) => ({
  [`${in_interface}${protocol}`]: { chain: "input", action: "drop", in_interface, protocol, dst_port: "53" },
});

/** Three WANs of which the first and the last are of one ISP, with one gateway address. */
const twoOfOneIsp = (gatewayOf: (wan: string, gateway: string) => string) =>
  changed(
    {
      routeros_ip_address: { wlan3: { address: "10.112.0.3/24" } },
      routeros_ip_route: Object.fromEntries(
        ["wlan1", "wlan3"].flatMap((wan) =>
          ["default", "policy"].map((kind) => [`${wan}_${kind}`, { gateway: gatewayOf(wan, "10.112.0.1") }]),
        ),
      ),
      routeros_ip_firewall_mangle: { wlan3_output: { dst_address: "!10.112.0.0/24" } },
    },
    3,
  );

const part = (number: number, more: Values = {}) => ({
  chain: "prerouting",
  in_interface: "Local",
  connection_mark: "no-mark",
  dst_address_type: "!local",
  action: "mark-routing",
  new_routing_mark: `\${routeros_routing_table.wlan${number}.name}`,
  passthrough: false,
  depends_on: ["routeros_ip_route.wlan1_default", "routeros_ip_route.wlan2_default"],
  ...more,
});
const classified = (...parts: readonly string[]) =>
  mangle(
    Object.fromEntries(
      parts.map((per_connection_classifier, i) => [
        `part${i}`,
        part((i % 2) + 1, { per_connection_classifier: `both-addresses:${per_connection_classifier}` }),
      ]),
    ),
  );

/** Faults of which no case of a public report has a cure, each by its simplest example. */
export const CURE_PAIRS: readonly CurePair[] = [
  {
    id: "address-duplicate",
    faulty: changed({ routeros_ip_address: { twin: { address: "10.112.0.2/24", interface: "wlan1" } } }),
    cured: SOUND,
  },
  {
    id: "ambiguous-policy-routing",
    faulty: beside({
      routeros_routing_rule: { r: { action: "lookup", table: "to_wlan1", src_address: "192.168.0.7/32" } },
    }),
    cured: SOUND,
  },
  { id: "classifier-gap", faulty: classified("3/0", "3/1"), cured: classified("3/0", "3/1", "3/2") },
  {
    id: "connection-mark-overwritten",
    faulty: mangle({ [MARK]: { connection_mark: undefined } }),
    cured: mangle({ [MARK]: { connection_state: "new" } }),
  },
  {
    id: "connection-mark-undefined",
    faulty: mangle({ [ROUTE]: { connection_mark: "wlan1_con" } }),
    cured: SOUND,
  },
  {
    id: "connection-mark-unused",
    faulty: mangle({ [MARK]: { new_connection_mark: "wlan1_con" } }),
    cured: SOUND,
  },
  { id: "failure-loses-traffic", faulty: route("wlan2_default", { check_gateway: "none" }), cured: SOUND },
  {
    id: "fasttrack-marked",
    faulty: { ...mangle(FORWARD_MARKS), routeros_ip_firewall_filter: { fast: FAST } },
    cured: {
      ...mangle(FORWARD_MARKS),
      routeros_ip_firewall_filter: { fast: { ...FAST, connection_mark: "no-mark" } },
    },
  },
  {
    id: "forward-reply-path",
    faulty: nat({ web: FORWARD }),
    cured: changed({
      routeros_ip_firewall_nat: { web: FORWARD },
      routeros_ip_firewall_mangle: FORWARD_MARKS,
    }),
  },
  {
    id: "forward-target-outside",
    faulty: changed({
      routeros_ip_firewall_nat: { web: { ...FORWARD, to_addresses: "192.168.7.10" } },
      routeros_ip_firewall_mangle: FORWARD_MARKS,
    }),
    cured: changed({
      routeros_ip_firewall_nat: { web: FORWARD },
      routeros_ip_firewall_mangle: FORWARD_MARKS,
    }),
  },
  { id: "gateway-list", faulty: route("wlan1_default", { gateway: "10.112.0.1,10.111.0.1" }), cured: SOUND },
  { id: "gateway-own-address", faulty: route("wlan1_default", { gateway: "10.112.0.2" }), cured: SOUND },
  { id: "gateway-outside-subnet", faulty: route("wlan1_default", { gateway: "10.113.0.1" }), cured: SOUND },
  {
    id: "gateway-repeated",
    faulty: route("again", { gateway: "10.112.0.1", distance: 1, check_gateway: "ping" }),
    cured: SOUND,
  },
  {
    id: "gateway-shared",
    faulty: twoOfOneIsp((_, gateway) => gateway),
    cured: twoOfOneIsp((wan, gateway) => `${gateway}%${wan}`),
  },
  {
    id: "health-unchecked",
    faulty: changed({
      routeros_ip_route: {
        wlan1_default: { check_gateway: "none" },
        wlan1_policy: { check_gateway: "none" },
      },
    }),
    cured: SOUND,
  },
  { id: "main-route-unchecked", faulty: route("wlan1_default", { check_gateway: "none" }), cured: SOUND },
  { id: "policy-route-unchecked", faulty: route("wlan1_policy", { check_gateway: "none" }), cured: SOUND },
  {
    id: "mark-shared",
    faulty: mangle({ wlan2_input: { new_connection_mark: "wlan1_conn" } }),
    cured: SOUND,
  },
  {
    id: "open-resolver",
    faulty: resolver({ lan: { chain: "input", action: "accept", in_interface: "Local" } }),
    cured: resolver({
      lan: { chain: "input", action: "accept", in_interface: "Local" },
      ...dropDns("wlan1", "udp"),
      ...dropDns("wlan1", "tcp"),
      ...dropDns("wlan2", "udp"),
      ...dropDns("wlan2", "tcp"),
    }),
  },
  {
    id: "router-unreachable",
    faulty: mangle({ lan: LAN_MARK }),
    cured: mangle({ lan: { ...LAN_MARK, dst_address_type: "!local" } }),
  },
  {
    id: "rule-order-by-chance",
    faulty: filter({ web: WEB, all: { chain: "forward", action: "drop" } }),
    cured: filter({
      web: WEB,
      all: { chain: "forward", action: "drop", depends_on: ["routeros_ip_firewall_filter.web"] },
    }),
  },
  {
    id: "rule-overridden",
    faulty: mangle({
      first: { ...LAN_MARK, dst_address_type: "!local", passthrough: true },
      second: part(2, { connection_mark: undefined, depends_on: ["routeros_ip_firewall_mangle.first"] }),
    }),
    cured: mangle({
      first: { ...LAN_MARK, dst_address_type: "!local", src_address: "192.168.0.0/25", passthrough: true },
      second: part(2, { src_address: "192.168.0.128/25", depends_on: ["routeros_ip_firewall_mangle.first"] }),
    }),
  },
  {
    id: "src-nat-keeps-source",
    faulty: nat({ wlan1: { action: "src-nat", to_addresses: "10.112.0.2" } }),
    cured: SOUND,
  },
  { id: "table-duplicate", faulty: table({ twin: { name: "to_wlan1", fib: true } }), cured: SOUND },
  { id: "table-empty", faulty: route("wlan2_policy", { routing_table: "main", distance: 9 }), cured: SOUND },
  { id: "table-leads-elsewhere", faulty: route("wlan2_policy", { gateway: "10.112.0.1" }), cured: SOUND },
  { id: "table-missing", faulty: mangle({ [ROUTE]: { new_routing_mark: "to_wlan9" } }), cured: SOUND },
  {
    id: "table-unused",
    faulty: changed({
      routeros_routing_table: { spare: { name: "spare", fib: true } },
      routeros_ip_route: { spare: { gateway: "10.112.0.1", routing_table: "spare", check_gateway: "ping" } },
    }),
    cured: changed({ routeros_routing_table: { spare: { name: "spare", fib: true } } }),
  },
];
