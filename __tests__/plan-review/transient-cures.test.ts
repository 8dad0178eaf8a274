import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plan, type ReportedFinding, readPlan, review } from "../../lib/plan-review";
import { Dependencies } from "../../lib/plan-review/plan/dependencies";
import { sampled } from "../tier";
import { CASES, caseText } from "./cases";

const GOLDEN = join(__dirname, "golden", "plans");

/** Every kept plan by its name. */
const PLANS: readonly (readonly [string, string])[] = [
  ...CASES.map((name) => [name, caseText(name, "case.plan.json") ?? ""] as const),
  ...readdirSync(GOLDEN)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file, readFileSync(join(GOLDEN, file), "utf8")] as const),
];

interface Module {
  readonly resources?: { readonly address: string; depends_on?: string[] }[];
  readonly module_calls?: Readonly<Record<string, { readonly module: Module }>>;
}

interface Cure {
  readonly first: string;
  readonly waiting: string;
  readonly modules: readonly string[];
}

/** What a remediation says to write. */
function cureIn({ remediation }: ReportedFinding): Cure | undefined {
  const [, first, waiting, modules = ""] =
    /^Add depends_on = \[(\S+)\] to (\S+?)(?: in (module\S+?))?,/.exec(remediation ?? "") ?? [];
  return first === undefined || waiting === undefined
    ? undefined
    : { first, waiting, modules: modules.split(/\.?module\./).filter(Boolean) };
}

/** Writes it into the configuration of a plan. */
function write({ first, waiting, modules }: Cure, root: Module): void {
  const module = modules.reduce<Module | undefined>(
    (outer, name) => outer?.module_calls?.[name]?.module,
    root,
  );
  const block = module?.resources?.find(({ address }) => address === waiting);
  if (block === undefined) {
    throw new Error(`there is no ${waiting}`);
  }
  block.depends_on = [...(block.depends_on ?? []), first];
}

function isCircular(plan: Plan): boolean {
  const dependencies = new Dependencies(plan);
  return [...plan.configuration.blocks.keys()].some((block) => dependencies.waitsFor(block, block));
}

const transient = (plan: Plan): readonly ReportedFinding[] =>
  review([plan]).findings.filter(
    ({ id }) => id.startsWith("transient-") && id !== "transient-check-truncated",
  );

const key = ({ id, subject }: ReportedFinding): string => `${id} ${subject}`;

/** More than any plan needs. */
const MOST_TIMES = 10;

test.each(sampled(PLANS, 16))(
  "whoever does what the transient faults of %s say has none that an order avoids",
  (_, text) => {
    const json = JSON.parse(text) as { configuration: { root_module: Module } };
    let plan = readPlan(text, "plan.json");
    let faults = transient(plan);
    const known = new Set(faults.map(key));
    for (let times = 0; faults.some(cureIn); times += 1) {
      expect(times).toBeLessThan(MOST_TIMES);
      const cured = faults.filter(cureIn);
      for (const cure of cured.flatMap((fault) => cureIn(fault) ?? [])) {
        write(cure, json.configuration.root_module);
      }
      plan = readPlan(JSON.stringify(json), "plan.json");
      expect(isCircular(plan)).toBe(false);
      faults = transient(plan);
      expect(faults.map(key).filter((each) => !known.has(each))).toEqual([]);
    }
    for (const { message, remediation } of faults) {
      expect(`${message} ${remediation}`).toMatch(
        /^In every possible order|No (single )?depends_on|-target=/,
      );
    }
  },
);
