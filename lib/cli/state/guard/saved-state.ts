import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the state from before a guarded apply is kept, beside the plan file, which contains it too. */
function fileIn(folder: string, environment: NodeJS.ProcessEnv): string {
  return join(folder, environment["TF_DATA_DIR"] || ".terraform", "routeros-state-guard.tfstate");
}

/** Keeps the state from before an apply, for its owner only. */
export function keepState(folder: string, environment: NodeJS.ProcessEnv, text: string): void {
  const file = fileIn(folder, environment);
  mkdirSync(join(file, ".."), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600 });
}

/** The state that was kept; undefined if none was. */
export function keptState(folder: string, environment: NodeJS.ProcessEnv): string | undefined {
  const file = fileIn(folder, environment);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Removes the state that was kept. */
export function forgetState(folder: string, environment: NodeJS.ProcessEnv): void {
  rmSync(fileIn(folder, environment), { force: true });
}
