import { MENU_OF, SINGLETON_MENUS } from "../routeros/menus";
import { MAIN_TABLE, ROUTE_DEFAULTS } from "../routeros/route-fields";
import { secretsOf } from "../routeros/secrets";
import type { Fields } from "./fields";

/** A menu of the router that resources of a stack stand for. */
export interface Menu {
  /** Such as `/ip/route`. */
  readonly path: string;
  /** The fields that tell the rows of the menu apart. */
  readonly identifiedBy: readonly string[];
  /** What a row means that does not show a field. */
  readonly absent: Fields;
  /** Whether a row shows nothing but what was set, so that a field which nobody asked for does something. */
  readonly sparse: boolean;
  /** Whether the menu is one row, which nobody creates, and which has no id. */
  readonly singleton: boolean;
  /** Fields whose values are never shown. */
  readonly secrets: ReadonlySet<string>;
}

/** A rule is told apart by all that it matches, and by what it does. */
const RULE = [
  "chain",
  "action",
  "in-interface",
  "in-interface-list",
  "out-interface",
  "out-interface-list",
  "src-address",
  "src-address-list",
  "dst-address",
  "dst-address-list",
  "protocol",
  "dst-port",
  "connection-mark",
  "per-connection-classifier",
  "new-connection-mark",
  "new-routing-mark",
  "to-addresses",
];

const IDENTIFIED_BY: Readonly<Record<string, readonly string[]>> = {
  "/interface/list/member": ["list", "interface"],
  "/ip/address": ["address", "interface"],
  "/ip/dhcp-client": ["interface"],
  "/ip/dns/static": ["name", "regexp", "address"],
  "/ip/firewall/address-list": ["list", "address"],
  "/ip/firewall/filter": RULE,
  "/ip/firewall/mangle": RULE,
  "/ip/firewall/nat": RULE,
  "/ip/firewall/raw": RULE,
  "/ip/route": ["dst-address", "gateway", "routing-table"],
  "/ipv6/firewall/nat": RULE,
  "/routing/rule": ["action", "table", "src-address", "dst-address", "interface", "routing-mark"],
};

/** A rule that adds to a list for a while. */
const LIST_TIMEOUT: Fields = { "address-list-timeout": "none-dynamic" };

const ABSENT: Readonly<Record<string, Fields>> = {
  "/ip/address": { vrf: "main" },
  "/ip/dns/static": { type: "A", ttl: "1d" },
  "/ip/firewall/filter": {
    ...LIST_TIMEOUT,
    "hw-offload": "yes",
    "reject-with": "icmp-network-unreachable",
  },
  "/ip/firewall/mangle": { ...LIST_TIMEOUT, passthrough: "yes" },
  "/ip/firewall/nat": LIST_TIMEOUT,
  "/ip/firewall/raw": LIST_TIMEOUT,
  "/ip/route": ROUTE_DEFAULTS,
  "/ipv6/firewall/nat": LIST_TIMEOUT,
  "/routing/rule": { action: "lookup", chain: "user", table: MAIN_TABLE },
};

/** The other menus show defaults that differ between versions. */
const SPARSE: readonly string[] = [
  "/interface/list",
  "/interface/list/member",
  "/ip/address",
  "/ip/dns/static",
  "/ip/firewall/address-list",
  "/ip/firewall/filter",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/ip/route",
  "/ipv6/firewall/nat",
  "/routing/rule",
  "/routing/table",
];

/** The menu of a Terraform resource type; undefined for a menu that has nothing to do with where packets go. */
export function menuOf(type: string): Menu | undefined {
  const path = MENU_OF[type];
  if (path === undefined) {
    return undefined;
  }
  return {
    path,
    identifiedBy: IDENTIFIED_BY[path] ?? ["name"],
    absent: ABSENT[path] ?? {},
    sparse: SPARSE.includes(path),
    singleton: SINGLETON_MENUS.has(path),
    secrets: secretsOf(path),
  };
}
