import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import spawn from "cross-spawn";

/** How a command ended. */
export interface Ended {
  /** Its status, or undefined where it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
interface Running {
  readonly end: (code: number | undefined) => void;
  pid?: number;
  isDoomed: boolean;
}

/**
 * A `sh` that runs commands for this process. To start a command, the system copies the
 * process that starts it. Copying a shell takes a tenth of the time of copying a process of some hundred megabytes, and the
 * lab starts several commands each second.
 */
export class Shell {
  private readonly folder = mkdtempSync(join(tmpdir(), "shell-"));
  private readonly running = new Map<string, Running>();
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  /** Why there is no shell, or no longer one. */
  private complaint = "";
  private isOver = false;
  private isClosing = false;
  private last = 0;

  /** @param words a command that becomes the `sh` */
  constructor(words: readonly string[]) {
    const [program = "", ...args] = words;
    // In a session of its own, so that a Ctrl-C for this process does not take the shell with it.
    this.child = spawn(program, args, { env: { ...process.env, LC_ALL: "C" }, detached: true });
    this.ended = once(this.child, "close").then(
      () => this.abandon(),
      (error) => this.abandon(String(error)),
    );
    this.child.stdin?.on("error", () => {});
    // When this process is killed the shell has read all there is, and ends.
    this.child.stdin?.write(`trap ${quoted(`rm -rf ${quoted(this.folder)}`)} EXIT\n`);
    this.child.stderr?.on("data", (chunk) => {
      this.complaint += String(chunk);
    });
    createInterface({ input: this.child.stdout as Readable }).on("line", (line) => this.hear(line));
    this.hold(false);
  }

  /** Runs a command to its end, and kills it where that takes longer than it may. */
  run(words: readonly string[], input: string, limitMs: number): Promise<Ended> {
    if (words.some((word) => word.includes("\0"))) {
      throw new Error("an argument of a command cannot hold a null character");
    }
    this.last += 1;
    const id = String(this.last);
    const file = join(this.folder, id);
    if (input !== "") {
      writeFileSync(`${file}.in`, input);
    }
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.kill(id), limitMs);
      const end = (code: number | undefined): void => {
        clearTimeout(limit);
        this.running.delete(id);
        this.hold(this.isClosing || this.running.size > 0);
        const [stdout, stderr] = [take(`${file}.out`), take(`${file}.err`)];
        resolve({ code, stdout, stderr: stderr + (this.isOver ? this.complaint : "") });
        rmSync(`${file}.in`, { force: true });
      };
      if (this.isOver) {
        return end(1);
      }
      this.running.set(id, { end, isDoomed: false });
      this.hold(true);
      const from = input === "" ? "/dev/null" : `${file}.in`;
      const command = `${words.map(quoted).join(" ")} <${from} >${file}.out 2>${file}.err`;
      // A shell takes note of commands that have ended when it is asked for them.
      (this.child.stdin as Writable).write(
        `jobs >/dev/null\n{ ${command} & echo "${id} runs $!"; wait $!; echo "${id} ends $?"; } 2>/dev/null &\n`,
      );
    });
  }

  /** Kills what runs, and ends. */
  async close(): Promise<void> {
    this.isClosing = true;
    for (const id of this.running.keys()) {
      this.kill(id);
    }
    this.hold(true);
    this.child.stdin?.end();
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private kill(id: string): void {
    const running = this.running.get(id);
    if (running === undefined) {
      return;
    }
    running.isDoomed = true;
    if (running.pid !== undefined) {
      killIfThere(running.pid);
    }
  }

  private hear(line: string): void {
    const [id = "", event, number] = line.split(" ");
    const running = this.running.get(id);
    if (running === undefined) {
      return;
    }
    if (event === "ends") {
      running.end(running.isDoomed ? undefined : Number(number));
      return;
    }
    running.pid = Number(number);
    if (running.isDoomed) {
      killIfThere(running.pid);
    }
  }

  private abandon(complaint = this.complaint): void {
    this.complaint = complaint;
    this.isOver = true;
    for (const { end, isDoomed } of this.running.values()) {
      end(isDoomed ? undefined : 1);
    }
  }

  /** Whether this process waits for the shell before it ends. */
  private hold(isHeld: boolean): void {
    const { child } = this;
    for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
      const { ref, unref } = (handle ?? {}) as { ref?: () => void; unref?: () => void };
      (isHeld ? ref : unref)?.call(handle);
    }
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function take(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    rmSync(file);
    return text;
  } catch {
    // A command that never began has written nothing.
    return "";
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
