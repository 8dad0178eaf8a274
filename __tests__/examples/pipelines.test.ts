import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { run } from "../../tools/run";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, "examples/pipelines");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

const folder = mkdtempSync(join(tmpdir(), "workflows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(["github/plan.yml", "github/apply.yml"])("%s", (file) => {
  const text = read(file);

  test("satisfies GitHub's language service, which finds the faults that are put into it", () => {
    const faults: readonly [string, string][] = [
      ["contents: read", "content: read"],
      ["runs-on: ", "run-on: "],
      ["secrets.ROS_HOSTURL", "secret.ROS_HOSTURL"],
      ["actions/checkout@", "actions/checkout "],
    ];
    const files = [text, ...faults.map(([right, wrong]) => text.replace(right, wrong))].map((content, i) => {
      const copy = join(folder, `${i}.yml`);
      writeFileSync(copy, content);
      return copy;
    });
    const { ok, stdout, stderr } = run(join(ROOT, "node_modules/.bin/tsx"), [
      join(__dirname, "lint-workflows.mts"),
      ...files,
    ]);
    expect(ok ? "" : stderr).toBe("");
    const [asItIs, ...faulty] = JSON.parse(stdout) as string[][];
    expect(asItIs).toEqual([]);
    expect(faulty.map((problems) => problems.length > 0)).toEqual(faults.map(() => true));
  });

  test("runs actions by their commits, and gives each job the permissions that it needs and no more", () => {
    const used = text.match(/(?<=uses: ).*/g) ?? [];
    expect(used.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    const { permissions, jobs } = parse(text);
    expect(permissions).toEqual({});
    for (const job of Object.values<{ permissions: Record<string, string>; steps: { run?: string }[] }>(
      jobs,
    )) {
      const writes = Object.values(job.permissions).includes("write");
      const runsOfOthers = job.steps.some(({ run: script }) => /\b(npm|npx)\b/.test(script ?? ""));
      expect(writes && runsOfOthers).toBe(false);
    }
  });

  test("puts no expression into a shell's words", () => {
    const steps = Object.values<{ steps: { run?: string }[] }>(parse(text).jobs).flatMap((job) => job.steps);
    expect(steps.filter((step) => step.run?.includes("${{"))).toEqual([]);
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
