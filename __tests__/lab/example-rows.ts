import type { LabRouter } from "../../lab/router";
import { LAB_MENUS } from "../../lab/router/menus";

/** A row that every version takes, for each menu to which rows can be added, in an order that references allow. */
export const EXAMPLES: readonly (readonly [menu: string, row: Readonly<Record<string, string>>])[] = [
  ["interface/bridge", { name: "bridge1" }],
  ["interface/bridge/port", { bridge: "bridge1", interface: "Local" }],
  ["interface/vlan", { name: "vlan10", interface: "bridge1", "vlan-id": "10" }],
  ["interface/pppoe-client", { name: "pppoe-out1", interface: "wlan2", user: "u" }],
  ["interface/list", { name: "WAN" }],
  ["interface/list/member", { list: "WAN", interface: "wlan1" }],
  ["ip/address", { address: "10.112.0.2/24", interface: "wlan1", comment: "first" }],
  ["routing/table", { name: "to_wlan1", fib: "" }],
  ["routing/rule", { "src-address": "192.168.0.0/24", table: "to_wlan1" }],
  ["ip/route", { gateway: "10.112.0.1", "routing-table": "to_wlan1" }],
  ["ip/dhcp-client", { interface: "wlan2", comment: "by DHCP" }],
  ["ip/pool", { name: "users", ranges: "192.168.0.100-192.168.0.199" }],
  ["ip/dhcp-server", { name: "lan", interface: "bridge1", "address-pool": "users" }],
  ["ip/dhcp-server/network", { address: "192.168.0.0/24", gateway: "192.168.0.1" }],
  ["ip/dns/static", { name: "portal.example", address: "192.0.2.1" }],
  ["ip/firewall/nat", { chain: "srcnat", action: "masquerade", "out-interface": "wlan1" }],
  ["ip/firewall/mangle", { chain: "output", action: "mark-routing", "new-routing-mark": "to_wlan1" }],
  ["ip/firewall/filter", { chain: "input", action: "drop", "in-interface-list": "WAN" }],
  ["ip/firewall/raw", { chain: "prerouting", action: "notrack" }],
  ["ipv6/firewall/filter", { chain: "input", action: "drop", "in-interface-list": "WAN" }],
  ["ipv6/firewall/raw", { chain: "prerouting", action: "drop", protocol: "udp", "dst-port": "53" }],
  ["ip/firewall/address-list", { list: "friends", address: "192.0.2.0/24" }],
  ["user/group", { name: "plan", policy: "read,api,rest-api" }],
  ["system/script", { name: "undo", source: ":log info undone", policy: "read,write" }],
  ["system/scheduler", { name: "undo", "on-event": "undo", interval: "1d", policy: "read,write" }],
  ["user", { name: "planner", group: "plan", password: "p" }],
];

/** Adds one example row to every menu. */
export function addExamples(router: LabRouter): void {
  for (const [menu, row] of EXAMPLES) {
    router.add(menu, row);
  }
}

/** The menus whose rows stay as they are while nothing is written. */
export const WITHOUT_TIME = LAB_MENUS.filter(
  ({ path }) => !["system/clock", "system/resource"].includes(path),
);
