import { groupBy } from "../../collections/group-by";
import type { InterfaceNames } from "../model/interface-names";
import { entriesOf, wansOfForward } from "./change-details";
import { ownerOf } from "./change-subject";
import type { ChangeCategory, ChangedValue } from "./configuration-change";
import type { RowChange, RowTexts } from "./row-change";

/** The values that change in a thing that stays: each once, although several rows have it. */
export function changedValues(
  category: ChangeCategory,
  group: readonly RowChange[],
  names: InterfaceNames,
): readonly ChangedValue[] {
  switch (category) {
    case "forward":
      return [...valuesOf(group.filter(isChanged)), ...wansValue(group, names)];
    case "list":
      return [
        ...rowsValues(group, "", (rows) => entriesOf(rows, names)),
        ...valuesOf(group.filter(isChanged)),
      ];
    case "WAN":
    case "pin":
      return ownedValues(group);
    default:
      return valuesOf(group.filter(isChanged));
  }
}

function isChanged({ kind }: RowChange): boolean {
  return kind === "changed";
}

/** What people call a property. */
const WORDS: Readonly<Record<string, string>> = {
  "to-addresses": "target",
  "to-ports": "target port",
  "dst-port": "port",
  "forward-to": "server",
};

function valuesOf(rows: readonly RowChange[]): readonly ChangedValue[] {
  const values = new Map<string, ChangedValue>();
  for (const row of rows) {
    for (const value of row.values.flatMap((each) => inWords(each, row))) {
      values.set(JSON.stringify(value), value);
    }
  }
  return [...values.values()];
}

function inWords(value: ChangedValue, { row, before, values }: RowChange): readonly ChangedValue[] {
  const { name } = value;
  const has = (other: string): boolean => values.some((each) => each.name === other);
  // The provider works out the network from the address.
  if (name === "network" && has("address")) {
    return [];
  }
  // The port of a target is most often that of the service.
  if (name === "to-ports" && has("dst-port") && row["to-ports"] === row["dst-port"]) {
    return [];
  }
  const [was, is] = [before && ownerOf(before), ownerOf(row)];
  if (name === "comment" && was !== undefined && is !== undefined) {
    return was.member === is.member ? [] : [{ name: "name", before: was.member, after: is.member }];
  }
  return [{ ...value, name: WORDS[name] ?? name }];
}

function wansValue(group: readonly RowChange[], names: InterfaceNames): readonly ChangedValue[] {
  const of = (rows: readonly RowTexts[]) =>
    wansOfForward(
      rows.filter(({ action }) => action === "dst-nat"),
      names,
    );
  const before = of(group.flatMap(({ before: row }) => (row === undefined ? [] : [row])));
  const after = of(group.filter(({ kind }) => kind !== "removed").map(({ row }) => row));
  return before === after || !group.some(({ kind }) => kind === "new" || kind === "removed")
    ? []
    : [{ name: "WANs", before, after }];
}

/** Rows that are new or gone, as texts. */
function rowsValues(
  group: readonly RowChange[],
  what: string,
  textsOf: (rows: readonly RowTexts[]) => readonly string[],
): readonly ChangedValue[] {
  const of = (kind: RowChange["kind"]) =>
    textsOf(group.filter((each) => each.kind === kind).map(({ row }) => row)).join(", ");
  const [added, removed] = [of("new"), of("removed")];
  return [
    ...(added === "" ? [] : [{ name: `new${what}:`, after: added }]),
    ...(removed === "" ? [] : [{ name: `removed${what}:`, before: removed }]),
  ];
}

/** Rows that say what a WAN is; the others follow from it. */
const PRIMARY = /^(?:address|dhcp-client|pppoe-client|default-route|policy-route|masquerade|pin)/;

function ownedValues(group: readonly RowChange[]): readonly ChangedValue[] {
  const isPrimary = ({ row }: RowChange): boolean => PRIMARY.test(ownerOf(row)?.role ?? "");
  const changed = group.filter(isChanged);
  const following = rolesText(changed.filter((row) => !isPrimary(row)).map(({ row }) => row)).join(", ");
  return [
    ...valuesOf(changed.filter(isPrimary)),
    ...rowsValues(group, " rows", rolesText),
    ...(following === "" ? [] : [{ name: "changed rows:", after: following }]),
  ];
}

/** The roles of rows, with their numbers: `classifier (3), mark-routing`. */
function rolesText(rows: readonly RowTexts[]): readonly string[] {
  const roles = groupBy(rows, (row) => (ownerOf(row)?.role ?? "row").replace(/-\d+$|:.*$/, ""));
  return [...roles].map(([role, { length }]) => (length === 1 ? role : `${role} (${length})`));
}
