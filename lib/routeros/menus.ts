/**
 * The menu of RouterOS that each resource of the provider terraform-routeros/routeros 1.99.1 is a row of, for the menus that
 * decide where packets go. Some menus have two resources of different names.
 */
export const MENU_OF: Readonly<Record<string, string>> = {
  routeros_dhcp_client: "/ip/dhcp-client",
  routeros_dns: "/ip/dns",
  routeros_dns_record: "/ip/dns/static",
  routeros_firewall_addr_list: "/ip/firewall/address-list",
  routeros_firewall_filter: "/ip/firewall/filter",
  routeros_firewall_mangle: "/ip/firewall/mangle",
  routeros_firewall_nat: "/ip/firewall/nat",
  routeros_interface_bridge: "/interface/bridge",
  routeros_interface_bridge_port: "/interface/bridge/port",
  routeros_interface_ethernet: "/interface/ethernet",
  routeros_interface_list: "/interface/list",
  routeros_interface_list_member: "/interface/list/member",
  routeros_interface_lte: "/interface/lte",
  routeros_interface_pppoe_client: "/interface/pppoe-client",
  routeros_interface_vlan: "/interface/vlan",
  routeros_interface_wireguard: "/interface/wireguard",
  routeros_interface_wireguard_peer: "/interface/wireguard/peers",
  routeros_ip_address: "/ip/address",
  routeros_ip_dhcp_client: "/ip/dhcp-client",
  routeros_ip_dns: "/ip/dns",
  routeros_ip_dns_record: "/ip/dns/static",
  routeros_ip_firewall_addr_list: "/ip/firewall/address-list",
  routeros_ip_firewall_connection_tracking: "/ip/firewall/connection/tracking",
  routeros_ip_firewall_filter: "/ip/firewall/filter",
  routeros_ip_firewall_mangle: "/ip/firewall/mangle",
  routeros_ip_firewall_nat: "/ip/firewall/nat",
  routeros_ip_firewall_raw: "/ip/firewall/raw",
  routeros_ip_route: "/ip/route",
  routeros_ip_service: "/ip/service",
  routeros_ip_settings: "/ip/settings",
  routeros_ip_vrf: "/ip/vrf",
  routeros_ipv6_firewall_nat: "/ipv6/firewall/nat",
  routeros_routing_rule: "/routing/rule",
  routeros_routing_table: "/routing/table",
  routeros_system_identity: "/system/identity",
  routeros_tool_netwatch: "/tool/netwatch",
  routeros_vlan: "/interface/vlan",
  routeros_wireguard: "/interface/wireguard",
  routeros_wireguard_peer: "/interface/wireguard/peers",
};

/** The same of menus that change what other rules do to packets, and that only the review of a plan reads. */
export const REVIEWED_MENU_OF: Readonly<Record<string, string>> = {
  routeros_ip_ipsec_policy: "/ip/ipsec/policy",
};

/** Menus whose rows are asked in order. */
export const ORDERED_MENUS: ReadonlySet<string> = new Set([
  "/ip/firewall/filter",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/firewall/raw",
  "/routing/rule",
]);

/** Menus of one row, which is always there. */
export const SINGLETON_MENUS: ReadonlySet<string> = new Set([
  "/ip/dns",
  "/ip/firewall/connection/tracking",
  "/ip/settings",
  "/system/identity",
]);

/** Attributes that the router only shows, and those that only the provider knows. */
const SHOWN: ReadonlySet<string> = new Set([
  "active",
  "actual_interface",
  "bytes",
  "cache_used",
  "connect",
  "dhcp",
  "dynamic",
  "dynamic_servers",
  "ecmp",
  "hw_offloaded",
  "id",
  "immediate_gw",
  "inactive",
  "invalid",
  "local_address",
  "packets",
  "place_before",
  "running",
  "slave",
  "static",
]);

/** Whether an attribute is a property of the row that a user can set. */
export function isProperty(attribute: string): boolean {
  return !SHOWN.has(attribute) && !attribute.startsWith("___");
}

/** An attribute in RouterOS' spelling: `dst_address` is `dst-address`. */
export function propertyName(attribute: string): string {
  return attribute.replaceAll("_", "-");
}

/** A property as the provider spells it: `dst-address` is `dst_address`. */
export function attributeName(property: string): string {
  return property.replaceAll("-", "_");
}
