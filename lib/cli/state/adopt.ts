import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AdoptionPlan, adoptionPlanOf } from "../../adoption/adoption-plan";
import { commentFields } from "../../adoption/comment-fields";
import { importBlocks } from "../../adoption/import-blocks";
import { type Match, matchRows } from "../../adoption/matching";
import { stackFolder } from "../stack-folder";
import { STATUS } from "../terminal";
import { answersFrom } from "./answers";
import { matchTable, openWords } from "./match-words";
import { type Reading, type ReadingOptions, readBoth } from "./reading";
import { headWords } from "./words";

/** Where the import blocks go, beside `cdk.tf.json`: the CDKTF CLI leaves files of others alone. */
const IMPORTS_FILE = "adopted-rows.tf.json";

/** Options of `routeros-state adopt`. */
export interface AdoptOptions extends ReadingOptions {
  /** Answers to open questions: `ADDRESS=ID` or `ADDRESS=create` each. */
  readonly row?: readonly string[];
  /** Whether the comments are written to the router now. */
  readonly writeComments?: boolean;
}

/** Matches rows that stand on the router to the resources of a stack, and writes import blocks for them. */
export async function adopt(
  stackName: string,
  options: AdoptOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<number> {
  const file = join(stackFolder(stackName), IMPORTS_FILE);
  // What an earlier run matched is matched anew: the plan must not speak of it.
  rmSync(file, { force: true });
  const reading = await readBoth(stackName, options, environment);
  const matches = matchRows(reading.stack, reading.rows, answersFrom(options.row ?? [], reading));
  say(headWords(reading));
  say(matchTable(matches));
  if (matches.some(({ kind }) => kind === "open")) {
    say(openWords(matches));
    return STATUS.findings;
  }
  if (!matches.some(({ kind }) => kind === "row")) {
    say("\nThere is nothing to import.");
    return STATUS.fine;
  }
  if (options.writeComments === true) {
    await writeComments(reading, matches);
  }
  writeFileSync(file, importBlocks(matches));
  return conclude(file, matches, adoptionPlanOf(await reading.terraform.plan()), say);
}

/** Holds Terraform's own plan against what was announced: blocks that would do more do not stay. */
function conclude(
  file: string,
  matches: readonly Match[],
  { imports, creates, surprises }: AdoptionPlan,
  say: (text: string) => void,
): number {
  const announced = new Set(
    matches.flatMap((match) =>
      match.kind === "row" && match.differences.length > 0 ? [match.resource.address] : [],
    ),
  );
  const unannounced = surprises.filter(({ address }) => !announced.has(address));
  if (unannounced.length > 0) {
    rmSync(file);
    say("\nTerraform would change more than comments, so no import blocks were written:");
    for (const { address, fields, replaces } of unannounced) {
      say(`  ${address}: ${replaces ? "made anew, for " : ""}${fields.join(", ")}`);
    }
    return STATUS.findings;
  }
  say(
    `\nImport blocks are in ${file}. Terraform plans ${imports} to import and ${creates} to create; of the imported rows ${
      announced.size === 0 ? "nothing but comments changes" : `${announced.size} change as above`
    }.\nNext: cdktf diff, cdktf deploy; then remove that file.`,
  );
  return STATUS.fine;
}

async function writeComments({ router }: Reading, matches: readonly Match[]): Promise<void> {
  for (const match of matches) {
    const fields = match.kind === "row" ? commentFields(match) : {};
    if (match.kind === "row" && Object.keys(fields).length > 0) {
      await router.write(match.resource.menu.path, match.row[".id"], fields);
    }
  }
}
