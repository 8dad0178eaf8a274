import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateProviderBindingsFromSchema } from "@cdktf/provider-generator";
import { adaptSchema, type ProviderSchemas } from "./bindings-schema";
import { PROVIDER } from "./pinned-provider";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";

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
 * The work is done beside it, where the compiler finds cdktf.
 */
export async function generateBindings(schemas: ProviderSchemas, output: string): Promise<void> {
  adaptSchema(schemas);
  mkdirSync(dirname(output), { recursive: true });
  await inTemporaryFolder(join(dirname(output), ".build-"), async (folder) => {
    await generateProviderBindingsFromSchema(folder, schemas as never);
    compile(folder);
    renameSync(join(folder, "lib"), output);
  });
}

function compile(folder: string): void {
  const rootDir = join("providers", PROVIDER.name);
  const config = { compilerOptions: { ...COMPILER_OPTIONS, rootDir, outDir: "lib" }, include: [rootDir] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  const { ok, stdout, stderr } = run(process.execPath, [tsc, "-p", folder], { cwd: folder });
  if (!ok) {
    throw new Error(`the generated bindings do not compile:\n${stdout}${stderr}`);
  }
}
