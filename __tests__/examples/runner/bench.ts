import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run } from "../../../tools/run";
import { terraformCommand } from "../../../tools/terraform-cli";
import { terraformEnvironment } from "../../../tools/terraform-environment";
import { type Run, runProgram } from "../../run-program";
import { compileTo } from "./compiled";
import { Forge } from "./forge";

/** How a job is ended early: by its time limit, whose signal a script can catch, or by force. */
export type Stop = "TERM" | "KILL";

/** The folder, the repository, the forge and the programs of the pipelines under test. */
export class Bench {
  public readonly forge: Forge;
  private readonly folder = mkdtempSync(join(tmpdir(), "pipelines-"));
  private made = 0;
  private stop: { readonly command: string; readonly signal: Stop } | undefined;

  public constructor() {
    this.forge = new Forge(this.path("forge"));
    this.git(this.folder, "init", "--quiet", "--initial-branch=main", "origin");
    this.installPrograms();
  }

  /** Commits these files to a branch that starts at another, and gives the commit. */
  public commit(files: Readonly<Record<string, string>>, from?: string): string {
    const origin = this.path("origin");
    if (from !== undefined) {
      this.git(origin, "checkout", "--quiet", "--detach", from);
    }
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(origin, name), text);
    }
    this.git(origin, "add", "--all");
    this.git(origin, "commit", "--quiet", "--allow-empty", "--message=change");
    return this.git(origin, "rev-parse", "HEAD");
  }

  /** A fresh copy of the repository at a commit: where a job works. */
  public checkout(commit: string): string {
    const workspace = this.fresh("workspace");
    this.git(this.folder, "clone", "--quiet", this.path("origin"), workspace);
    this.git(workspace, "checkout", "--quiet", commit);
    return workspace;
  }

  /** A folder of this name that is not there yet. */
  public fresh(name: string): string {
    this.made += 1;
    return this.path(`${name}-${this.made}`);
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  /** While this goes on, every script is ended by this signal as soon as it calls this command of Terraform. */
  public async whileStopped<T>(command: string, signal: Stop, act: () => Promise<T>): Promise<T> {
    this.stop = { command, signal };
    try {
      return await act();
    } finally {
      this.stop = undefined;
    }
  }

  public get stopSignal(): Stop | undefined {
    return this.stop?.signal;
  }

  /** Runs a script as both platforms run theirs: bash, which stops where any part of a pipe fails. */
  public bash(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
    return runProgram("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd,
      // A process group of its own, as runners start it: what ends a script ends all that it started.
      detached: true,
      env: {
        ...terraformEnvironment(),
        PATH: `${this.path("bin")}:${process.env["PATH"]}`,
        FORGE: this.path("forge"),
        STOP_COMMAND: this.stop?.command,
        STOP_SIGNAL: this.stop?.signal,
        ...env,
      },
    });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the pipelines call: ours where a platform would answer, the real ones where the work is done. */
  private installPrograms(): void {
    const bin = this.path("bin");
    mkdirSync(bin);
    const install = (name: string, script: string) => {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    };
    const compiled = this.path("compiled");
    compileTo(compiled);
    const node = (program: string) => `exec ${process.execPath} ${join(compiled, program)} "$@"`;
    for (const name of ["gh", "curl", "jq"]) {
      install(name, node(`__tests__/examples/runner/programs/${name}.js`));
    }
    install("npm", "");
    install(
      "npx",
      `case $1 in routeros-plan-review) shift; ${node("lib/cli/routeros-plan-review.js")} ;; esac`,
    );
    // A stack stands in the repository as its program would write it.
    install(
      "node",
      `case "$*" in
      "--require tsx/cjs main.ts") mkdir -p cdktf.out/stacks/site && cp stack.json cdktf.out/stacks/site/cdk.tf.json ;;
      *) exec ${process.execPath} "$@" ;;
      esac`,
    );
    install(
      "terraform",
      `case " $* " in *" \${STOP_COMMAND:-none} "*) kill -"$STOP_SIGNAL" 0 ;; esac
      exec ${run("sh", ["-c", `command -v ${terraformCommand()}`]).stdout.trim()} "$@"`,
    );
    // Our curl writes the name of a folder.
    install("unzip", 'cp -R "$(cat "$2")/." .');
  }

  private git(cwd: string, ...args: string[]): string {
    const author = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.org",
      "-c",
      "commit.gpgsign=false",
    ];
    const { ok, stdout, stderr } = run("git", [...author, ...args], { cwd });
    if (!ok) {
      throw new Error(stderr);
    }
    return stdout.trim();
  }
}

/** The files below these folders that hold a plan in the clear, whatever they are called. */
export function plansIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => {
        const text = readFileSync(file, "latin1");
        // Terraform's own form is a ZIP archive of such members.
        return text.includes('"resource_changes"') || (text.startsWith("PK") && text.includes("tfplan"));
      }),
  );
}

/** Copies a folder, with what begins with a dot or without. */
export function copyFolder(from: string, to: string, hidden: boolean): void {
  if (!existsSync(from)) {
    throw new Error(`${from} is not there`);
  }
  cpSync(from, to, {
    recursive: true,
    filter: (file) => file === from || hidden || !basename(file).startsWith("."),
  });
}
