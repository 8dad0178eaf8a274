import { formatEgress, type Outcome, type Trace } from "../../simulator";

/** How many ways a sentence names. */
const MOST_WAYS = 4;

/** The ways of outcomes in words, each once. */
export function egressesOf(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes.map(({ egress }) => formatEgress(egress)))].slice(0, MOST_WAYS).join(", ");
}

/** The resources of the mangle rules on a packet's way. */
export function marksOn(trace: Trace): string[] {
  const rows = trace.flatMap((step) => step.rows.filter(({ menu }) => menu === "/ip/firewall/mangle"));
  return [...new Set(rows.map(({ id }) => id))];
}
