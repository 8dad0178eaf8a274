import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { run } from "../../tools/run";
import { Bench } from "./runner/bench";
import { runJob } from "./runner/gitlab";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, "examples/pipelines");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

const folder = mkdtempSync(join(tmpdir(), "workflows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("GitHub's language service, which finds the faults that are put into it", () => {
  const FILES = ["github/plan.yml", "github/apply.yml"];
  const FAULTS: readonly [string, string][] = [
    ["contents: read", "content: read"],
    ["runs-on: ", "run-on: "],
    ["secrets.ROS_HOSTURL", "secret.ROS_HOSTURL"],
    ["actions/checkout@", "actions/checkout "],
  ];
  let problems: string[][];
  beforeAll(() => {
    // All in one run: the service takes a while to start.
    const copies = FILES.flatMap((file, i) => {
      const text = read(file);
      return [text, ...FAULTS.map(([right, wrong]) => text.replace(right, wrong))].map((content, k) => {
        const copy = join(folder, `${i}-${k}.yml`);
        writeFileSync(copy, content);
        return copy;
      });
    });
    const { ok, stdout, stderr } = run(join(ROOT, "node_modules/.bin/tsx"), [
      join(__dirname, "lint-workflows.mts"),
      ...copies,
    ]);
    expect(ok ? "" : stderr).toBe("");
    problems = JSON.parse(stdout);
  });

  test.each(FILES)("is satisfied by %s", (file) => {
    const first = FILES.indexOf(file) * (1 + FAULTS.length);
    const [asItIs, ...faulty] = problems.slice(first, first + 1 + FAULTS.length);
    expect(asItIs).toEqual([]);
    expect(faulty.map((found) => found.length > 0)).toEqual(FAULTS.map(() => true));
  });
});

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly env?: object;
  }[];
}

const OWN = ".github/workflows";
describe.each([
  "examples/pipelines/github/plan.yml",
  "examples/pipelines/github/apply.yml",
  ...readdirSync(join(ROOT, OWN)).map((name) => `${OWN}/${name}`),
])("%s", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  const { permissions, jobs } = parse(text) as { permissions: object; jobs: Readonly<Record<string, Job>> };

  test("runs actions by their commits, and gives each job the permissions that it needs and no more", () => {
    const used = text.match(/(?<=uses: ).*/g) ?? [];
    expect(used.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      const writes = Object.values(job.permissions).includes("write");
      // npm asks a registry, or sends it a tarball, without running anything of a package.
      const scripts = job.steps.map(({ run: script }) =>
        script?.replaceAll(/\bnpm (view|publish --ignore-scripts) /g, ""),
      );
      const runsOfOthers = scripts.some((script) => /\b(npm|npx)\b/.test(script ?? ""));
      expect(writes && runsOfOthers).toBe(false);
    }
  });

  test("puts no expression into a shell's words", () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter((step) => step.run?.includes("${{"))).toEqual([]);
  });

  test("gives a secret to the step that needs it alone, and leaves no token on the disk", () => {
    const beyondTheStep = parse(text);
    for (const job of Object.values<{ steps: { env?: object }[] }>(beyondTheStep.jobs)) {
      job.steps = job.steps.map(({ env: _, ...step }) => step);
    }
    expect(JSON.stringify(beyondTheStep)).not.toContain("secrets.");
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
      expect(step.with).toMatchObject({ "persist-credentials": false });
    }
    for (const step of steps.filter(({ run: script }) => /^(npm ci|npx cdktf)/.test(script ?? ""))) {
      expect(step.env).toBeUndefined();
    }
  });
});

describe("gitlab/gitlab-ci.yml", () => {
  // GitLab's own, MIT, as check-jsonschema 0.39.0 carries it.
  const schema = JSON.parse(readFileSync(join(__dirname, "gitlab-ci.schema.json"), "utf8"));
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

  test("satisfies GitLab's schema", () => {
    validate(parse(read("gitlab/gitlab-ci.yml")));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("is a file that the schema would find faults in", () => {
    const { plan, ...rest } = parse(read("gitlab/gitlab-ci.yml"));
    expect(validate({ ...rest, plan: { ...plan, script: undefined, artifacts: "review.md" } })).toBe(false);
  });
});

test("only the apply workflow reaches the runners that write: by a group, since any workflow can name a label", () => {
  const { jobs } = parse(read("github/apply.yml"));
  expect(jobs.apply["runs-on"]).toEqual({ group: "network-apply" });
  expect(parse(read("github/plan.yml")).jobs.plan["runs-on"]).not.toContain("network-apply");
});

describe("on GitLab, what a merge request controls meets no token that writes", () => {
  const text = read("gitlab/gitlab-ci.yml");
  const bench = new Bench();
  afterAll(() => bench.remove());

  test("the image is another project's, by its digest", () => {
    const { default: defaults, ...jobs } = parse(text);
    expect(defaults.image).toMatch(/^\$CI_REGISTRY\/network\/ci\/[\w/]+@sha256:[0-9a-f]{64}$/);
    expect(Object.values<{ image?: string }>(jobs).filter(({ image }) => image !== undefined)).toEqual([]);
  });

  test("the comment is refused where the request could change this file", async () => {
    const commit = bench.commit({ "stack.json": "{}" });
    for (const path of [".gitlab-ci.yml", "ci/pipeline.yml"]) {
      const variables = { notes: { CI_CONFIG_PATH: path, NOTES_TOKEN: "of-notes" } };
      const { ok, text: said } = await runJob(bench, text, "comment", { commit, run: 1, variables });
      expect([ok, said]).toEqual([
        false,
        `CI/CD configuration file is '${path}', which a merge request can change: name this file in another project, such as gitlab-ci.yml@network/ci.\n`,
      ]);
    }
    expect(bench.forge.comments).toEqual([]);
  });
});

test("a group that may use rest-api has api beside it, without which a router refuses every call", () => {
  const texts = [read("README.md"), readFileSync(join(ROOT, OWN, "chr.yml"), "utf8")];
  const policies = texts.flatMap((text) =>
    [...text.matchAll(/policy=([\w,-]+)/g)].map(([, list = ""]) => list),
  );
  expect(policies).toHaveLength(3);
  expect(policies.filter((list) => !/,api,rest-api/.test(list))).toEqual([]);
});

test("one apply at a time, and none is cut off", () => {
  const { concurrency } = parse(read("github/apply.yml"));
  expect(concurrency).toEqual({ group: "apply", "cancel-in-progress": false });
  const { apply } = parse(read("gitlab/gitlab-ci.yml"));
  expect(apply).toMatchObject({ resource_group: "production" });
  expect(apply.interruptible ?? false).toBe(false);
});

test("the job that comments also runs where the plan failed, and not where a fork's was left out", () => {
  const { comment, plan } = parse(read("github/plan.yml")).jobs;
  expect(comment.if).toBe("${{ !cancelled() && needs.plan.result != 'skipped' }}");
  expect(plan.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
  const gitlab = parse(read("gitlab/gitlab-ci.yml"));
  expect(gitlab.comment.rules).toEqual([expect.objectContaining({ when: "always" })]);
  expect(gitlab.workflow.rules[0].if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
});
