import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import spawn from "cross-spawn";
import { run } from "../../tools/run";

/**
 * Gives a process that is root in a user namespace of its own a place for the names of network namespaces, then becomes
 * the command. `$1` is an empty folder. Where the machine has no such place yet, /run is covered by one that shows the
 * rest of /run as before: names are resolved with what lies there.
 */
const SETTLE = `
if ! [ -d /run/netns ]; then
  mount --rbind /run "$1"
  mount -t tmpfs tmpfs /run
  for entry in "$1"/*; do ln -s "$entry" /run/; done
  mkdir /run/netns
fi
mount -t tmpfs tmpfs /run/netns
shift
exec "$@"
`;

/**
 * Goes on as root: where this process is not, it starts itself again in a user namespace of its own and ends as that one
 * does. Comes back without having done so where the kernel allows no such namespace; then there is no network, and
 * `networkProblem` says so.
 */
export async function underRoot(): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() === 0) {
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "lab-run-"));
  const asRoot = ["--user", "--map-root-user", "--mount", "sh", "-e", "-c", SETTLE, "lab-root", folder];
  try {
    if (!run("unshare", [...asRoot, "true"]).ok) {
      return;
    }
    const status = await follow([...asRoot, process.execPath, ...process.execArgv, ...process.argv.slice(1)]);
    process.exitCode = status;
  } finally {
    rmdirSync(folder);
  }
  process.exit();
}

/** Set for a process that `underRoot` has started. */
const MARK = "LAB_USER_NAMESPACE";

/** Whether this process is root in a user namespace of its own, which others must enter to see what it sees. */
export const inOwnUserNamespace = (): boolean => process.env[MARK] !== undefined;

/** Runs `unshare` to its end, as if it were this process. */
function follow(args: readonly string[]): Promise<number> {
  const child = spawn("unshare", args, {
    stdio: "inherit",
    // Where root's programs lie, which are not on everybody's path.
    env: { ...process.env, [MARK]: "1", PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` },
  });
  // A terminal tells the child on its own; this process has only to wait for how it takes it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
