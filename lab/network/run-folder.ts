import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything of a run carries this name and six digits: its namespaces, its folder. */
const PREFIX = "lab-";
const FOLDER = "lab-network-";
const OWNER = "owner.json";

interface Owner {
  readonly pid: number;
  readonly startTime: string;
}

/** One network's life: the name that its namespaces share, and a folder that says whose they are. */
export class RunFolder {
  private constructor(private readonly id: string) {}

  static create(): RunFolder {
    const run = new RunFolder(randomBytes(3).toString("hex"));
    const owner: Owner = { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" };
    // A run that cleans up leftovers at the same time must not find a folder without an owner.
    const unfinished = `${run.path}.new`;
    mkdirSync(unfinished);
    writeFileSync(join(unfinished, OWNER), JSON.stringify(owner));
    renameSync(unfinished, run.path);
    return run;
  }

  /** Every run that left a folder on this machine. */
  static all(): RunFolder[] {
    return readdirSync(tmpdir())
      .filter((name) => /^lab-network-[0-9a-f]{6}$/.test(name))
      .map((name) => new RunFolder(name.slice(FOLDER.length)));
  }

  /** What the names of the run's namespaces begin with. */
  get prefix(): string {
    return `${PREFIX}${this.id}-`;
  }

  get path(): string {
    return join(tmpdir(), `${FOLDER}${this.id}`);
  }

  /** Whether the process that made the network is still there. */
  get isOwned(): boolean {
    try {
      const owner = JSON.parse(readFileSync(join(this.path, OWNER), "utf8")) as Owner;
      return startTimeOf(owner.pid) === owner.startTime;
    } catch {
      return false;
    }
  }
}

/** When a process started, which tells it from a later one with its number; undefined where there is none. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program comes second, in brackets, and may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
