import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptionPlanOf } from "../../state/adoption-plan";
import { commentFields } from "../../state/comment-fields";
import { importBlocks } from "../../state/import-blocks";
import { type Match, matchRows } from "../../state/matching";
import { findingsOf } from "../../state/state-findings";
import { stackFolder } from "../stack-folder";
import { STATUS } from "../terminal";
import { answersFrom } from "./answers";
import { changedSince } from "./changed-since";
import { matchTable, openWords, planWords, surpriseWords } from "./match-text";
import { type Reading, type ReadingOptions, readBoth } from "./read-both";
import { headWords } from "./row-text";
import { writeFields } from "./write-fields";

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
  const answers = answersFrom(options.row ?? [], reading);
  const matches = matchRows(reading.stack, reading.rows, answers);
  say(headWords(reading));
  if (findingsOf(reading.stack, reading.rows).otherRouter) {
    say(
      "\nNothing was written: most rows under the ids of the state are not its own. Is this the stack's router?",
    );
    return STATUS.findings;
  }
  say(matchTable(matches));
  if (matches.some(({ kind }) => kind === "open")) {
    say(openWords(matches));
    return STATUS.findings;
  }
  if (!matches.some(({ kind }) => kind === "row")) {
    say("\nThere is nothing to import.");
    return STATUS.fine;
  }
  writeFileSync(file, importBlocks(matches));
  const plan = adoptionPlanOf(await reading.terraform.plan());
  // Terraform has the last word: blocks that would do more than was announced do not stay.
  const unannounced = plan.surprises.filter(({ address }) => !answers.has(address));
  if (unannounced.length > 0) {
    rmSync(file);
    say(surpriseWords(unannounced));
    return STATUS.findings;
  }
  if (options.writeComments === true) {
    const left = await writeComments(reading, matches);
    if (left.length > 0) {
      say(`\n${left.join("\n")}`);
    }
  }
  say(planWords(plan, file));
  return STATUS.fine;
}

/** Writes the comments; gives back what was left, and why. An apply writes that. */
async function writeComments({ router }: Reading, matches: readonly Match[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const match of matches) {
    const fields = match.kind === "row" ? commentFields(match) : {};
    if (match.kind === "row" && Object.keys(fields).length > 0) {
      const { menu, address } = match.resource;
      const reason =
        (await changedSince(router, menu, [match.row])) ??
        (await writeFields(router, menu.path, match.row[".id"], fields));
      left.push(...(reason === undefined ? [] : [`Left for the apply: ${address}: ${reason}`]));
    }
  }
  return left;
}
