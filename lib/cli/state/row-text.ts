import { isFlag } from "../../routeros/row-defaults";
import type { Difference } from "../../state/differences";
import type { Fields } from "../../state/fields";
import type { StackResource } from "../../state/stack";
import { printableLine } from "../../text/printable";
import type { StackReading } from "./read-both";

/** The name of a row in a message: its `.id`, and its comment if that is not sensitive. */
export function rowName(row: Fields, resource?: StackResource): string {
  const isNamed = row["comment"] !== undefined && resource?.secret.includes("comment") !== true;
  return printableLine(isNamed ? `${row[".id"]} "${row["comment"]}"` : `${row[".id"]}`);
}

/** A field in which router and stack differ. */
export function differenceText({ field, wanted, found }: Difference): string {
  return printableLine(`${field}: router ${valueText(field, found)}, stack ${valueText(field, wanted)}`);
}

function valueText(field: string, value: string | undefined): string {
  return value === undefined ? "not set" : value || (isFlag(field) ? "yes" : '""');
}

/** What was read: the head of a report. */
export function headerText({ url, identity, stack }: StackReading): string {
  const tracked = stack.resources.filter(({ id }) => id !== undefined).length;
  return [
    `router ${url}: "${identity.identity}", RouterOS ${identity.version}`,
    `stack: ${stack.resources.length} resources, ${tracked} of them in the state`,
    ...stack.skipped.map((address) => `skipped: ${address}, which is in a module or of an unsupported menu`),
  ]
    .map(printableLine)
    .join("\n");
}
