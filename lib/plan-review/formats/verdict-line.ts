import { isOpenFinding, type Severity } from "../findings/finding";
import type { Report } from "../report";
import { counted } from "../text/list-text";

/** The first line of a report: what a reader with one second needs to know. */
export function verdictLine({ routers, findings }: Report): string {
  const open = findings.filter(isOpenFinding);
  const count = (severity: Severity): number =>
    open.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const changed = routers.filter(({ isChanged }) => isChanged).length;
  const found = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(" and ");
  if (changed === 0) {
    return found === ""
      ? "This plan changes nothing."
      : `This plan changes nothing, but the network already has ${found}.`;
  }
  const where = routers.length > 1 ? ` on ${changed} of ${routers.length} routers` : "";
  return found === ""
    ? `This plan changes the network${where}. No problems found.`
    : `This plan changes the network${where}: ${found}.`;
}
