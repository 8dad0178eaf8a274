import { type ClientRouteTable, parseRouteTables } from "../../../lib/routeros/route-fields";
import { invalidValue, noMatch } from "../errors";
import { integer } from "./basic";
import type { ValueType } from "./type";

const DISTANCES = integer(1, 255);

const format = ({ table, distance }: ClientRouteTable): string =>
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
