import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptionPlanOf } from "../../state/adoption-plan";
import { commentFields } from "../../state/harmless-fields";
import { importBlocks } from "../../state/import-blocks";
import { matchRows, type ResourceMatch } from "../../state/matching";
import { findingsOf } from "../../state/state-findings";
import { stackFolder } from "../stack-folder";
import { STATUS } from "../terminal";
import { answersFrom } from "./answers";
import { changedSince } from "./changed-since";
import { furtherChangesText, matchTable, planText, undecidedText } from "./match-text";
import { type ReadingOptions, readBoth, type StackReading } from "./read-both";
import { headerText } from "./row-text";
import { writeFields } from "./write-fields";

/** The file of import blocks beside `cdk.tf.json`; the CDKTF CLI does not touch other files there. */
const IMPORTS_FILE = "adopted-rows.tf.json";

/** Options of `routeros-state adopt`. */
export interface AdoptOptions extends ReadingOptions {
  /** Answers to open questions: `ADDRESS=ID` or `ADDRESS=create` each. */
  readonly row?: readonly string[];
  /** Whether the comments are written to the router now. */
  readonly writeComments?: boolean;
}

/** Matches rows of the router to the resources of a stack, and writes import blocks for them. */
export async function adoptStack(
  stackName: string,
  options: AdoptOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<number> {
  const file = join(stackFolder(stackName), IMPORTS_FILE);
  // The plan must not contain the import blocks of an earlier run.
  rmSync(file, { force: true });
  const reading = await readBoth(stackName, options, environment);
  const answers = answersFrom(options.row ?? [], reading);
  const matches = matchRows(reading.stack, reading.rows, answers);
  say(headerText(reading));
  if (findingsOf(reading.stack, reading.rows).otherRouter) {
    say(
      "\nNothing was written: most ids in the state belong to other rows or to none. Check that this is the router of the stack.",
    );
    return STATUS.findings;
  }
  say(matchTable(matches));
  if (matches.some(({ kind }) => kind === "undecided")) {
    say(undecidedText(matches));
    return STATUS.findings;
  }
  if (!matches.some(({ kind }) => kind === "row")) {
    say("\nThere are no rows to import.");
    return STATUS.fine;
  }
  writeFileSync(file, importBlocks(matches));
  const plan = adoptionPlanOf(await reading.terraform.plan());
  // Blocks that would change more than was announced are removed again.
  const unannounced = plan.furtherChanges.filter(({ address }) => !answers.has(address));
  if (unannounced.length > 0) {
    rmSync(file);
    say(furtherChangesText(unannounced));
    return STATUS.findings;
  }
  if (options.writeComments === true) {
    const skipped = await writeComments(reading, matches);
    if (skipped.length > 0) {
      say(`\n${skipped.join("\n")}`);
    }
  }
  say(planText(plan, file));
  return STATUS.fine;
}

/** Writes the comments; returns which were skipped, and why. */
async function writeComments(
  { router }: StackReading,
  matches: readonly ResourceMatch[],
): Promise<readonly string[]> {
  const skipped: string[] = [];
  for (const match of matches) {
    const fields = match.kind === "row" ? commentFields(match) : {};
    if (match.kind === "row" && Object.keys(fields).length > 0) {
      const { menu, address } = match.resource;
      const reason =
        (await changedSince(router, menu, [match.row])) ??
        (await writeFields(router, menu.path, match.row[".id"], fields));
      skipped.push(
        ...(reason === undefined
          ? []
          : [`Skipped: ${address}: ${reason}; the next apply writes the comment.`]),
      );
    }
  }
  return skipped;
}
