import type { Fields } from "../../state/fields";
import { isHealable, type Remedy, remediesOf } from "../../state/remedies";
import { untrackedSingletons } from "../../state/singletons";
import { findingsOf } from "../../state/state-findings";
import { STATUS } from "../terminal";
import { changedSince } from "./changed-since";
import { findingText } from "./finding-text";
import { remedyText, singletonText } from "./heal-text";
import { type ReadingOptions, readBoth, readRowsAgain, type StackReading } from "./read-both";
import { headerText } from "./row-text";
import { writeFields } from "./write-fields";

/** Asks a yes/no question. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * Repairs a router and its state after an apply whose replies were lost or whose updates were rejected, and checks again.
 *
 * @param ask asks for confirmation; without it, changes are made at once
 */
export async function healStack(
  stackName: string,
  options: ReadingOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
  ask: Ask | undefined,
): Promise<number> {
  const reading = await readBoth(stackName, options, environment);
  const findings = findingsOf(reading.stack, reading.rows);
  const remedies = remediesOf(findings);
  say(headerText(reading));
  say(findingText(findings));
  if (!isHealable(findings)) {
    say("\nNothing was changed: ids in the state belong to rows of somebody else.");
    return STATUS.findings;
  }
  sayAll(singletonText(untrackedSingletons(reading.stack, reading.rows)), say);
  if (remedies.length === 0) {
    return findings.all.length > 0 ? STATUS.findings : STATUS.fine;
  }
  say(["\nChanges:", ...remedies.map((remedy) => `  ${remedyText(remedy)}`)].join("\n"));
  if (ask !== undefined && !(await isAnsweredYes(ask, say))) {
    say("Nothing was changed.");
    return STATUS.findings;
  }
  const skipped = await carryOutAll(remedies, reading);
  sayAll(skipped, say);
  const after = remedies.some(({ kind }) => kind === "import")
    ? await readBoth(stackName, options, environment)
    : await readRowsAgain(reading);
  const found = findingsOf(after.stack, after.rows);
  say(`\n${skipped.length > 0 ? "Partly healed." : "Healed."} ${findingText(found)}`);
  return found.all.length > 0 || skipped.length > 0 ? STATUS.findings : STATUS.fine;
}

function sayAll(lines: readonly string[], say: (text: string) => void): void {
  if (lines.length > 0) {
    say(`\n${lines.join("\n")}`);
  }
}

async function isAnsweredYes(ask: Ask, say: (text: string) => void): Promise<boolean> {
  const asked = Date.now();
  const isYes = await ask("Make these changes?");
  say(
    `Answered after ${Math.round((Date.now() - asked) / 1000)} s. Each row is read again before it is changed.`,
  );
  return isYes;
}

/** Carries remedies out one by one; returns which were skipped, and why. */
async function carryOutAll(remedies: readonly Remedy[], reading: StackReading): Promise<readonly string[]> {
  const written = new Map<string, Fields>();
  const skipped: string[] = [];
  for (const remedy of remedies) {
    const { menu } = remedy.resource;
    const shown = (remedy.kind === "remove" ? [remedy.row, remedy.original] : [remedy.row]).map((row) => ({
      ...row,
      ...written.get(rowKey(remedy, row)),
    }));
    const reason = (await changedSince(reading.router, menu, shown)) ?? (await carryOut(remedy, reading));
    if (reason !== undefined) {
      skipped.push(`Skipped: ${remedyText(remedy)}: ${reason}`);
    } else if (remedy.kind === "write") {
      written.set(rowKey(remedy, remedy.row), remedy.fields);
    }
  }
  return skipped;
}

const rowKey = ({ resource }: Remedy, row: Fields): string => `${resource.menu.path} ${row[".id"]}`;

/** Carries a remedy out; returns why not if it was skipped. */
async function carryOut(remedy: Remedy, { router, terraform }: StackReading): Promise<string | undefined> {
  const { address, menu } = remedy.resource;
  const id = remedy.row[".id"];
  switch (remedy.kind) {
    case "write":
      return writeFields(router, menu.path, id, remedy.fields);
    case "import":
      if (remedy.resource.id !== undefined) {
        await terraform.forget(address);
      }
      await terraform.import(address, id ?? "");
      return undefined;
    case "remove":
      await router.remove(menu.path, id ?? "");
      return undefined;
  }
}
