import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { LabRouter } from "../../lab/router";
import { CLI_CONFIG_FILE } from "../../tools/pinned-provider";
import { run } from "../../tools/run";
import { terraformCommand } from "../../tools/terraform-cli";
import { linksOf } from "../docs/links";
import { runProgram } from "../run-program";
import { fullTest, IS_ALL } from "../tier";
import { ROOT, recipe } from "./recipes";

/** Beside each other, as the README has them: what a clone packs, and the users' projects. */
const folder = mkdtempSync(join(tmpdir(), "users-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The README names the clone's folder, and npm the tarballs. */
const CLONE = join(folder, "cdktf-routeros-gateway");
const GLOBAL = join(folder, "global");
/** How npm is set up here: its cache serves all the projects, and it packs and installs beside them. */
const NPM = {
  npm_config_pack_destination: CLONE,
  npm_config_prefix: GLOBAL,
  npm_config_prefer_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
};

function must(cwd: string, command: string, ...args: string[]): string {
  const { ok, stdout, stderr } = run(command, args, { cwd, env: { ...process.env, ...NPM } });
  if (!ok) {
    throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  }
  return stdout;
}

/** Does what the README says under a heading, each line as it is. */
const follow = (cwd: string, heading: string): string =>
  must(cwd, "bash", "-euc", recipe(heading).join("\n"));

function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** The pages that users read: the README first. */
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith(".md"),
);

/** Their TypeScript, a file per block: `README-0`, `docs-dns-0`. */
function snippets(): { name: string; code: string }[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ""], i) => ({
      name: `${page.replace(/\.md$/, "").replaceAll("/", "-")}-${i}`,
      code,
    }));
  });
}

/** Where a package of this name lies below a folder of packages, wherever it is nested. */
function copiesOf(name: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== ".bin")
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const nested = readdirSync(path).includes("node_modules")
        ? copiesOf(name, join(path, "node_modules"))
        : [];
      const scoped = entry.name.startsWith("@") ? copiesOf(name, path) : [];
      return [...(entry.name === name ? [path] : []), ...nested, ...scoped];
    });
}

/** What is in a tarball that was packed. */
const filesOf = (name: string): string[] =>
  must(CLONE, "tar", "-tzf", name)
    .trimEnd()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));

mkdirSync(CLONE);
const packed = follow(ROOT, "## Install").trimEnd().split("\n").slice(-2);
const [ours = [], bindings = []] = packed.map(filesOf);

test("the tarballs hold what users need, and nothing else", () => {
  const kinds = (files: string[]) => [
    ...new Set(
      files.map((file) =>
        file.replace(/^(dist|lib)\/.*?(\.d\.ts|\.\w+)$/, "$1/**$2").replace(/^(docs|examples)\/.*$/, "$1/**"),
      ),
    ),
  ];
  expect(kinds(ours).sort()).toEqual(
    [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "dist/**.d.ts",
      "dist/**.js",
      "dist/**.json",
      "docs/**",
      "examples/**",
      "lab/README.md",
      "main.ts",
      "package.json",
    ].sort(),
  );
  expect(kinds(bindings).sort()).toEqual(
    ["LICENSE", "README.md", "lib/**.d.ts", "lib/**.js", "lib/**.json", "package.json"].sort(),
  );
});

test("what the README and the pages for users link to is in the tarball too", () => {
  const pages = ours.filter((file) => /^(README\.md|(docs|examples)\/.*\.md)$/.test(file));
  const dead = pages.flatMap((page) =>
    linksOf(ROOT, page)
      .map(([path]) => relative(ROOT, join(ROOT, dirname(page), path)))
      .filter((path) => !ours.some((file) => path === "" || file === path || file.startsWith(`${path}/`)))
      .map((path) => `${page}: ${path}`),
  );
  expect(dead).toEqual([]);
});

/** What cdktf and Terraform leave in a project. */
const LEFT = [
  "cdktf.out/stacks/lisbon/cdk.tf.json",
  "cdktf.out/stacks/lisbon/.terraform/environment",
  "terraform.lisbon.tfstate",
  "terraform.lisbon.tfstate.backup",
  ".terraform.lisbon.tfstate.lock.info",
  "lisbon.tfplan",
  "lisbon.tfplan.json",
];

