import { isFlag } from "../../routeros/row-defaults";
import type { Difference } from "../../state/differences";
import type { Fields } from "../../state/fields";
import type { StackResource } from "../../state/stack";
import { printableLine } from "../../text/printable";
import type { Reading } from "./read-both";

/** How a row is called in a message: its `.id`, and its comment where it has one that is not sensitive. */
export function rowName(row: Fields, resource?: StackResource): string {
  const isNamed = row["comment"] !== undefined && resource?.secret.includes("comment") !== true;
  return printableLine(isNamed ? `${row[".id"]} "${row["comment"]}"` : `${row[".id"]}`);
}

/** A field that is not as it should be. */
export function differenceWords({ field, wanted, found }: Difference): string {
  return printableLine(`${field}: router ${valueWords(field, found)}, stack ${valueWords(field, wanted)}`);
}

function valueWords(field: string, value: string | undefined): string {
  return value === undefined ? "says nothing" : value || (isFlag(field) ? "yes" : '""');
}

/** What was read, for the head of a report. */
export function headWords({ url, identity, stack }: Reading): string {
  const held = stack.resources.filter(({ id }) => id !== undefined).length;
  return [
    `router ${url}: "${identity.identity}", RouterOS ${identity.version}`,
    `stack of ${stack.resources.length} rows, ${held} of them in the state`,
    ...stack.notLookedAt.map((address) => `not looked at: ${address}, whose menu no gateway has rows in`),
  ]
    .map(printableLine)
    .join("\n");
}
