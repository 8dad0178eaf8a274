import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Failure, RERUN } from "./failure";
import { CACHE_FOLDER, PROVIDER, PROVIDER_ADDRESS } from "./pinned-provider";
import { PROVIDER_REQUIREMENT } from "./provider-installation";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";
import { terraformCommand } from "./terraform-cli";
import { terraformEnvironment } from "./terraform-environment";

/** A schema as `terraform providers schema -json` prints it, as far as we read it. */
interface Block {
  attributes?: Record<string, { required?: boolean; optional?: boolean }>;
  block_types?: Record<string, { block: Block }>;
}
interface Resource {
  block: Block;
}
/** What a Terraform provider offers, as far as we read it. */
export interface ProviderSchemas {
  format_version: string;
  provider_versions?: Record<string, string>;
  provider_schemas: Record<
    string,
    {
      provider: Resource;
      resource_schemas: Record<string, Resource>;
      data_source_schemas: Record<string, Resource>;
    }
  >;
}

/** The provider takes these from the environment, so the bindings must not insist on them. */
const FROM_ENVIRONMENT = ["hosturl", "username"];

/** Asks the provider itself, through Terraform, what it offers. */
export async function readSchema(): Promise<ProviderSchemas> {
  // The provider calls an attribute optional when its variable is set: the bindings must not depend on the shell.
  const env = Object.fromEntries(
    Object.entries(terraformEnvironment()).filter(([name]) => !/^(ROS|MIKROTIK)_/.test(name)),
  );
  return inTemporaryFolder(join(tmpdir(), "routeros-schema-"), (cwd) => {
    const terraform = (...args: string[]): string => {
      const { ok, stdout, stderr } = run(terraformCommand(), args, { cwd, env });
      if (!ok) {
        const reason = /Error: (.*)/.exec(stripVTControlCharacters(stderr))?.[1] ?? "it gives no reason";
        throw new Failure(
          `Terraform cannot read the schema of the provider (${reason}): remove ${CACHE_FOLDER}, then run: ${RERUN}`,
        );
      }
      return stdout;
    };
    writeFileSync(join(cwd, "main.tf.json"), PROVIDER_REQUIREMENT);
    terraform("init", "-no-color");
    return JSON.parse(terraform("providers", "schema", "-json")) as ProviderSchemas;
  });
}

/** Makes a schema fit for the generator, in place; returns the attributes it had to leave out. */
export function adaptSchema(schemas: ProviderSchemas): string[] {
  const schema = schemas.provider_schemas[PROVIDER_ADDRESS];
  if (schema === undefined) {
    throw new Error(`no schema of ${PROVIDER_ADDRESS}`);
  }
  // From here the version gets into `required_providers` of every stack.
  schemas.provider_versions = { [PROVIDER_ADDRESS]: PROVIDER.version };
  for (const name of FROM_ENVIRONMENT) {
    const attribute = schema.provider.block.attributes?.[name];
    if (attribute === undefined) {
      throw new Error(`the provider has no attribute ${name}`);
    }
    delete attribute.required;
    attribute.optional = true;
  }
  return [...Object.entries(schema.resource_schemas), ...Object.entries(schema.data_source_schemas)].flatMap(
    ([type, { block }]) => leaveOutUnnameable(block, type),
  );
}

/** A name that begins with a digit comes out as TypeScript that does not parse. */
function leaveOutUnnameable(block: Block, path: string): string[] {
  const leftOut: string[] = [];
  for (const members of [block.attributes ?? {}, block.block_types ?? {}]) {
    for (const name of Object.keys(members).filter((name) => /^\d/.test(name))) {
      delete members[name];
      leftOut.push(`${path}.${name}`);
    }
  }
  const nested = Object.entries(block.block_types ?? {});
  return leftOut.concat(nested.flatMap(([name, { block }]) => leaveOutUnnameable(block, `${path}.${name}`)));
}
