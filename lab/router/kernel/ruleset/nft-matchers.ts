import type { InterfaceMenu } from "../../menus/interface-kinds";
import type { Values } from "../../menus/menu";
import { MAIN_TABLE_NUMBER } from "../kernel-state";
import type { Devices } from "../links/devices";
import type { Tables } from "../routing/kernel-routes";
import { listSet } from "./address-list-sets";
import { classifierMatch } from "./classifier";
import type { Family } from "./families";
import type { InterfaceLists } from "./interface-lists";
import { type MarkNumbers, nft } from "./marks";
import {
  ALWAYS,
  both,
  compare,
  compareAny,
  expression,
  NEVER,
  type NftMatch,
  readNegatable,
} from "./nft-expressions";
import { quoted } from "./nft-names";
import { protocolNumber } from "./protocols";

/** What the matchers of a rule refer to. */
export interface MatcherContext {
  readonly devices: Devices;
  readonly lists: InterfaceLists;
  readonly connectionMarks: MarkNumbers;
  readonly packetMarks: MarkNumbers;
  readonly tables: Tables;
  readonly classifierSeed: number;
  readonly family: Family;
}

type Matcher = (value: string, context: MatcherContext) => NftMatch;

const words = (value: string): { negated: boolean; list: readonly string[] } => {
  const { negated, rest } = readNegatable(value);
  return { negated, list: rest.split(",") };
};

/** What a rule may name instead of one interface; there are no wireless ones. */
const KINDS: Readonly<Record<string, readonly InterfaceMenu[]>> = {
  "all-ethernet": ["interface/ethernet"],
  "all-ppp": ["interface/pppoe-client"],
  "all-vlan": ["interface/vlan"],
  "all-wireless": [],
};

const matchDevice =
  (side: "iifname" | "oifname"): Matcher =>
  (value, { devices }) => {
    const { negated, rest } = readNegatable(value);
    const kind = devices.has(rest) ? undefined : KINDS[rest];
    if (kind !== undefined) {
      return compareAny(side, negated, kind.flatMap((menu) => devices.ofKind(menu)).map(quoted));
    }
    return compare(side, negated, quoted(devices.of(rest)));
  };

const matchDeviceList =
  (side: "iifname" | "oifname"): Matcher =>
  (value, { devices, lists }) => {
    const { negated, rest } = readNegatable(value);
    if (rest === "all") {
      return negated ? NEVER : ALWAYS;
    }
    const members = lists.portsOf(rest).map((port) => quoted(devices.of(port)));
    return compareAny(side, negated, members);
  };

const matchAddress =
  (side: "daddr" | "saddr"): Matcher =>
  (value, { family }) => {
    const { negated, rest } = readNegatable(value);
    return compare(`${family} ${side}`, negated, rest);
  };

const matchAddressList =
  (side: "daddr" | "saddr"): Matcher =>
  (value) => {
    const { negated, rest } = readNegatable(value);
    return compare(`ip ${side}`, negated, `@${listSet(rest)}`);
  };

const matchAddressType =
  (side: "daddr" | "saddr"): Matcher =>
  (value) => {
    const { negated, list } = words(value);
    return compareAny(`fib ${side} type`, negated, list);
  };

/** Any bit of several, or none of them. */
const matchBits = (subject: string, negated: boolean, bits: readonly string[]): NftMatch =>
  expression(`${subject} & (${bits.join("|")}) ${negated ? "==" : "!="} 0`);

const matchPort =
  (side: "dport" | "sport"): Matcher =>
  (value) => {
    const { negated, list } = words(value);
    const [first = "", ...more] = list;
    // nft 1.0.6 makes one comparison of `sport != a dport != b`, which then means "not both"; of ranges it does not.
    const alone = negated && more.length === 0 && !first.includes("-");
    return compareAny(`th ${side}`, negated, alone ? [`${first}-${first}`] : list);
  };

/** Either port; or neither, where negated. */
const matchEitherPort: Matcher = (value, context) => {
  const [source, destination] = [matchPort("sport"), matchPort("dport")];
  if (value.startsWith("!")) {
    return both(source(value, context), destination(value, context));
  }
  return [...source(value, context), ...both(source(`!${value}`, context), destination(value, context))];
};

const NAT_BITS: Readonly<Record<string, string>> = { dstnat: "dnat", srcnat: "snat" };

/** The lab has no IPsec: no packet was, or will be, wrapped by a policy. */
const matchIpsec: Matcher = (value) => (value.endsWith(",none") ? ALWAYS : NEVER);

/** Every matcher that the data plane realises; a rule with another one is refused when it is written. */
export const REALISED_MATCHERS: Readonly<Record<string, Matcher>> = {
  "connection-mark": (value, { connectionMarks }) => {
    const { negated, rest } = readNegatable(value);
    return compare(nft.connection, negated, String(connectionMarks.of(rest)));
  },
  "connection-nat-state": (value) => {
    const { negated, list } = words(value);
    return matchBits(
      "ct status",
      negated,
      list.map((word) => NAT_BITS[word] ?? word),
    );
  },
  "connection-state": (value) => {
    const { negated, list } = words(value);
    return matchBits("ct state", negated, list);
  },
  "dst-address": matchAddress("daddr"),
  "dst-address-list": matchAddressList("daddr"),
  "dst-address-type": matchAddressType("daddr"),
  "dst-port": matchPort("dport"),
  "in-interface": matchDevice("iifname"),
  "in-interface-list": matchDeviceList("iifname"),
  "ipsec-policy": matchIpsec,
  "out-interface": matchDevice("oifname"),
  "out-interface-list": matchDeviceList("oifname"),
  "packet-mark": (value, { packetMarks }) => {
    const { negated, list } = words(value);
    return compareAny(
      nft.packet,
      negated,
      list.map((name) => nft.packetValue(packetMarks.of(name))),
    );
  },
  "per-connection-classifier": (value, { classifierSeed }) => classifierMatch(value, classifierSeed),
  port: matchEitherPort,
  protocol: (value) => {
    const { negated, rest } = readNegatable(value);
    return compare("meta l4proto", negated, protocolNumber(rest));
  },
  "routing-mark": (value, { tables }) => {
    const { negated, rest } = readNegatable(value);
    const table = tables.get(rest);
    if (table === undefined) {
      return negated ? ALWAYS : NEVER;
    }
    // Packets without a routing mark use main.
    return compareAny(
      nft.routing,
      negated,
      table === MAIN_TABLE_NUMBER ? ["0", String(table)] : [String(table)],
    );
  },
  "src-address": matchAddress("saddr"),
  "src-address-list": matchAddressList("saddr"),
  "src-address-type": matchAddressType("saddr"),
  "src-port": matchPort("sport"),
  "tcp-flags": (value) => {
    // What RouterOS calls ECE is ECN to nft.
    const flags = value.replace("ece", "ecn").split(",").map(readNegatable);
    const named = flags.map(({ rest }) => rest);
    const set = flags.filter(({ negated }) => !negated).map(({ rest }) => rest);
    return expression(`tcp flags & (${named.join("|")}) == ${set.length === 0 ? "0x0" : set.join("|")}`);
  },
  "tcp-mss": (value) => {
    const { negated, rest } = readNegatable(value);
    return compare("tcp option maxseg size", negated, rest);
  },
};

/** Everything that a rule matches on, in one. */
export function matchOf(rule: Values, context: MatcherContext): NftMatch {
  const parts = Object.entries(REALISED_MATCHERS).flatMap(([name, matcher]) => {
    const value = rule[name];
    return value === undefined ? [] : [matcher(value, context)];
  });
  return parts.reduce(both, ALWAYS);
}
