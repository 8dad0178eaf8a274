import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import spawn from "cross-spawn";
import { LabRouter } from "../../lab/router";
import { CLI_CONFIG_FILE } from "../../tools/pinned-provider";
import { run } from "../../tools/run";
import { linksOf } from "../docs/links";

const ROOT = resolve(__dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "user-project-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Packs a package as it would be published; gives its tarball and what is in it. */
function pack(folder: string): { tarball: string; files: string[] } {
  const { ok, stdout, stderr } = run("npm", ["pack", "--json", "--pack-destination", project], {
    cwd: folder,
  });
  if (!ok) {
    throw new Error(stderr);
  }
  // The build's own lines come before the JSON.
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  return {
    tarball: join(project, packed.filename),
    files: packed.files.map(({ path }: { path: string }) => path),
  };
}

function must(command: string, ...args: string[]): string {
  const { ok, stdout, stderr } = run(command, args, { cwd: project });
  if (!ok) {
    throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  }
  return stdout;
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

/** Where a package of this name lies in the project, wherever it is nested. */
function copiesOf(name: string, folder = join(project, "node_modules")): string[] {
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

const ours = pack(ROOT);
const bindings = pack(join(ROOT, "bindings"));

test("the tarballs hold what users need, and nothing else", () => {
  const kinds = (files: string[]) => [
    ...new Set(
      files.map((file) =>
        file.replace(/^(dist|lib)\/.*?(\.d\.ts|\.\w+)$/, "$1/**$2").replace(/^(docs|examples)\/.*$/, "$1/**"),
      ),
    ),
  ];
  expect(kinds(ours.files).sort()).toEqual(
    [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "dist/**.d.ts",
      "dist/**.js",
      "docs/**",
      "examples/**",
      "lab/README.md",
      "main.ts",
      "package.json",
    ].sort(),
  );
  expect(kinds(bindings.files).sort()).toEqual(
    ["LICENSE", "README.md", "lib/**.d.ts", "lib/**.js", "lib/**.json", "package.json"].sort(),
  );
});

test("what the README and the pages for users link to is in the tarball too", () => {
  const pages = ours.files.filter((file) => /^(README\.md|(docs|examples)\/.*\.md)$/.test(file));
  const dead = pages.flatMap((page) =>
    linksOf(ROOT, page)
      .map(([path]) => relative(ROOT, join(ROOT, dirname(page), path)))
      .filter(
        (path) => !ours.files.some((file) => path === "" || file === path || file.startsWith(`${path}/`)),
      )
      .map((path) => `${page}: ${path}`),
  );
  expect(dead).toEqual([]);
});

describe("in an empty project", () => {
  beforeAll(() => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user-project", private: true }));
    const peers = ["cdktf", "constructs", "typescript"].map((name) => `${name}@${devDependencies[name]}`);
    must(
      "npm",
      "install",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      ours.tarball,
      bindings.tarball,
      ...peers,
    );
    const compilerOptions = {
      strict: true,
      module: "node16",
      target: "es2022",
      rootDir: "src",
      outDir: "out",
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
    mkdirSync(join(project, "src"));
    for (const { name, code } of snippets()) {
      writeFileSync(join(project, "src", `${name}.ts`), code);
    }
  });

  test("the TypeScript of the README and of the pages under docs compiles, strictly", () => {
    expect(snippets().map(({ name }) => name)).toEqual(expect.arrayContaining(["README-1", "docs-dns-0"]));
    must("npx", "tsc");
  });

  test("the README's first gateway synthesizes", () => {
    must("node", "out/README-0.js");
    const { resource, terraform } = JSON.parse(
      readFileSync(join(project, "cdktf.out/stacks/site/cdk.tf.json"), "utf8"),
    );
    expect(Object.values(resource).flatMap((byName) => Object.keys(byName as object))).toHaveLength(
      2 * 7 + 1,
    );
    expect(terraform.required_providers.routeros).toEqual({
      source: "terraform-routeros/routeros",
      version: "1.99.1",
    });
  });

  test("the review runs from there, as a command and as a library", () => {
    const plan = JSON.stringify({ format_version: "1.2", planned_values: {} });
    writeFileSync(join(project, "plan.json"), plan);
    expect(must("npx", "routeros-plan-review", "plan.json")).toBe("This plan changes nothing.\n");
    const script = `const { readPlan, review } = require("cdktf-routeros-gateway/dist/review");
      console.log(review([readPlan(${JSON.stringify(plan)}, "-")]).findings.length);`;
    expect(must("node", "-e", script)).toBe("0\n");
  });

  test("the command that looks at routers runs from there", () => {
    expect(must("npx", "routeros-state", "--help")).toContain("Usage: routeros-state");
  });

  test("there is exactly one cdktf, and one constructs", () => {
    expect(copiesOf("cdktf")).toEqual([join(project, "node_modules", "cdktf")]);
    expect(copiesOf("constructs")).toEqual([join(project, "node_modules", "constructs")]);
  });

  test("it deploys from there with cdktf, by the provider that npm ci has built, and is destroyed again", async () => {
    const router = await LabRouter.start();
    try {
      writeFileSync(
        join(project, "cdktf.json"),
        JSON.stringify({
          language: "typescript",
          app: "node out/README-0.js",
          projectId: "site",
          sendCrashReports: "false",
        }),
      );
      const env = {
        ...process.env,
        TF_CLI_CONFIG_FILE: CLI_CONFIG_FILE,
        ROS_HOSTURL: router.httpsUrl,
        ROS_USERNAME: router.username,
        ROS_PASSWORD: router.password,
        ROS_CA_CERTIFICATE: router.caCertificateFile,
      };
      expect(await cdktf(env, "deploy")).toBe(0);
      expect(router.rows("/routing/table").map(({ name }) => name)).toEqual(
        expect.arrayContaining(["to_wlan1", "to_wlan2"]),
      );
      expect(await cdktf(env, "destroy")).toBe(0);
      expect(router.rows("/ip/address")).toEqual([]);
    } finally {
      await router.close();
    }
  });
});

/** Not synchronously: the lab router lives in this process. */
function cdktf(env: NodeJS.ProcessEnv, command: "deploy" | "destroy"): Promise<number | null> {
  const args = [command, "site", "--auto-approve", "--skip-provider-lock"];
  const child = spawn(join(ROOT, "node_modules/.bin/cdktf"), args, { cwd: project, env, stdio: "ignore" });
  return new Promise((ended) => child.on("close", ended));
}
