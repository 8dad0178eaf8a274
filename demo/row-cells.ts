import type { RouterRow } from "./rest-client";
import type { MenuPath } from "./router-rows";

/** The columns of a menu, and what a row has to say in them, as `print` shows it. */

type Read = (row: RouterRow) => string;

const property =
  (name: string): Read =>
  (row) =>
    row[name] ?? "";

/** RouterOS' letters, in its order, and the properties that set them. */
const FLAGS: readonly { letter: string; means: string; of: (row: RouterRow) => boolean }[] = [
  { letter: "X", means: "disabled", of: (row) => row["disabled"] === "true" },
  { letter: "I", means: "inactive", of: (row) => row["inactive"] === "true" },
  { letter: "I", means: "invalid", of: (row) => row["invalid"] === "true" },
  { letter: "D", means: "dynamic", of: (row) => row["dynamic"] === "true" },
  { letter: "A", means: "active", of: (row) => row["active"] === "true" },
  { letter: "c", means: "connect", of: (row) => row["connect"] === "true" },
  { letter: "s", means: "static", of: (row) => row["static"] === "true" },
  { letter: "+", means: "ecmp", of: (row) => row["ecmp"] === "true" },
];

const flags: Read = (row) =>
  FLAGS.filter(({ of }) => of(row))
    .map(({ letter }) => letter)
    .join("");

/** What an action needs to be told; everything else in a rule is what it matches. */
const ACTION_ARGUMENTS = [
  "new-connection-mark",
  "new-routing-mark",
  "new-packet-mark",
  "passthrough",
  "to-addresses",
  "to-ports",
];

/** Neither matched nor done: whose it is, what it counted, how it is logged. */
const BESIDES = new Set([
  ".id",
  "action",
  "address-list-timeout",
  "bytes",
  "chain",
  "comment",
  "disabled",
  "dynamic",
  "invalid",
  "log",
  "log-prefix",
  "packets",
]);

const words = (row: RouterRow, names: readonly string[]): string[] =>
  names.filter((name) => row[name] !== undefined).map((name) => `${name}=${row[name]}`);

const matches: Read = (row) => {
  const names = Object.keys(row).filter((name) => !BESIDES.has(name) && !ACTION_ARGUMENTS.includes(name));
  return words(row, names).join("\n");
};

const action: Read = (row) => [row["action"] ?? "accept", ...words(row, ACTION_ARGUMENTS)].join("\n");

type Columns = readonly (readonly [name: string, read: Read])[];

const RULE: Columns = [
  ["", flags],
  ["chain", property("chain")],
  ["matches", matches],
  ["action", action],
];

const COLUMNS: Readonly<Record<MenuPath, Columns>> = {
  "ip/address": [
    ["", flags],
    ["address", property("address")],
    ["network", property("network")],
    ["interface", property("interface")],
  ],
  "ip/firewall/nat": RULE,
  "ip/firewall/mangle": RULE,
  "ip/route": [
    ["", flags],
    ["dst-address", property("dst-address")],
    ["gateway", property("gateway")],
    ["table", property("routing-table")],
    ["distance", property("distance")],
    ["check", property("check-gateway")],
  ],
  "routing/table": [
    ["", flags],
    ["name", property("name")],
    ["fib", (row) => (row["fib"] === undefined ? "" : "yes")],
  ],
  "ip/dns": [
    ["servers", property("servers")],
    ["allow-remote-requests", property("allow-remote-requests")],
  ],
  "ip/dns/static": [
    ["", flags],
    ["name", property("name")],
    ["type", property("type")],
    ["address", property("address")],
  ],
};

/** The headings of a menu's columns, without the row's number and comment; that of the flags is empty. */
export const columnsOf = (menu: MenuPath): readonly string[] => COLUMNS[menu].map(([name]) => name);

/** A row in its menu's columns. */
export const cellsOf = (menu: MenuPath, row: RouterRow): readonly string[] =>
  COLUMNS[menu].map(([, read]) => read(row));

/** The legend of the flags that occur among rows; empty where none does. */
export function legendOf(menu: MenuPath, rows: readonly RouterRow[]): string {
  if (!COLUMNS[menu].some(([, read]) => read === flags)) {
    return "";
  }
  const used = FLAGS.filter(({ of }) => rows.some(of)).map(({ letter, means }) => `${letter} ${means}`);
  return used.length === 0 ? "" : `   (${used.join(", ")})`;
}
