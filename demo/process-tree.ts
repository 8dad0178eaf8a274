import { readdirSync, readFileSync } from "node:fs";
import { Failure } from "../tools/failure";
import { run } from "../tools/run";

/** A process and the one that has started it. */
type Parentage = readonly [pid: number, parent: number];

/**
 * Kills a process and all that descend from it. A process group is not enough: `cdktf` runs Terraform in a session
 * of its own. All are halted before the first is killed, so that none starts another meanwhile.
 */
export function killTree(root: number | undefined): void {
  if (root === undefined) {
    return;
  }
  if (process.platform === "win32") {
    signal(root, "SIGKILL");
    return;
  }
  const halted = new Set<number>();
  try {
    for (let found = [root]; found.length > 0; found = below(root).filter((pid) => !halted.has(pid))) {
      for (const pid of found) {
        signal(pid, "SIGSTOP");
        halted.add(pid);
      }
    }
  } finally {
    for (const pid of halted) {
      signal(pid, "SIGKILL");
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

function below(root: number): number[] {
  const pairs = process.platform === "linux" ? fromProc() : fromPs();
  const descendants = (parent: number): number[] =>
    pairs.filter(([, its]) => its === parent).flatMap(([pid]) => [pid, ...descendants(pid)]);
  return descendants(root);
}

/** Linux tells without `ps`, which small images lack. */
function fromProc(): Parentage[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // "pid (name) state parent ...", where the name may hold anything.
        const [, parent] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "latin1")) ?? [];
        return [[Number(name), Number(parent)] as const];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

function fromPs(): Parentage[] {
  const { ok, stdout, stderr } = run("ps", ["-A", "-o", "pid=,ppid="]);
  if (!ok) {
    throw new Failure(`what was started may still run, since ps does not list processes: ${stderr.trim()}`);
  }
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number]);
}
