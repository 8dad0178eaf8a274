import { stringify } from "yaml";
import type { Pipeline, SiteAnswers } from "./site-answers";

/** Files that a project takes as they are in this package, by their names in the project. */
export const COPIED: Readonly<Record<string, string>> = {
  "main.ts": "examples/starter/main.ts",
  "cdktf.json": "examples/first-gateway/cdktf.json",
  "tsconfig.json": "examples/first-gateway/tsconfig.json",
  ".gitignore": "examples/first-gateway/gitignore",
};

/** The same for each pipeline. GitLab's file belongs into a project of its own, which its first lines say. */
export const PIPELINE_FILES: Readonly<Record<Pipeline, Readonly<Record<string, string>>>> = {
  none: {},
  github: {
    ".github/workflows/plan.yml": "examples/pipelines/github/plan.yml",
    ".github/workflows/apply.yml": "examples/pipelines/github/apply.yml",
    "compare-plans.mjs": "examples/pipelines/compare-plans.mjs",
  },
  gitlab: {
    "gitlab-ci.yml": "examples/pipelines/gitlab/gitlab-ci.yml",
    "compare-plans.mjs": "examples/pipelines/compare-plans.mjs",
  },
};

/** What is known of a package. */
export interface PackageJson {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const SCHEMA = "node_modules/cdktf-routeros-gateway/docs/gateway.schema.json";

/** The data of a gateway, with the schema by which an editor completes them. */
export function siteFile({ lan, wans, version }: SiteAnswers): string {
  const data = { lans: [lan], wans, ...(version !== undefined && { routerOsVersion: version }) };
  return `# yaml-language-server: $schema=./${SCHEMA}\n${stringify(data, { lineWidth: 0 })}`;
}

/** What the program needs besides this package and the bindings, in the versions that it is tested with. */
const NEEDED = ["cdktf", "constructs", "yaml"];
const NEEDED_TO_BUILD = ["@types/node", "tsx", "typescript"];

/** The package of the project, with what it has already. */
export function packageFile(existing: PackageJson, ours: PackageJson): string {
  const versions = { ...ours.devDependencies, ...ours.dependencies };
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (versions[name] ? [[name, versions[name]]] : [])));
  const project = {
    ...(Object.keys(existing).length === 0 ? { name: "site", private: true } : {}),
    ...existing,
    scripts: {
      synth: "tsc --noEmit && node --require tsx/cjs main.ts",
      ...existing.scripts,
    },
    dependencies: { ...pick(NEEDED), ...existing.dependencies },
    devDependencies: { ...pick(NEEDED_TO_BUILD), ...existing.devDependencies },
  };
  return `${JSON.stringify(project, undefined, 2)}\n`;
}

/** What npm's registry does not have: a clone of this package makes them. */
const FROM_A_CLONE = ["cdktf-routeros-gateway", "@cdktf/provider-routeros"];

/** What to do next in a project that has some packages. */
export function nextSteps({ lan, wans, pipeline }: SiteAnswers, { dependencies = {} }: PackageJson): string {
  const passwords = wans.flatMap((wan) =>
    "pppoe" in wan ? [`TF_VAR_${wan.pppoe.passwordVariable}=...`] : [],
  );
  const folder = "cdktf.out/stacks/site";
  const missing = FROM_A_CLONE.filter((name) => !Object.hasOwn(dependencies, name));
  const lines = [
    missing.length === 0 ? "npm install" : `npm install TARBALLS, of ${missing.join(" and ")}`,
    "npm run synth",
    `export ${[`ROS_HOSTURL=https://${lan.address.replace(/\/.*/, "")}`, "ROS_USERNAME=...", "ROS_PASSWORD=...", ...passwords].join(" ")}`,
    `terraform -chdir=${folder} init && terraform -chdir=${folder} plan -out=site.tfplan`,
  ];
  const notes = [
    ...(missing.length > 0 ? ["The README of cdktf-routeros-gateway says how to make the tarballs."] : []),
    ...(pipeline === "gitlab"
      ? ["gitlab-ci.yml belongs into a project of its own: see examples/pipelines/README.md of this package."]
      : []),
  ];
  return ["Next:", ...lines.map((line) => `  ${line}`), ...notes].map((line) => `${line}\n`).join("");
}
