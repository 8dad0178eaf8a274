import type { Fields } from "../../state/fields";
import { isHealable, type Remedy, remediesOf } from "../../state/remedies";
import { singletonsLeft } from "../../state/singletons";
import { findingsOf } from "../../state/state-findings";
import { STATUS } from "../terminal";
import { changedSince } from "./changed-since";
import { findingWords } from "./finding-text";
import { remedyWords, singletonWords } from "./heal-text";
import { type Reading, type ReadingOptions, readBoth, readRowsAgain } from "./read-both";
import { headWords } from "./row-text";
import { writeFields } from "./write-fields";

/** Asks a question that is answered yes or no. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * Makes a router and a state agree again after an apply whose replies were lost or whose updates were refused. Ends
 * with what a check says afterwards.
 *
 * @param ask asks before anything is changed; without it, nobody is asked
 */
export async function heal(
  stackName: string,
  options: ReadingOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
  ask: Ask | undefined,
): Promise<number> {
  const reading = await readBoth(stackName, options, environment);
  const findings = findingsOf(reading.stack, reading.rows);
  const remedies = remediesOf(findings);
  say(headWords(reading));
  say(findingWords(findings));
  if (!isHealable(findings)) {
    say("\nNothing was changed: rows under the ids of the state are somebody else's.");
    return STATUS.findings;
  }
  sayAll(singletonWords(singletonsLeft(reading.stack, reading.rows)), say);
  if (remedies.length === 0) {
    return findings.all.length > 0 ? STATUS.findings : STATUS.fine;
  }
  say(["\nTo heal:", ...remedies.map((remedy) => `  ${remedyWords(remedy)}`)].join("\n"));
  if (ask !== undefined && !(await isAnsweredYes(ask, say))) {
    say("Nothing was changed.");
    return STATUS.findings;
  }
  const left = await carryOutAll(remedies, reading);
  sayAll(left, say);
  const after = remedies.some(({ kind }) => kind === "import")
    ? await readBoth(stackName, options, environment)
    : await readRowsAgain(reading);
  const found = findingsOf(after.stack, after.rows);
  say(`\n${left.length > 0 ? "Healed in part." : "Healed."} ${findingWords(found)}`);
  return found.all.length > 0 || left.length > 0 ? STATUS.findings : STATUS.fine;
}

function sayAll(lines: readonly string[], say: (text: string) => void): void {
  if (lines.length > 0) {
    say(`\n${lines.join("\n")}`);
  }
}

async function isAnsweredYes(ask: Ask, say: (text: string) => void): Promise<boolean> {
  const asked = Date.now();
  const isYes = await ask("Do this?");
  say(
    `Answered after ${Math.round((Date.now() - asked) / 1000)} s. Each row is read again before it is changed.`,
  );
  return isYes;
}

/** Carries remedies out one by one; gives back what was left, and why. */
async function carryOutAll(remedies: readonly Remedy[], reading: Reading): Promise<readonly string[]> {
  const written = new Map<string, Fields>();
  const left: string[] = [];
  for (const remedy of remedies) {
    const { menu } = remedy.resource;
    const shown = (remedy.kind === "remove" ? [remedy.row, remedy.original] : [remedy.row]).map((row) => ({
      ...row,
      ...written.get(rowKey(remedy, row)),
    }));
    const reason = (await changedSince(reading.router, menu, shown)) ?? (await carryOut(remedy, reading));
    if (reason !== undefined) {
      left.push(`Left: ${remedyWords(remedy)}: ${reason}`);
    } else if (remedy.kind === "write") {
      written.set(rowKey(remedy, remedy.row), remedy.fields);
    }
  }
  return left;
}

const rowKey = ({ resource }: Remedy, row: Fields): string => `${resource.menu.path} ${row[".id"]}`;

/** Carries a remedy out; gives back why not, where it was not. */
async function carryOut(remedy: Remedy, { router, terraform }: Reading): Promise<string | undefined> {
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
