import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Snapshot } from "./store";

/** The rows of an earlier run; undefined where there was none. Throws one clear line where the file is something else. */
export function readState(file: string): Snapshot | undefined {
  if (!existsSync(file)) return undefined;
  const state = parse(readFileSync(file, "utf8"));
  if (state === undefined) throw new Error(`${file} does not hold the state of a lab router.`);
  return state;
}

/** Keeps the rows for a later run; whoever is killed meanwhile leaves the old file or the new one, never half of one. */
export function writeState(file: string, snapshot: Snapshot): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, `${JSON.stringify(snapshot, null, 1)}\n`);
  renameSync(fresh, file);
}

function parse(text: string): Snapshot | undefined {
  try {
    const state = JSON.parse(text) as Partial<Snapshot> | null;
    const isState = typeof state?.rows === "object" && typeof state.nextIds === "object";
    return isState ? (state as Snapshot) : undefined;
  } catch {
    return undefined;
  }
}
