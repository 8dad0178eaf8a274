import { invalidValue, noMatch } from "../errors";
import { integer } from "./basic";
import type { ValueType } from "./type";

/** A table that a default route is to be added to, by name or `default`; its own distance where it has one. */
export interface RouteTable {
  readonly table: string;
  readonly distance?: string;
}

const DISTANCES = integer(1, 255);

/** The parts of `main:1,to_wan1`. */
export const parseRouteTables = (value: string): readonly RouteTable[] =>
  value.split(",").map((part) => {
    const [table = "", distance] = part.split(":");
    return { table, distance };
  });

const format = ({ table, distance }: RouteTable): string =>
  distance === undefined ? table : `${table}:${distance}`;

const TABLE = "routing/table";

/** `default-route-tables` of a DHCP client: `table:distance,...`; `default` is the table of the client's interface. */
export const routeTables: ValueType = {
  read: (value, argument, world) =>
    value
      .split(",")
      .map((part) => {
        const [table = "", distance, ...more] = part.split(":");
        if (table === "" || more.length > 0) {
          throw invalidValue(argument);
        }
        if (table !== "default" && !world.has(TABLE, table)) {
          throw noMatch(argument);
        }
        return format({
          table,
          distance: distance === undefined ? undefined : DISTANCES.read(distance, argument, world),
        });
      })
      .join(","),
  references: [
    {
      menu: TABLE,
      names: (value) =>
        parseRouteTables(value)
          .map(({ table }) => table)
          .filter((table) => table !== "default"),
      replace: (value, from, to) =>
        parseRouteTables(value)
          .map((entry) => format(entry.table === from ? { ...entry, table: to } : entry))
          .join(","),
    },
  ],
};
