import { type NextHopText, parseGateway } from "../../../lib/routeros/route-fields";
import { invalidValue, noMatch } from "../errors";
import { address } from "./address-values";
import { negatable } from "./basic";
import type { ValueType } from "./type";

/** The name of a row in another menu, or one of some words that always work there. */
export const nameIn = (menu: string, ...words: readonly string[]): ValueType => ({
  read: (value, argument, world) => {
    if (!words.includes(value) && !world.has(menu, value)) {
      throw noMatch(argument);
    }
    return value;
  },
  references: [
    {
      menu,
      names: (value) => (words.includes(value) ? [] : [value]),
      replace: (value, from, to) => (value === from ? to : value),
    },
  ],
});

export const interfaceName = nameIn("interface");

/** An interface in a firewall rule, which also knows some kinds of interfaces. */
export const interfaceMatcher = negatable(
  nameIn("interface", "all-ethernet", "all-ppp", "all-vlan", "all-wireless"),
);

export const interfaceList = nameIn("interface/list");

export const interfaceListMatcher = negatable(interfaceList);

export const tableName = nameIn("routing/table");

function formatGateway(parts: NextHopText): string {
  if (parts.address === undefined) {
    return parts.interface ?? "";
  }
  const through = parts.interface === undefined ? "" : `%${parts.interface}`;
  return `${parts.address}${through}${parts.table === undefined ? "" : `@${parts.table}`}`;
}

/** One gateway of a route: RouterOS 7 takes no list, several routes make an ECMP group. */
export const gateway: ValueType = {
  read: (value, argument, world) => {
    if (value.includes(",")) {
      throw invalidValue(argument);
    }
    const parts = parseGateway(value);
    if (parts.address !== undefined) {
      address.read(parts.address, argument, world);
    }
    if (parts.interface !== undefined && !world.has("interface", parts.interface)) {
      throw noMatch(argument);
    }
    if (parts.table !== undefined && !world.has("routing/table", parts.table)) {
      throw noMatch(argument);
    }
    return value;
  },
  references: [
    {
      menu: "interface",
      names: (value) => [parseGateway(value).interface ?? []].flat(),
      replace: (value, from, to) => {
        const parts = parseGateway(value);
        return parts.interface === from ? formatGateway({ ...parts, interface: to }) : value;
      },
    },
    {
      menu: "routing/table",
      names: (value) => [parseGateway(value).table ?? []].flat(),
      replace: (value, from, to) => {
        const parts = parseGateway(value);
        return parts.table === from ? formatGateway({ ...parts, table: to }) : value;
      },
    },
  ],
};
