import type { RouterLogin } from "../lib/cli/router-login";
import { type RouterRow, readMenu } from "./rest-client";

/** The menus in which a gateway has rows, by the Terraform resource that manages such a row. */
export const MENU_OF_RESOURCE = {
  routeros_ip_address: "ip/address",
  routeros_ip_firewall_nat: "ip/firewall/nat",
  routeros_ip_route: "ip/route",
  routeros_routing_table: "routing/table",
  routeros_ip_firewall_mangle: "ip/firewall/mangle",
  routeros_ip_dns: "ip/dns",
  routeros_ip_dns_record: "ip/dns/static",
} as const;

/** A menu in which a gateway has rows. */
export type MenuPath = (typeof MENU_OF_RESOURCE)[keyof typeof MENU_OF_RESOURCE];

export const MENUS: readonly MenuPath[] = Object.values(MENU_OF_RESOURCE);

/** The rows of a router, menu by menu, in its own order; `ip/dns` has one row without an id. */
export type RowsOfMenus = ReadonlyMap<MenuPath, readonly RouterRow[]>;

/** Reads every menu in which a gateway has rows; changes nothing. */
export async function readRows(login: RouterLogin): Promise<RowsOfMenus> {
  const rows = new Map<MenuPath, readonly RouterRow[]>();
  for (const menu of MENUS) {
    rows.set(menu, await readMenu(login, menu));
  }
  return rows;
}

/** The names of the router's interfaces. */
export async function readInterfaces(login: RouterLogin): Promise<readonly string[]> {
  return (await readMenu(login, "interface")).map(({ name = "" }) => name);
}

/** What the router's choice among equal ways looks at; a router without the setting looks at addresses. */
export async function readHashPolicy(login: RouterLogin): Promise<string> {
  const [settings] = await readMenu(login, "ip/settings");
  return settings?.["ipv4-multipath-hash-policy"] ?? "l3";
}
