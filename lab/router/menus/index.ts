import { isOlder } from "../../../lib/routeros/compare-versions";
import { type Commands, commandsInVersion } from "../lab-versions";
import { connections } from "./connection-table";
import { dhcpClients } from "./dhcp-client";
import { dhcpNetworks, dhcpServers, pools } from "./dhcp-server";
import { dnsStatic } from "./dns-static";
import { addressList, filter, mangle, nat, raw } from "./firewall-menus";
import { ethernet, interfaces, listMembers, lists } from "./interfaces";
import { addresses, dns, settings } from "./ip";
import { ipv6Filter, ipv6Nat, ipv6Raw } from "./ipv6-firewall";
import { bridgePorts, bridges, bridgeVlans, pppoeClients, vlans } from "./logical-interfaces";
import type { LabMenu } from "./menu";
import { nextHops, routes, routingSettings, rules, tables } from "./routing";
import { clock, deviceMode, identity, log, resource, scheduler, scripts } from "./system";
import { userGroups, users } from "./users";

/** Every menu that the lab router serves. */
export const LAB_MENUS: readonly LabMenu[] = [
  interfaces,
  ethernet,
  bridges,
  bridgePorts,
  bridgeVlans,
  vlans,
  pppoeClients,
  lists,
  listMembers,
  addresses,
  routes,
  settings,
  dns,
  dnsStatic,
  dhcpClients,
  pools,
  dhcpServers,
  dhcpNetworks,
  nat,
  mangle,
  filter,
  raw,
  ipv6Filter,
  ipv6Nat,
  ipv6Raw,
  addressList,
  tables,
  rules,
  nextHops,
  routingSettings,
  resource,
  identity,
  clock,
  deviceMode,
  log,
  scripts,
  scheduler,
  users,
  userGroups,
];

/** A menu as one version has it: the commands and arguments that devices of that version take. */
export class VersionedMenu {
  readonly path: string;
  /** Where the rows are kept: elsewhere, for a view. */
  readonly sources: readonly string[];
  /** Rows have an order that clients choose. */
  readonly ordered: boolean;
  /** Rows are rules which packets are matched against. */
  readonly isFirewall: boolean;

  constructor(
    readonly menu: LabMenu,
    readonly commands: Commands,
    private readonly version: string,
  ) {
    this.path = menu.path;
    this.sources = menu.viewOf ?? [menu.path];
    this.ordered = "move" in commands;
    this.isFirewall = this.ordered && /^ip(v6)?\/firewall\//.test(menu.path);
  }

  /** Whether this version takes an argument with a command. */
  takes(command: string, argument: string): boolean {
    return this.commands[command]?.includes(argument) ?? false;
  }

  /** Whether a `set` may send a read-only field back, to no effect. */
  takesBack(command: string, name: string, value: string): boolean {
    const field = this.menu.fixed?.[name];
    return (
      command === "set" &&
      typeof field === "object" &&
      field.takenBackBefore !== undefined &&
      field.value === value &&
      isOlder(this.version, field.takenBackBefore)
    );
  }

  has(command: string): boolean {
    return Object.hasOwn(this.commands, command);
  }
}

/** The menus of a version by path; those that only a data plane can fill, on request. */
export function menusOf(version: string, options: { live: boolean }): ReadonlyMap<string, VersionedMenu> {
  const served = options.live ? [...LAB_MENUS, connections] : LAB_MENUS;
  return new Map(
    served.map((menu) => [
      menu.path,
      new VersionedMenu(menu, menu.commands ?? commandsInVersion(version, menu.path) ?? {}, version),
    ]),
  );
}
