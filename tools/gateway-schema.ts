import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Definition, generateSchema, programFromConfig } from "typescript-json-schema";

/** Writes the JSON Schema of a gateway's data, made from the type and its docstrings. */
export function writeGatewaySchema(tsconfig: string, root: string, file: string): void {
  const program = programFromConfig(tsconfig, [join(root, "lib/gateway/data/gateway-data.ts")]);
  // The types are checked by the compiler of this project, which is a newer one.
  const schema = generateSchema(program, "GatewayData", {
    required: true,
    noExtraProps: true,
    ignoreErrors: true,
  });
  const { $schema: _, ...rest } = readable(schema ?? {});
  const text = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A gateway over several WANs",
    ...rest,
  };
  writeFileSync(file, `${JSON.stringify(text, undefined, 2)}\n`);
}

/** As an editor shows it: defaults in words are part of the description, which has no line breaks of the source. */
function readable(schema: Definition): Definition {
  return JSON.parse(JSON.stringify(schema), (_, value) => (isDescribed(value) ? described(value) : value));
}

interface Described {
  readonly description: string;
  readonly default?: unknown;
}

const isDescribed = (value: unknown): value is Described =>
  typeof value === "object" && typeof (value as Described | null)?.description === "string";

function described({ description, default: byDefault, ...rest }: Described): Described {
  const text = description
    .replace(/(?<!\n)\n(?!\n)/g, " ")
    .replace(/\{@link ([\w.]+)\}/g, "$1")
    // Data have no tokens.
    .replace(/ (?:Can be a token|One of them can be a token|Can be tokens)\./g, "");
  return typeof byDefault === "string"
    ? { description: `${text}\n\nDefault: ${byDefault.replace(/^- /, "").replace(/\n/g, " ")}.`, ...rest }
    : { description: text, ...rest, ...(byDefault !== undefined && { default: byDefault }) };
}
