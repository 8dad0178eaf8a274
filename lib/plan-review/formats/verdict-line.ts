import type { Severity } from "../findings/finding";
import type { Report } from "../report";

/** The first line of a report: what a reader with one second takes away. */
export function verdictLine({ routers, findings }: Report): string {
  const live = findings.filter(({ since, verdict }) => since !== "resolved" && verdict !== "pass");
  const count = (severity: Severity): number =>
    live.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const changed = routers.filter(({ isChanged }) => isChanged).length;
  const found = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ].join(" and ");
  if (changed === 0) {
    return found === ""
      ? "This plan changes nothing."
      : `This plan changes nothing; ${found} ${errors + warnings === 1 ? "stands" : "stand"}.`;
  }
  const of = routers.length > 1 ? ` on ${changed} of ${routers.length} routers` : "";
  return found === ""
    ? `This plan changes the network${of}; nothing speaks against it.`
    : `This plan changes the network${of}: ${found}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
