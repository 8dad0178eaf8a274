import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { InputError, reasonOf } from "../input";
import { packageVersion } from "../package-version";
import { printing, STATUS, statusOf, type Terminal } from "../terminal";
import { COPIED, nextSteps, type PackageJson, PIPELINE_FILES, packageFile, siteFile } from "./project-files";
import { QUESTIONS, type Question, type SiteAnswers } from "./site-answers";

/** Asks on the terminal; undefined where there is none. */
export type AskText = ((question: string) => Promise<string>) | undefined;

/** The folder of this package, in the sources as in `dist`. */
const PACKAGE = join(__dirname, "../../..");

type Options = Readonly<Partial<Record<"lan" | "wans" | "routerosVersion" | "pipeline", string>>>;

/** Runs `cdktf-routeros-gateway` with these arguments; gives its exit status. Never throws. */
export async function cdktfRouterosGateway(
  args: readonly string[],
  given: Terminal,
  ask: AskText,
): Promise<number> {
  const terminal = printing(given);
  const program = new Command("cdktf-routeros-gateway")
    .description("Begins a project for a RouterOS gateway over several WANs.")
    .version(packageVersion(), "--version", "print the version")
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  const init = program
    .command("init")
    .description("write a project into a folder: the site's data, a program, and what they need")
    .argument("[folder]", "the folder", ".");
  for (const { option, value, text, byDefault } of Object.values(QUESTIONS)) {
    init.option(`${option} ${value}`, `${text} (default: ${byDefault})`);
  }
  init
    .addHelpText("after", "\nIt asks for what no option says, and overwrites no file.")
    .action(async (folder: string, options: Options) =>
      initProject(folder, await answersOf(options, ask), terminal),
    );
  try {
    await program.parseAsync(args, { from: "user" });
    return STATUS.fine;
  } catch (error) {
    return statusOf(error, terminal);
  }
}

async function answersOf(options: Options, ask: AskText): Promise<SiteAnswers> {
  const answer = async <Name extends keyof SiteAnswers>(
    { option, text, byDefault, read }: Question<Name>,
    given: string | undefined,
  ): Promise<SiteAnswers[Name]> => {
    if (given !== undefined) {
      return read(given);
    }
    if (ask === undefined) {
      throw new InputError(
        `there is no terminal to ask on: write ${option}, such as ${option} "${byDefault}"`,
      );
    }
    return read((await ask(`${text}\n[${byDefault}] `)).trim() || byDefault);
  };
  return {
    lan: await answer(QUESTIONS.lan, options.lan),
    wans: await answer(QUESTIONS.wans, options.wans),
    version: await answer(QUESTIONS.version, options.routerosVersion),
    pipeline: await answer(QUESTIONS.pipeline, options.pipeline),
  };
}

/** Writes the project, or nothing where a file of it exists. */
function initProject(folder: string, answers: SiteAnswers, terminal: Terminal): void {
  const copied = { ...COPIED, ...PIPELINE_FILES[answers.pipeline] };
  const existing = [...Object.keys(copied), "site.yaml"].filter((name) => existsSync(join(folder, name)));
  if (existing.length > 0) {
    throw new InputError(
      `${folder} has ${existing.join(", ")} already, so nothing was written: name an empty folder`,
    );
  }
  const files = new Map(
    Object.entries(copied).map(([name, source]) => [name, readFileSync(join(PACKAGE, source), "utf8")]),
  );
  files.set("site.yaml", siteFile(answers));
  const known = readPackage(join(folder, "package.json"));
  files.set("package.json", packageFile(known, readPackage(join(PACKAGE, "package.json"))));
  for (const [name, text] of files) {
    write(join(folder, name), text);
  }
  terminal.out(`Wrote ${[...files.keys()].sort().join(", ")}.\n\n${nextSteps(answers, known)}`);
}

function readPackage(file: string): PackageJson {
  if (!existsSync(file)) {
    return {};
  }
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${reasonOf(error)}`);
  }
}
