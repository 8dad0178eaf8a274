import type { Values } from "../../lab/router";

/** What a router finds out and counts, which changes by itself while gateways are asked and packets flow. */
const VERDICTS = ["active", "bytes", "cache-used", "ecmp", "immediate-gw", "inactive", "packets"];

/** A row as it was written, with what follows from it for good. */
export const withoutVerdicts = (row: Values): Values =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !VERDICTS.includes(name)));
