import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Run } from "../../run-program";
import { type Bench, copyFolder, plansIn } from "./bench";

interface Job {
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly needs?: readonly string[];
  readonly environment?: { readonly name: string };
  readonly artifacts?: { readonly when?: string; readonly paths: readonly string[] };
}

/** What a job meets: its commit, its pipeline, and the variables of each environment. */
export interface JobContext {
  readonly commit: string;
  readonly run: number;
  readonly variables: Readonly<Record<string, NodeJS.ProcessEnv>>;
}

/** How a job ended, with the plans that it left. */
export interface JobEnded extends Run {
  readonly plansLeft: readonly string[];
}

/** Runs a job as a GitLab runner would: its script for real in one shell, its artefacts in and out. */
export async function runJob(
  bench: Bench,
  pipelineText: string,
  jobName: string,
  { commit, run, variables }: JobContext,
): Promise<JobEnded> {
  const pipeline = parse(pipelineText);
  const job = pipeline[jobName] as Job;
  const workspace = bench.checkout(commit);
  for (const needed of job.needs ?? []) {
    if (existsSync(bench.forge.artifact(run, needed))) {
      copyFolder(bench.forge.artifact(run, needed), workspace, true);
    }
  }
  const temporary = bench.fresh("runner");
  mkdirSync(temporary);
  const environment = {
    ...pipeline.variables,
    CI_API_V4_URL: "https://gitlab.example/api/v4",
    CI_PROJECT_ID: "3",
    CI_DEFAULT_BRANCH: "main",
    CI_MERGE_REQUEST_IID: "12",
    CI_JOB_ID: String(run),
    CI_CONFIG_PATH: "gitlab-ci.yml@network/ci",
    CI_COMMIT_SHA: commit,
    CI_PIPELINE_URL: `https://gitlab.example/network/-/pipelines/${run}`,
    TMPDIR: temporary,
    ...variables[job.environment?.name ?? ""],
  };
  const ended = await bench.bash(job.script.join("\n"), workspace, environment);
  // GitLab leaves it out where the job's time limit was reached.
  if (bench.stopSignal !== "TERM") {
    await bench.bash(job.after_script?.join("\n") ?? "", workspace, environment);
  }
  if (job.artifacts !== undefined && (ended.ok || job.artifacts.when === "always")) {
    for (const path of job.artifacts.paths) {
      if (existsSync(join(workspace, path))) {
        copyFolder(join(workspace, path), join(bench.forge.artifact(run, jobName), path), true);
      }
    }
  }
  const plansLeft = plansIn(temporary, workspace);
  rmSync(temporary, { recursive: true });
  rmSync(workspace, { recursive: true });
  return { ...ended, plansLeft };
}
