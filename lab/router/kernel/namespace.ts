import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import spawn from "cross-spawn";

/** A command that ended badly, with what it said. */
export class CommandError extends Error {
  constructor(
    command: string,
    readonly stdout: string,
    readonly stderr: string,
    readonly code: number | null,
  ) {
    super(`${command} failed (${code ?? "killed"}): ${stderr.trim() || stdout.trim()}`);
  }
}

/** No command takes as long; one that hangs must not hang the router. */
const RUN_LIMIT_MS = 60_000;

/** Commands in one network namespace. What still runs is ended with it, or with this process however it ends. */
export class Namespace {
  readonly path: string;
  private readonly children = new Set<ChildProcess>();
  private closed = false;

  /** A namespace by its name, as `ip netns` lists it, or by the path of its file. */
  constructor(
    readonly name: string,
    private readonly runLimitMs = RUN_LIMIT_MS,
  ) {
    this.path = name.includes("/") ? name : `/run/netns/${name}`;
  }

  /** Runs a command to its end; gives back what it printed. */
  async run(command: string, args: readonly string[], input = ""): Promise<string> {
    const child = this.spawn([command, ...args], this.runLimitMs);
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
        text[stream] += chunk;
      });
    }
    // A command that ends before it has read everything says why by its status.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    const [code] = (await once(child, "close")) as [number | null];
    if (child.killed && !this.closed) {
      text.stderr = `it has not ended within ${this.runLimitMs / 1000} s; ${text.stderr}`;
    }
    if (code !== 0) {
      throw new CommandError(`${command} ${args.join(" ")}`, text.stdout, text.stderr, code);
    }
    return text.stdout;
  }

  /**
   * Starts a command that runs until it is told to stop.
   *
   * @param confinement the words before it that take rights away, see `confined`
   */
  start(command: string, args: readonly string[], confinement: readonly string[] = []): ChildProcess {
    return this.spawn([...confinement, command, ...args]);
  }

  /** Ends a command that was started, and waits for its end. */
  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      return;
    }
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.children].map((child) => this.stop(child)));
  }

  private spawn(words: readonly string[], limitMs?: number): ChildProcess {
    if (this.closed) {
      throw new Error(`the namespace ${this.name} is closed`);
    }
    const line = ["--pdeathsig", "KILL", "nsenter", `--net=${this.path}`, ...words];
    const child = spawn("setpriv", line, {
      env: { ...process.env, LC_ALL: "C" },
      timeout: limitMs,
      killSignal: "SIGKILL",
    });
    this.children.add(child);
    child.once("close", () => this.children.delete(child));
    return child;
  }
}
