import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Run } from "../../run-program";
import { type Bench, copyFolder, plansIn } from "./bench";

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: boolean;
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** What a job meets: its commit, its run, and what its expressions stand for, by `secrets.NAME` and the like. */
export interface JobContext {
  /** None where the job checks nothing out. */
  readonly commit?: string;
  readonly run: number;
  readonly values: Readonly<Record<string, string>>;
}

/** How a job ended, with what its steps put out by `steps.ID.outputs.NAME`, its summary, and the plans that it left. */
export interface JobEnded extends Run {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly plansLeft: readonly string[];
}

/** Runs a job of a workflow step by step as GitHub would: the shell parts for real, the few actions as they act. */
export async function runJob(
  bench: Bench,
  workflowText: string,
  jobName: string,
  { commit, run, values }: JobContext,
): Promise<JobEnded> {
  const { env, jobs } = parse(workflowText) as Workflow;
  const workspace = commit === undefined ? bench.fresh("workspace") : bench.checkout(commit);
  const temporary = bench.fresh("runner");
  for (const folder of [workspace, temporary]) {
    mkdirSync(folder, { recursive: true });
  }
  const known: Record<string, string> = { ...values, "github.token": "of-the-job" };
  for (const [name, value] of Object.entries(env)) {
    known[`env.${name}`] = value;
  }
  const expand = (text: unknown): string =>
    String(text).replace(/\$\{\{ (.+?) \}\}/g, (_, name: string) => {
      const value = known[name];
      if (value === undefined) {
        throw new Error(`nobody said what ${name} is`);
      }
      return value;
    });
  const [output, summary] = ["output", "summary"].map((name) => join(temporary, name)) as [string, string];
  const act = async ({
    name = "a step",
    uses,
    run: script,
    with: inputs = {},
    ...step
  }: Step): Promise<Run> => {
    if (script !== undefined) {
      return bench.bash(script, join(workspace, expand(step["working-directory"] ?? ".")), {
        ...env,
        GITHUB_SHA: commit,
        GITHUB_REPOSITORY: "example/network",
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_RUN_ID: String(run),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: temporary,
        ...Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, expand(value)])),
      });
    }
    const [action] = (uses ?? "").split("@");
    const path = join(workspace, expand(inputs["path"] ?? "."));
    const artifact = bench.forge.artifact(Number(expand(inputs["run-id"] ?? run)), String(inputs["name"]));
    switch (action) {
      case "actions/checkout":
      case "actions/setup-node":
      case "hashicorp/setup-terraform":
        return { ok: true, text: "" };
      case "actions/upload-artifact":
        copyFolder(path, artifact, inputs["include-hidden-files"] === true);
        return { ok: true, text: "" };
      case "actions/download-artifact":
        if (!existsSync(artifact)) {
          return { ok: false, text: `no artefact ${inputs["name"]}` };
        }
        copyFolder(artifact, path, true);
        return { ok: true, text: "" };
      case "github/codeql-action/upload-sarif":
        copyFolder(
          join(workspace, String(inputs["sarif_file"])),
          bench.forge.artifact(run, "code-scanning"),
          true,
        );
        return { ok: true, text: "" };
      default:
        throw new Error(`${name}: ${uses} is no action that is known here`);
    }
  };
  const said: string[] = [];
  let ok = true;
  for (const step of jobs[jobName]?.steps ?? []) {
    const [, file] = /^\$\{\{ hashFiles\('(.+)'\) != '' \}\}$/.exec(step.if ?? "") ?? [];
    const always = step.if === "always()";
    if ((!ok && !always) || (file !== undefined && !existsSync(join(workspace, file)))) {
      continue;
    }
    const ended = await act(step);
    said.push(ended.text);
    ok &&= ended.ok || step["continue-on-error"] === true;
    for (const line of readIf(output).split("\n").filter(Boolean)) {
      const [name = "", value = ""] = line.split(/=(.*)/s);
      known[`steps.${step.id}.outputs.${name}`] ??= value;
    }
  }
  const ended = {
    ok,
    text: said.join(""),
    outputs: known,
    summary: readIf(summary),
    plansLeft: plansIn(temporary, workspace),
  };
  rmSync(temporary, { recursive: true });
  rmSync(workspace, { recursive: true });
  return ended;
}

function readIf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
