import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Selfsigned from "selfsigned";

/*
 * Stands in for the library under jest: all lab routers of a run that have the same names share one certificate, which the
 * library made. To load it and to make a key would take a third of a second in every file of tests.
 */

type Made = Awaited<ReturnType<typeof Selfsigned.generate>>;
type Wanted = Parameters<typeof Selfsigned.generate>;

const made = new Map<string, Promise<Made>>();

export function generate(...wanted: Wanted): Promise<Made> {
  const key = createHash("sha256").update(JSON.stringify(wanted)).digest("hex");
  const known = made.get(key) ?? ofTheRun(key, wanted);
  made.set(key, known);
  return known;
}

/** What another file of the run has had made, or what is made now and kept for the others. */
async function ofTheRun(key: string, wanted: Wanted): Promise<Made> {
  const folder = process.env["TESTS_CERTIFICATES"];
  const file = join(folder ?? "", `${key}.json`);
  if (folder !== undefined && existsSync(file)) {
    return JSON.parse(readFileSync(file, "utf8")) as Made;
  }
  // By its path, as its name leads here.
  const real = require("../node_modules/selfsigned") as typeof Selfsigned;
  const result = await real.generate(...wanted);
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all, for the file of tests that runs beside this one.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(result), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  }
  return result;
}
