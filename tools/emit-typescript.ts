import { readFileSync } from "node:fs";
import { ConstructsMakerProviderTarget, Language } from "@cdktf/commons";
import {
  CodeMaker,
  TerraformProviderConstraint,
  TerraformProviderGenerator,
} from "@cdktf/provider-generator";
import { PROVIDER } from "./pinned-provider";

/**
 * `emit-typescript <schema.json> <folder>`: the official generator, in a process of its own, because importing
 * it starts Terraform and logs to stdout.
 */
async function emit(schemaFile: string, folder: string): Promise<void> {
  const code = new CodeMaker();
  const generator = new TerraformProviderGenerator(code, JSON.parse(readFileSync(schemaFile, "utf8")));
  // As `cdktf get` does for the same line in cdktf.json.
  const constraint = new TerraformProviderConstraint(`${PROVIDER.source}@${PROVIDER.version}`);
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await code.save(folder);
}

const [, , schemaFile = "", folder = ""] = process.argv;
void emit(schemaFile, folder);
