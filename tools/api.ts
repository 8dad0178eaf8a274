import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
} from "@microsoft/api-extractor";
import { Failure, runToExit } from "./failure";
import { writeGatewaySchema } from "./gateway-schema";
import { note, timed } from "./progress";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";

/*
 * `npm run api`: writes what the package exports to `api/*.api.md`, its reference, from the docstrings, to
 * `docs/reference`, and the JSON Schema of a gateway's data to `docs/gateway.schema.json`. `npm run api -- --check` fails where one of them is not what it would write.
 */

const ROOT = resolve(__dirname, "..");
const PROJECT = join(ROOT, "tsconfig.build.json");

/** The entry points of the package: the name of their report, and their declarations in the compiled library. */
const ENTRY_POINTS = [
  ["gateway", "index.d.ts"],
  ["plan-review", "plan-review/index.d.ts"],
  ["state", "state/index.d.ts"],
] as const;

/** What is written, as folders below the root. */
const WRITTEN = { reports: "api", reference: "docs/reference" } as const;
const SCHEMA = "docs/gateway.schema.json";

async function main(args: readonly string[]): Promise<void> {
  // Inside the root, where TypeScript finds the packages that the declarations import.
  await inTemporaryFolder(join(ROOT, "api", "build-"), async (folder) => {
    await timed("compiling the declarations", () =>
      must("tsc", ["-p", PROJECT, "--emitDeclarationOnly", "--outDir", join(folder, "dist")]),
    );
    await timed("reporting what is exported", () => writeReports(join(folder, "dist"), folder));
    await timed("writing the reference", () => writeReference(join(folder, WRITTEN.reference)));
    await timed("writing the schema of data", () => writeGatewaySchema(PROJECT, ROOT, join(folder, SCHEMA)));
    if (args.includes("--check")) {
      requireSame(folder);
    } else {
      replace(folder);
    }
  });
}

function writeReports(declarations: string, folder: string): void {
  mkdirSync(join(folder, WRITTEN.reports));
  const files = ENTRY_POINTS.map(([, file]) => join(declarations, file));
  let compilerState: CompilerState | undefined;
  for (const [name, file] of ENTRY_POINTS) {
    const config = reportConfig(name, join(declarations, file), folder);
    compilerState ??= CompilerState.create(config, { additionalEntryPoints: files });
    const { succeeded } = Extractor.invoke(config, {
      localBuild: true,
      compilerState,
      messageCallback: (message) => {
        // It says where it reads and writes, and that there was no report before.
        message.handled = message.category === ExtractorMessageCategory.Console;
      },
    });
    if (!succeeded) {
      throw new Failure(`API Extractor found errors in ${config.mainEntryPointFilePath}`);
    }
  }
}

function reportConfig(name: string, declarations: string, folder: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: declarations,
      compiler: { tsconfigFilePath: PROJECT },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: join(folder, WRITTEN.reports),
        reportTempFolder: join(folder, "unused"),
      },
      messages: {
        extractorMessageReporting: {
          // A type that a public signature needs, and that no entry point exports, is an error too.
          default: { logLevel: ExtractorLogLevel.Error },
          // Everything that an entry point exports is public.
          "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          "ae-undocumented": { logLevel: ExtractorLogLevel.None },
        },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, "package.json"),
  });
}

/** TypeDoc has a folder of its own for the TypeScript that it needs. */
function writeReference(folder: string): void {
  must(join(ROOT, "api/node_modules/.bin/typedoc"), [
    "--options",
    join(ROOT, "api/typedoc.json"),
    "--out",
    folder,
  ]);
}

/** The files that are written below a folder, as paths relative to it. */
function writtenIn(folder: string): readonly string[] {
  const pages = Object.values(WRITTEN).flatMap((name) =>
    existsSync(join(folder, name))
      ? readdirSync(join(folder, name))
          .filter((file) => file.endsWith(".md"))
          .map((file) => join(name, file))
      : [],
  );
  return existsSync(join(folder, SCHEMA)) ? [...pages, SCHEMA] : pages;
}

function requireSame(folder: string): void {
  const contentOf = (root: string, file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
  const files = [...new Set([...writtenIn(folder), ...writtenIn(ROOT)])].sort();
  const stale = files.filter((file) => contentOf(folder, file) !== contentOf(ROOT, file));
  if (stale.length > 0) {
    throw new Failure(`${stale.join(", ")}: out of date with lib: run "npm run api" and commit the result`);
  }
}

function replace(folder: string): void {
  for (const file of writtenIn(ROOT)) {
    rmSync(join(ROOT, file));
  }
  for (const file of writtenIn(folder)) {
    cpSync(join(folder, file), join(ROOT, file));
  }
  note(`wrote ${[...Object.values(WRITTEN), SCHEMA].join(", ")}`);
}

function must(program: string, args: readonly string[]): void {
  const command = program.includes("/") ? program : join(ROOT, "node_modules/.bin", program);
  const { ok, stdout, stderr } = run(command, args, { cwd: ROOT });
  if (!ok) {
    throw new Failure(`${relative(ROOT, command)} failed: ${stdout}${stderr}`);
  }
}

void runToExit(() => main(process.argv.slice(2)));
