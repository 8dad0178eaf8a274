import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import spawn from "cross-spawn";
import { Shell } from "../../../tools/shell";

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
export class RouterNamespace {
  readonly path: string;
  private readonly children = new Set<ChildProcess>();
  private shell: Shell | undefined;
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
    if (this.closed) {
      throw this.closedError;
    }
    this.shell ??= new Shell(["nsenter", `--net=${this.path}`, "sh"]);
    const { code, stdout, stderr } = await this.shell.run([command, ...args], input, this.runLimitMs);
    if (code === 0) {
      return stdout;
    }
    const late = code === undefined && !this.closed;
    const said = late ? `it has not ended within ${this.runLimitMs / 1000} s; ${stderr}` : stderr;
    throw new CommandError(`${command} ${args.join(" ")}`, stdout, said, code ?? null);
  }

  /**
   * Starts a command that runs until it is told to stop.
   *
   * @param confinement the words before it that take rights away, see `confined`
   */
  start(command: string, args: readonly string[], confinement: readonly string[] = []): ChildProcess {
    if (this.closed) {
      throw this.closedError;
    }
    const child = spawn("setpriv", [...this.entry, ...confinement, command, ...args], {
      env: { ...process.env, LC_ALL: "C" },
    });
    this.children.add(child);
    child.once("close", () => this.children.delete(child));
    return child;
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
    await Promise.all([this.shell?.close(), ...[...this.children].map((child) => this.stop(child))]);
  }

  /** What makes `setpriv` a command inside that ends with this process. */
  private get entry(): readonly string[] {
    return ["--pdeathsig", "KILL", "nsenter", `--net=${this.path}`];
  }

  private get closedError(): Error {
    return new Error(`the namespace ${this.name} is closed`);
  }
}
