import type { Trace } from "../../simulator";

/** The resources of the rows of a menu on a packet's way, each once. */
export function resourcesOnTrace(trace: Trace, menu: string): string[] {
  const rows = trace.flatMap((step) => step.rows.filter((row) => row.menu === menu));
  return [...new Set(rows.map(({ id }) => id))];
}
