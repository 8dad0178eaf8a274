import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Run } from "../../run-program";
import type { Bench } from "./bench";
import * as github from "./github";
import * as gitlab from "./gitlab";

const PIPELINES = resolve(__dirname, "../../../examples/pipelines");
const file = (name: string): string => readFileSync(join(PIPELINES, name), "utf8");

/** How a job ended, and the plans that it left on its runner. */
export interface JobEnded extends Run {
  readonly plansLeft: readonly string[];
}

/** A platform with a pipeline of ours on it. */
export interface Platform {
  /** The pipeline of a request to merge, at a commit. */
  review(commit: string): Promise<JobEnded>;
  /** Its job that plans, alone. */
  plan(commit: string): Promise<JobEnded>;
  /** Its job that comments, where this is the report. */
  comment(commit: string, report: string): Promise<Run>;
  /** The pipeline of the protected branch, at a commit. */
  apply(commit: string): Promise<JobEnded>;
  /** As whom it comments. */
  readonly author: string;
  /** Where the sealed plan of the last review is. */
  sealed(): string;
}

/** How a router is reached, as the provider's variables say it. */
export type Login = Readonly<Record<"ROS_HOSTURL" | "ROS_USERNAME" | "ROS_PASSWORD", string>>;

export class OnGithub implements Platform {
  readonly author = "github-actions[bot]";
  private run = 0;
  private reviewed = 0;

  constructor(
    private readonly bench: Bench,
    private readonly login: Login,
    private readonly key: string,
  ) {}

  plan(commit: string): Promise<JobEnded> {
    this.run += 1;
    const secrets = {
      "secrets.ROS_HOSTURL": this.login.ROS_HOSTURL,
      "secrets.ROS_READER": this.login.ROS_USERNAME,
      "secrets.ROS_READER_PASSWORD": this.login.ROS_PASSWORD,
    };
    return github.runJob(this.bench, file("github/plan.yml"), "plan", {
      commit,
      run: this.run,
      values: secrets,
    });
  }

  async review(commit: string): Promise<JobEnded> {
    const planned = await this.plan(commit);
    this.reviewed = this.run;
    const commented = await this.commentNow(commit);
    const ended = { ...planned, ok: planned.ok && commented.ok, text: planned.text + commented.text };
    this.bench.forge.record({ id: this.run, head: commit, ok: ended.ok });
    return ended;
  }

  comment(commit: string, report: string): Promise<Run> {
    this.run += 1;
    writeReport(this.bench.forge.artifact(this.run, "review"), report);
    return this.commentNow(commit);
  }

  async apply(commit: string): Promise<JobEnded> {
    const workflow = file("github/apply.yml");
    this.run += 1;
    const found = await github.runJob(this.bench, workflow, "find", { commit, run: this.run, values: {} });
    if (!found.ok) {
      return found;
    }
    return github.runJob(this.bench, workflow, "apply", {
      commit,
      run: this.run,
      values: {
        "needs.find.outputs.run": found.outputs["steps.planned.outputs.run"] ?? "",
        "secrets.PLANS_KEY": this.key,
        "secrets.ROS_HOSTURL": this.login.ROS_HOSTURL,
        "secrets.ROS_WRITER": this.login.ROS_USERNAME,
        "secrets.ROS_WRITER_PASSWORD": this.login.ROS_PASSWORD,
      },
    });
  }

  sealed(): string {
    return this.bench.forge.artifact(this.reviewed, "reviewed-plan");
  }

  private commentNow(commit: string): Promise<Run> {
    const values = {
      "github.event.pull_request.number": "12",
      "github.event.pull_request.head.sha": commit,
    };
    return github.runJob(this.bench, file("github/plan.yml"), "comment", { run: this.run, values });
  }
}

export class OnGitlab implements Platform {
  readonly author = "7";
  private run = 0;
  private reviewed = 0;
  private readonly variables: Readonly<Record<string, NodeJS.ProcessEnv>>;

  constructor(
    private readonly bench: Bench,
    login: Login,
    key: string,
  ) {
    const keyFile = bench.path("plans.key");
    writeFileSync(keyFile, key);
    this.variables = {
      plan: login,
      notes: { NOTES_TOKEN: "of-notes" },
      production: { ...login, PLANS_TOKEN: "of-plans", PLANS_KEY: keyFile },
    };
  }

  plan(commit: string): Promise<JobEnded> {
    this.run += 1;
    return this.job("plan", commit);
  }

  async review(commit: string): Promise<JobEnded> {
    const planned = await this.plan(commit);
    this.reviewed = this.run;
    const commented = await this.job("comment", commit);
    const ended = { ...planned, ok: planned.ok && commented.ok, text: planned.text + commented.text };
    this.bench.forge.record({ id: this.run, head: commit, ok: planned.ok });
    return ended;
  }

  comment(commit: string, report: string): Promise<Run> {
    this.run += 1;
    writeReport(join(this.bench.forge.artifact(this.run, "plan"), "review"), report);
    return this.job("comment", commit);
  }

  apply(commit: string): Promise<JobEnded> {
    return this.job("apply", commit);
  }

  sealed(): string {
    return join(this.bench.forge.artifact(this.reviewed, "plan"), "sealed");
  }

  private job(name: string, commit: string): Promise<JobEnded> {
    const { run: number, variables } = this;
    return gitlab.runJob(this.bench, file("gitlab/gitlab-ci.yml"), name, { commit, run: number, variables });
  }
}

/** Puts a report where the job that comments looks for it. */
function writeReport(folder: string, report: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "review.md"), report);
  writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  reviewed.tfplan\n`);
}
