import { printable } from "../../text/printable";
import { commentLine } from "../commands/command-text";
import { commandsOf } from "../commands/commands";
import type { Report } from "../report";

/**
 * The RouterOS commands that do what the plan does, in one of the orders that Terraform may choose. Rows are found by their
 * comments, or by what tells them apart. A comment names what cannot be written, such as a sensitive value.
 */
export function formatRsc(report: Report): string {
  const parts = report.routers.map(({ name, change, options }) =>
    [commentLine(name), ...commandsOf(change, options.routerOsVersion)].join("\n"),
  );
  return printable(`${parts.join("\n\n")}\n`);
}