test("what cdktf and Terraform leave in an example is not packed", () => {
  const copy = emptyFolder("used-clone");
  for (const name of ["package.json", "examples"]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  for (const file of LEFT) {
    const path = join(copy, "examples/network-stack", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "a password");
  }
  const [{ files }] = JSON.parse(must(copy, "npm", "pack", "--dry-run", "--ignore-scripts", "--json"));
  const examples = (paths: string[]) => paths.filter((path) => path.startsWith("examples/")).sort();
  expect(examples(files.map(({ path }: { path: string }) => path))).toEqual(examples(ours));
});

test("each recipe has at most three lines", () => {
  for (const heading of [
    "### Constructs on CDKTF",
    "### Constructs on CDK Terrain",
    "### The commands alone, for HCL",
  ]) {
    expect([heading, recipe(heading).length <= 3 && recipe(heading)[0] !== ""]).toEqual([heading, true]);
  }
});

/** Installs what was packed as npm would, beside what the clone has of the other packages that the recipe names. */
function place(project: string): void {
  const packages = join(project, "node_modules");
  for (const [tarball, name] of [
    [packed[0], "cdktf-routeros-gateway"],
    [packed[1], "@cdktf/provider-routeros"],
  ] as const) {
    mkdirSync(join(packages, name), { recursive: true });
    must(
      project,
      "tar",
      "-xzf",
      join(CLONE, `${tarball}`),
      "--strip-components=1",
      "-C",
      join(packages, name),
    );
  }
  const installed = JSON.parse(readFileSync(join(packages, "cdktf-routeros-gateway/package.json"), "utf8"));
  const peers = ["cdktf", "constructs", "typescript", "tsx", "@types/node"];
  for (const name of [...Object.keys(installed.dependencies), ...peers, ".bin"]) {
    mkdirSync(dirname(join(packages, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "site" }));
}

/** What an ES module may import of each entry point: names and types. */
const LIBRARY = `import { Wan } from "cdktf-routeros-gateway";
import { type Report, review } from "cdktf-routeros-gateway/plan-review";
import { type Stack, readStack } from "cdktf-routeros-gateway/state";

const report: Report = review([]);
const stack: Stack = readStack({}, "routeros");
console.log(typeof Wan.static, report.findings.length, stack.resources.length);
`;

describe("in an empty folder, by the README's recipe for CDKTF", () => {
  let project: string;
  const out = () => join(project, "cdktf.out/stacks/site");
  beforeAll(() => {
    project = emptyFolder("cdktf-project");
    if (IS_ALL) {
      follow(project, "### Constructs on CDKTF");
    } else {
      // npm's own work takes longer than all tests here: `npm run test:all` has it do that, too.
      place(project);
      must(project, "bash", "-euc", recipe("### Constructs on CDKTF").slice(1).join("\n"));
    }
  });

  test("the stack is that of the README's first gateway", () => {
    expect(readFileSync(join(project, "main.ts"), "utf8")).toBe(snippets()[0]?.code);
    const { resource, terraform } = JSON.parse(readFileSync(join(out(), "cdk.tf.json"), "utf8"));
    expect(Object.values(resource).flatMap((byName) => Object.keys(byName as object))).toHaveLength(
      2 * 7 + 1,
    );
    expect(terraform.required_providers.routeros).toEqual({
      source: "terraform-routeros/routeros",
      version: "1.99.1",
    });
  });

  test("the TypeScript of the README and of the pages under docs compiles, strictly, and so does an ES module", () => {
    mkdirSync(join(project, "src"), { recursive: true });
    for (const { name, code } of snippets()) {
      writeFileSync(join(project, "src", `${name}.ts`), code);
    }
    writeFileSync(join(project, "src", "library.mts"), LIBRARY);
    const config = { extends: "./tsconfig.json", include: ["src"] };
    writeFileSync(join(project, "tsconfig.pages.json"), JSON.stringify(config));
    expect(snippets().map(({ name }) => name)).toEqual(expect.arrayContaining(["README-1", "docs-dns-0"]));
    must(project, join(project, "node_modules/.bin/tsc"), "-p", "tsconfig.pages.json");
  });

  test("a mistake in a type is found before the stack is written", () => {
    const mistaken = join(folder, "mistaken");
    const [, , check = ""] = recipe("### Constructs on CDKTF");
    cpSync(project, mistaken, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/node_modules.|cdktf\.out/.test(relative(project, path)),
    });
    rmSync(join(mistaken, "node_modules"), { recursive: true });
    must(folder, "ln", "-s", join(project, "node_modules"), join(mistaken, "node_modules"));
    const main = readFileSync(join(project, "main.ts"), "utf8").replace("interface: ", "interfaces: ");
    writeFileSync(join(mistaken, "main.ts"), main);
    expect(() => must(mistaken, "bash", "-euc", check)).toThrow(/main\.ts\(9,.*'interfaces' does not exist/);
    expect(existsSync(join(mistaken, "cdktf.out"))).toBe(false);
  });

  const PLAN = JSON.stringify({ format_version: "1.2", planned_values: {} });

  test("the review and the comparison of a state run from there as libraries", () => {
    const review = `const { readPlan, review } = require("cdktf-routeros-gateway/plan-review");
      console.log(review([readPlan(${JSON.stringify(PLAN)}, "-")]).findings.length);`;
    expect(must(project, "node", "-e", review)).toBe("0\n");
    const state = `const { findingsOf, readStack } = require("cdktf-routeros-gateway/state");
      console.log(findingsOf(readStack(${PLAN}, "routeros"), new Map()).all.length);`;
    expect(must(project, "node", "-e", state)).toBe("0\n");
  });

  test("each entry point gives an ES module its names; other paths are closed", () => {
    writeFileSync(join(project, "library.mts"), LIBRARY);
    expect(must(project, "node", "--import", "tsx", "library.mts")).toBe("function 0 0\n");
    expect(() => must(project, "node", "-e", 'require("cdktf-routeros-gateway/dist/index.js")')).toThrow(
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    );
  });

  fullTest("a project that init begins has its types checked, and writes the stack of its data", () => {
    const started = join(folder, "started");
    mkdirSync(started);
    must(folder, "ln", "-s", join(project, "node_modules"), join(started, "node_modules"));
    const init = join(project, "node_modules/cdktf-routeros-gateway/dist/cli/cdktf-routeros-gateway.js");
    const wans = "fibre ether1 203.0.113.2/30 203.0.113.1, dsl pppoe-dsl pppoe ether3 me";
    const answers = ["--lan", "bridge 192.168.88.1/24", "--wans", wans, "--routeros-version", "7.20"];
    must(started, "node", init, "init", ...answers, "--pipeline", "github");
    must(started, "npm", "run", "--silent", "synth");
    const { resource, variable } = JSON.parse(
      readFileSync(join(started, "cdktf.out/stacks/site/cdk.tf.json"), "utf8"),
    );
    expect(Object.keys(variable)).toEqual(["dsl_password"]);
    expect(Object.values(resource["routeros_interface_pppoe_client"])).toMatchObject([
      { name: "pppoe-dsl", user: "me", password: "${var.dsl_password}" },
    ]);
    expect(existsSync(join(started, ".github/workflows/apply.yml"))).toBe(true);
  });

  fullTest("the commands run from there", () => {
    writeFileSync(join(project, "plan.json"), PLAN);
    expect(must(project, "npx", "routeros-plan-review", "plan.json")).toBe("This plan changes nothing.\n");
    expect(must(project, "npx", "routeros-state", "--help")).toContain("Usage: routeros-state");
  });

  fullTest("there is exactly one cdktf, and one constructs", () => {
    const packages = join(project, "node_modules");
    expect(copiesOf("cdktf", packages)).toEqual([join(packages, "cdktf")]);
    expect(copiesOf("constructs", packages)).toEqual([join(packages, "constructs")]);
  });

  /** What git would take of the project, without what the tests have written. */
  function seenByGit(): string[] {
    must(project, "git", "init", "--quiet");
    const seen = must(project, "git", "ls-files", "--others", "--exclude-standard").trimEnd().split("\n");
    return seen.filter((path) => !/^(src\/|library|plan\.json|tsconfig\.pages)/.test(path)).sort();
  }
  const OWN = [
    ".gitignore",
    "cdktf.json",
    "main.ts",
    ...(IS_ALL ? ["package-lock.json"] : []),
    "package.json",
    "tsconfig.json",
  ];

  test("git sees neither states, plans nor what was installed or written", () => {
    const files = LEFT.filter((name) => !name.includes("/")).map((name) => join(project, name));
    for (const file of files) {
      writeFileSync(file, "a password");
    }
    expect(readdirSync(project)).toEqual(expect.arrayContaining(["cdktf.out", "node_modules"]));
    expect(seenByGit()).toEqual(OWN);
    for (const file of files) {
      rmSync(file);
    }
  });

  fullTest(
    "it deploys from there with cdktf, by the provider that npm ci has built; Terraform alone destroys it; git sees no state",
    async () => {
      const router = await LabRouter.start();
      try {
        // Not synchronously: the lab router lives in this process.
        const it = (program: string, ...args: string[]) =>
          runProgram(program, args, { cwd: project, env: { ...process.env, ...accessTo(router) } });
        const cdktf = join(ROOT, "node_modules/.bin/cdktf");
        expect(await it(cdktf, "deploy", "site", "--auto-approve", "--skip-provider-lock")).toMatchObject({
          ok: true,
        });
        expect(router.rows("/routing/table").map(({ name }) => name)).toEqual(
          expect.arrayContaining(["to_wlan1", "to_wlan2"]),
        );
        writeFileSync(join(project, "site.tfplan.json"), "{}");
        expect(readdirSync(project).filter((name) => name.includes("tfstate"))).not.toEqual([]);
        expect(seenByGit()).toEqual(OWN);
        const destroy = ["destroy", "-auto-approve", "-no-color"];
        expect(await it(terraformCommand(), `-chdir=${out()}`, ...destroy)).toMatchObject({ ok: true });
        expect(router.rows("/ip/address")).toEqual([]);
      } finally {
        await router.close();
      }
    },
  );
});

fullTest("in an empty folder, by the README's recipe for CDK Terrain, the stack is written by cdktn", () => {
  const project = emptyFolder("cdktn-project");
  follow(project, "### Constructs on CDK Terrain");
  const { name } = JSON.parse(readFileSync(join(project, "node_modules/cdktf/package.json"), "utf8"));
  expect([name, copiesOf("constructs", join(project, "node_modules")).length]).toEqual(["cdktn", 1]);
  const stack = readFileSync(join(project, "cdktf.out/stacks/site/cdk.tf.json"), "utf8");
  expect(Object.keys(JSON.parse(stack).resource.routeros_routing_table)).toHaveLength(2);
});

/** A configuration that people have without us. */
const HCL = `terraform {
  required_providers { routeros = { source = "terraform-routeros/routeros", version = "1.99.1" } }
}
provider "routeros" {}
resource "routeros_ip_firewall_nat" "wan" {
  chain         = "srcnat"
  action        = "masquerade"
  out_interface = "ether1"
}
`;

/** A route that is never active. */
const WRONG_GATEWAY = `resource "routeros_ip_address" "wan" {
  address   = "198.51.100.2/30"
  interface = "ether1"
}
resource "routeros_ip_route" "default" {
  dst_address = "0.0.0.0/0"
  gateway     = "198.51.100.9"
}
`;

test("beside HCL, by the README's recipe, the commands come without CDKTF and review a plan", async () => {
  const project = emptyFolder("hcl-project");
  writeFileSync(join(project, "main.tf"), HCL);
  const router = await LabRouter.start();
  try {
    const env = { ...process.env, ...NPM, ...accessTo(router) };
    const PATH = [join(GLOBAL, "bin"), process.env["PATH"]].join(delimiter);
    const lines = ["terraform init", ...recipe("### The commands alone, for HCL")].join("\n");
    const { ok, text } = await runProgram("bash", ["-euc", lines], { cwd: project, env: { ...env, PATH } });
    expect([ok, text]).toEqual([
      true,
      expect.stringMatching(/^## This plan changes the network.*action=masquerade/ms),
    ]);
  } finally {
    await router.close();
  }
  expect(must(project, join(GLOBAL, "bin/routeros-state"), "--help")).toContain("Usage: routeros-state");
  const packages = readdirSync(join(GLOBAL, "lib/node_modules/cdktf-routeros-gateway/node_modules")).filter(
    (name) => !name.startsWith("."),
  );
  expect(packages.filter((name) => /^(@cdktf|cdktf|constructs)$/.test(name))).toEqual([]);
  expect(packages.length).toBeLessThanOrEqual(10);
});

fullTest(
  "by the page on pipelines, a repository of HCL reviews its plans, and an error fails the job",
  async () => {
    const page = "docs/plan-review/pipeline.md";
    const project = emptyFolder("hcl-pipeline");
    writeFileSync(join(project, "main.tf"), HCL);
    cpSync(join(CLONE, `${packed[0]}`), join(project, `${packed[0]}`));
    must(project, "bash", "-euc", recipe("## 1. Add the command to your repository", page).join("\n"));
    const script = recipe("## 2. Plan and review", page).join("\n");
    const router = await LabRouter.start();
    try {
      const env = { ...process.env, ...NPM, ...accessTo(router) };
      const job = () => runProgram("bash", ["-c", script], { cwd: project, env });
      expect(await job()).toMatchObject({ ok: true, text: expect.stringContaining("action=masquerade") });
      writeFileSync(join(project, "main.tf"), HCL + WRONG_GATEWAY);
      expect(await job()).toMatchObject({ ok: false });
      expect(readFileSync(join(project, "review.md"), "utf8")).toContain("gateway-outside-subnet");
    } finally {
      await router.close();
    }
  },
);

/** Where the provider is found, and the router. */
const accessTo = (router: LabRouter) => ({
  TF_CLI_CONFIG_FILE: CLI_CONFIG_FILE,
  ROS_HOSTURL: router.httpsUrl,
  ROS_USERNAME: router.username,
  ROS_PASSWORD: router.password,
  ROS_CA_CERTIFICATE: router.caCertificateFile,
});
