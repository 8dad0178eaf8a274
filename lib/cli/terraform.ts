import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanJson } from "../state/stack";
import type { StateJson } from "../state/status/resource-addresses";
import { InputError } from "./input";
import { withTemporaryFolder } from "./private-folder";

/** Terraform in the folder of a stack, as the user runs it there. */
export class Terraform {
  /** `TERRAFORM_BINARY_NAME` names another program, for cdktf too. */
  public readonly program: string;
  public readonly environment: NodeJS.ProcessEnv;
  private running: ChildProcess | undefined;

  public constructor(
    private readonly folder: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.program = environment["TERRAFORM_BINARY_NAME"] || "terraform";
    this.environment = { ...environment, TF_INPUT: "0", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
  }

  /** Plans without a refresh: configuration and state as they are, without reading the router. */
  public async plan(): Promise<PlanJson> {
    return JSON.parse(await this.planText("-refresh=false"));
  }

  /** The JSON text of a plan that is made now, as `terraform show -json` writes it. */
  public planText(...options: readonly string[]): Promise<string> {
    return this.inTemporaryFolder(async (folder) => {
      const file = join(folder, "plan");
      await this.run("plan", "-no-color", ...options, `-out=${file}`);
      return this.savedPlan(file);
    });
  }

  /** The JSON text of a saved plan. */
  public savedPlan(file: string): Promise<string> {
    return this.run("show", "-no-color", "-json", file);
  }

  /** The whole state, as it is stored; empty if there is none. */
  public storedState(): Promise<string> {
    return this.run("state", "pull");
  }

  /** Stores a whole state, if it is of the same lineage and has a higher serial. */
  public storeState(text: string): Promise<void> {
    return this.inTemporaryFolder(async (folder) => {
      const file = join(folder, "state");
      writeFileSync(file, text, { mode: 0o600 });
      await this.run("state", "push", file);
    });
  }

  /** The state, without reading the router. */
  public async state(): Promise<StateJson> {
    return JSON.parse(await this.run("show", "-no-color", "-json"));
  }

  /** Imports a row into the state. */
  public async import(address: string, id: string): Promise<void> {
    await this.run("import", "-no-color", address, id);
  }

  /** Removes a resource from the state; its row, if there is one, stays. */
  public async forget(address: string): Promise<void> {
    await this.run("state", "rm", address);
  }

  private inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    // The terminal sends Ctrl-C to Terraform too, and a second interrupt would leave the state locked.
    return withTemporaryFolder(use, (signal) => signal !== "SIGINT" && this.running?.kill(signal));
  }

  private run(command: string, ...args: readonly string[]): Promise<string> {
    const child = spawn(this.program, [command, ...args], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.running = child;
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      all += chunk;
    });
    return new Promise((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(
          new InputError(
            error.code === "ENOENT"
              ? `${this.program} is not on the PATH: install Terraform 1.5 or newer, or name another in TERRAFORM_BINARY_NAME`
              : error.message,
          ),
        ),
      );
      child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(this.failure(command, all))));
    });
  }

  private failure(command: string, output: string): InputError {
    if (/terraform init|tofu init/.test(output)) {
      return new InputError(
        `Terraform is not initialized for the stack: run: ${this.program} -chdir=${this.folder} init`,
      );
    }
    const [, problem = output.trim()] = /Error: ([\s\S]*)/.exec(output) ?? [];
    const text = problem.replace(/[\s│╷╵]+/g, " ").trim();
    return new InputError(
      `${this.program} ${command} fails in ${this.folder}: ${text || "without a reason"}`,
    );
  }
}
