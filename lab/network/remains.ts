import { allDone } from "./all-done";
import { removeRun } from "./removal";
import { RunFolder } from "./run-folder";

/** What was found of networks; each by what the names of its namespaces begin with. */
export interface Remains {
  readonly removed: readonly string[];
  /** Networks whose programs are running. */
  readonly inUse: readonly string[];
}

/** Removes the networks of programs that are gone: processes, namespaces and folders. */
export async function clearRemains(): Promise<Remains> {
  const runs = RunFolder.all();
  const remains = runs.filter((run) => !run.isOwned);
  await allDone(remains.map(removeRun));
  const prefixes = (some: readonly RunFolder[]): string[] =>
    some.map(({ prefix }) => prefix.replace(/-$/, ""));
  return { removed: prefixes(remains), inUse: prefixes(runs.filter((run) => run.isOwned)) };
}
