import type { ChildProcess } from "node:child_process";
import spawn from "cross-spawn";
import { execute } from "./namespace";
import type { RunFolder } from "./run-folder";

/**
 * Takes everything of a run away: the processes in its namespaces, the namespaces, the folder. In shell, as a guard has
 * to do it when the program that asked for it is gone. `$1` is the prefix of the namespaces, `$2` the folder. Two may
 * do it at once: what counts is that nothing is left.
 */
const REMOVE = `
names() { ls /run/netns 2>/dev/null | grep "^$1" || true; }
pids() { for name in $(names "$1"); do ip netns pids "$name" 2>/dev/null || true; done; }
tries=0
while found=$(pids "$1"); [ -n "$found" ]; do
  kill -9 $found 2>/dev/null || true
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { echo "processes $found do not end" >&2; exit 1; }
  sleep 0.02
done
names "$1" | sed 's/^/netns delete /' | ip -force -batch - 2>/dev/null || true
left=$(names "$1")
[ -z "$left" ] || { echo "namespaces $left can not be removed" >&2; exit 1; }
rm -rf "$2"
`;

/** Ends with the reading: its other end closes when the program that holds it ends, in whatever way. */
const WAIT = "read -r _ || true\n";

/** A process beside the program that removes a run's network when the program says so, ends, crashes or is killed. */
export class RemovalGuard {
  private constructor(
    private readonly run: RunFolder,
    private readonly child: ChildProcess,
  ) {}

  static over(run: RunFolder): RemovalGuard {
    const child = spawn("sh", ["-c", WAIT + REMOVE, "lab-guard", run.prefix, run.path], {
      stdio: ["pipe", "ignore", "pipe"],
      // In a session of its own, so that a Ctrl-C for the program does not take the guard with it.
      detached: true,
    });
    const guard = new RemovalGuard(run, child);
    // A program that is done may end without waiting for its guard.
    child.unref();
    for (const stream of [child.stdin, child.stderr]) {
      (stream as { unref?: () => void } | null)?.unref?.();
    }
    return guard;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Has the network removed now. */
  async release(): Promise<void> {
    const errors: string[] = [];
    this.child.stderr?.on("data", (chunk) => errors.push(String(chunk)));
    this.child.ref();
    const ended = new Promise<void>((resolve) => {
      if (this.hasEnded) {
        resolve();
      } else {
        this.child.once("close", () => resolve());
      }
    });
    this.child.stdin?.end();
    await ended;
    // A guard that somebody killed has left its work undone.
    if (this.child.exitCode === null) {
      await removeRun(this.run);
    } else if (this.child.exitCode !== 0) {
      throw new Error(`The network was not removed: ${errors.join("").trim()}`);
    }
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** Removes what a run left whose guard could not. */
export async function removeRun(run: RunFolder): Promise<void> {
  await execute(["sh", "-c", REMOVE, "lab-clear", run.prefix, run.path]);
}
