import { MAIN_TABLE, ROUTE_DEFAULTS } from "./route-fields";

/** A rule that adds to a list for a while. */
const LIST_TIMEOUT = { "address-list-timeout": "none-dynamic" };

const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/ip/address": { vrf: MAIN_TABLE },
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

/** What a row of a menu means by the fields that it does not show. */
export const defaultsIn = (menu: string): Readonly<Record<string, string>> => DEFAULTS[menu] ?? {};

/** The menus whose rows show nothing but what was set; the others show defaults that differ between versions. */
export const SPARSE_MENUS: ReadonlySet<string> = new Set([
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
]);

/** What a router leaves out of the reply for a disabled route, whatever its values are. */
const HIDDEN_WHILE_DISABLED: readonly string[] = [
  "distance",
  "scope",
  "target-scope",
  "routing-table",
  "check-gateway",
];

/** Whether a router does not show a field of a row, whatever its value is. */
export function isHidden(menu: string, field: string, row: Readonly<Record<string, string>>): boolean {
  return (
    menu === "/ip/route" &&
    row["disabled"] === "true" &&
    row[field] === undefined &&
    HIDDEN_WHILE_DISABLED.includes(field)
  );
}

/** Fields that are shown without a value where they are set, and not at all where they are not. */
const FLAGS: readonly string[] = ["blackhole", "fib"];

/** Whether a field says yes by being there. */
export const isFlag = (field: string): boolean => FLAGS.includes(field);
