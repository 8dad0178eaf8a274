import type { Values } from "../../menus/menu";
import type { Tables } from "../routing/kernel-routes";
import { type MarkNumbers, nft } from "./marks";
import { nftName } from "./nft-names";

/** What the actions of a rule refer to. */
export interface ActionContext {
  readonly connectionMarks: MarkNumbers;
  readonly packetMarks: MarkNumbers;
  readonly tables: Tables;
  /** `allow-fast-path` of `/ip/settings`, without which nothing is FastTracked. */
  readonly fastPath: boolean;
}

/** What a rule does to the packets it matches. */
export interface RuleAction {
  /** Statements, after the rule's counter; the last one may be a verdict. */
  readonly statements: readonly string[];
  /** Connections are masqueraded, and must say on which port. */
  readonly masquerades?: boolean;
}

type Compile = (rule: Values, context: ActionContext, menu: string) => RuleAction;

/** A chain of a menu: built-in or of one's own. */
export const chainName = (menu: string, chain: string): string =>
  nftName(menu.slice(menu.lastIndexOf("/") + 1), chain);

const verdict =
  (...statements: readonly string[]): Compile =>
  () => ({ statements });

/** Marks go on to the next rule unless told otherwise. */
const mark = (rule: Values, statement: string | undefined): RuleAction => ({
  statements: [
    ...(statement === undefined ? [] : [statement]),
    ...(rule["passthrough"] === "false" ? ["accept"] : []),
  ],
});

/** Where a translation leads: ` to 10.0.0.1-10.0.0.4:80`. */
function target(rule: Values): string {
  const addresses = rule["to-addresses"] ?? "";
  const ports = rule["to-ports"] === undefined ? "" : `:${rule["to-ports"]}`;
  const range = addresses.includes("/") ? rangeOf(addresses) : addresses;
  return range === "" && ports === "" ? "" : ` to ${range}${ports}`;
}

/** A network as the range of its addresses. */
function rangeOf(network: string): string {
  const [address = "", length = "32"] = network.split("/");
  const first = address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0);
  const last = first + 2 ** (32 - Number(length)) - 1;
  return `${address}-${[24, 16, 8, 0].map((shift) => Math.floor(last / 2 ** shift) % 256).join(".")}`;
}

const REJECTIONS: Readonly<Record<string, string>> = {
  "icmp-admin-prohibited": "icmp type admin-prohibited",
  "icmp-host-prohibited": "icmp type host-prohibited",
  "icmp-host-unreachable": "icmp type host-unreachable",
  "icmp-net-prohibited": "icmp type net-prohibited",
  "icmp-network-unreachable": "icmp type net-unreachable",
  "icmp-port-unreachable": "icmp type port-unreachable",
  "icmp-protocol-unreachable": "icmp type prot-unreachable",
  "tcp-reset": "tcp reset",
};

const EVERYWHERE: Readonly<Record<string, Compile>> = {
  accept: verdict("accept"),
  jump: (rule, _context, menu) => ({ statements: [`jump ${chainName(menu, rule["jump-target"] ?? "")}`] }),
  passthrough: verdict(),
  return: verdict("return"),
};

/** Only TCP and UDP are FastTracked; the packet itself goes on to the next rule. */
const fasttrack: Compile = (_rule, { fastPath }) => ({
  statements: fastPath ? [`meta l4proto { tcp, udp } ${nft.fasttrack}`] : [],
});

/** A lower MSS in a packet that opens a connection, never a higher one. */
const changeMss: Compile = (rule) => {
  const size = rule["new-mss"] === "clamp-to-pmtu" ? "rt mtu" : rule["new-mss"];
  return mark(rule, `tcp option maxseg size set ${size}`);
};

/** Every action that the data plane realises, by menu; a rule with another one is refused when it is written. */
export const REALISED_ACTIONS: Readonly<Record<string, Readonly<Record<string, Compile>>>> = {
  "ip/firewall/raw": { ...EVERYWHERE, drop: verdict("drop"), notrack: verdict("notrack") },
  "ip/firewall/mangle": {
    ...EVERYWHERE,
    "change-mss": changeMss,
    "fasttrack-connection": fasttrack,
    "mark-connection": (rule, { connectionMarks }) =>
      mark(rule, nft.setConnection(connectionMarks.of(rule["new-connection-mark"] ?? ""))),
    "mark-packet": (rule, { packetMarks }) =>
      mark(rule, nft.setPacket(packetMarks.of(rule["new-packet-mark"] ?? ""))),
    "mark-routing": (rule, { tables }) => {
      const table = tables.get(rule["new-routing-mark"] ?? "");
      return mark(rule, table === undefined ? undefined : nft.setRouting(table));
    },
  },
  "ip/firewall/nat": {
    ...EVERYWHERE,
    "dst-nat": (rule) => ({ statements: [`dnat${target(rule)}`] }),
    masquerade: (rule) => ({ statements: [`masquerade${target(rule)}`], masquerades: true }),
    redirect: (rule) => ({ statements: [`redirect${target(rule)}`] }),
    "src-nat": (rule) => ({ statements: [`snat${target(rule)}`] }),
  },
  "ipv6/firewall/raw": { ...EVERYWHERE, drop: verdict("drop"), notrack: verdict("notrack") },
  "ipv6/firewall/nat": { ...EVERYWHERE, redirect: (rule) => ({ statements: [`redirect${target(rule)}`] }) },
  "ipv6/firewall/filter": { ...EVERYWHERE, drop: verdict("drop") },
  "ip/firewall/filter": {
    ...EVERYWHERE,
    drop: verdict("drop"),
    "fasttrack-connection": fasttrack,
    reject: (rule) => {
      const kind = rule["reject-with"] ?? "icmp-network-unreachable";
      return { statements: [`reject with ${REJECTIONS[kind]}`] };
    },
  },
};
