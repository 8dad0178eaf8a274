import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { adaptSchema, type ProviderSchemas } from "./bindings-schema";
import { PROVIDER } from "./pinned-provider";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";
import { terraformEnvironment } from "./terraform-environment";

/** What a published provider package is compiled to: CommonJS with types, nothing a consumer must compile. */
const COMPILER_OPTIONS = {
  // Not newer: from ES2022 on, the fields of a class overwrite what its base constructor has set.
  target: "es2020",
  lib: ["es2020"],
  module: "node16",
  types: ["node"],
  declaration: true,
  skipLibCheck: true,
  strict: true,
  noEmitOnError: true,
};

/**
 * Writes the bindings, compiled, into the folder `output`, which must not exist.
 * The work is done beside it, where the compiler must be able to find cdktf.
 */
export async function generateBindings(schemas: ProviderSchemas, output: string): Promise<void> {
  adaptSchema(schemas);
  mkdirSync(dirname(output), { recursive: true });
  await inTemporaryFolder(join(dirname(output), ".build-"), (folder) => {
    emitTypeScript(schemas, folder);
    compile(folder);
    renameSync(join(folder, "lib"), output);
  });
}

function emitTypeScript(schemas: ProviderSchemas, folder: string): void {
  const schemaFile = join(folder, "schema.json");
  writeFileSync(schemaFile, JSON.stringify(schemas));
  runNode("the generator fails", folder, [
    "--require",
    require.resolve("tsx/cjs"),
    join(__dirname, "emit-typescript.ts"),
    schemaFile,
    folder,
  ]);
}

function compile(folder: string): void {
  const rootDir = join("providers", PROVIDER.name);
  const config = { compilerOptions: { ...COMPILER_OPTIONS, rootDir, outDir: "lib" }, include: [rootDir] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  runNode("the generated bindings do not compile", folder, [tsc, "--project", folder]);
}

function runNode(complaint: string, cwd: string, args: readonly string[]): void {
  const { ok, stdout, stderr } = run(process.execPath, args, { cwd, env: terraformEnvironment() });
  if (!ok) {
    throw new Error(`${complaint}:\n${stdout}${stderr}`);
  }
}
