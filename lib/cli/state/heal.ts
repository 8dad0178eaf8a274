import { findingsOf } from "../../adoption/findings";
import { isHealable, type Remedy, remediesOf } from "../../adoption/remedies";
import { STATUS } from "../terminal";
import { findingWords } from "./finding-words";
import { type Reading, type ReadingOptions, readBoth, readRowsAgain } from "./reading";
import { headWords, rowName } from "./words";

/** Asks a question that is answered yes or no. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * Makes a router and a state agree again after an apply whose replies were lost or whose updates were refused. Ends
 * with what a check says afterwards.
 */
export async function heal(
  stackName: string,
  options: ReadingOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
  ask: Ask,
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
  if (remedies.length === 0) {
    return findings.all.length > 0 ? STATUS.findings : STATUS.fine;
  }
  say(["\nTo heal:", ...remedies.map((remedy) => `  ${remedyWords(remedy)}`)].join("\n"));
  if (!(await ask("Do this?"))) {
    say("Nothing was changed.");
    return STATUS.findings;
  }
  for (const remedy of remedies) {
    await carryOut(remedy, reading);
  }
  const after = remedies.some(({ kind }) => kind === "import")
    ? await readBoth(stackName, options, environment)
    : await readRowsAgain(reading);
  const left = findingsOf(after.stack, after.rows);
  say(`\nHealed. ${findingWords(left)}`);
  return left.all.length > 0 ? STATUS.findings : STATUS.fine;
}

function remedyWords(remedy: Remedy): string {
  const { kind, resource } = remedy;
  const { path } = resource.menu;
  switch (kind) {
    case "write": {
      const fields = Object.entries(remedy.fields).map(([field, value]) => `${field}=${value}`);
      return `write to ${path} ${remedy.row[".id"] ?? ""}: ${fields.join(" ")}`;
    }
    case "import":
      return `import ${path} ${rowName(remedy.row)} as ${resource.address}`;
    case "remove":
      return `remove ${path} ${rowName(remedy.row)}, a copy of ${resource.address}`;
  }
}

async function carryOut(remedy: Remedy, { router, terraform }: Reading): Promise<void> {
  const { address, menu } = remedy.resource;
  const id = remedy.row[".id"];
  switch (remedy.kind) {
    case "write":
      return router.write(menu.path, id, remedy.fields);
    case "import":
      if (remedy.resource.id !== undefined) {
        await terraform.forget(address);
      }
      return terraform.import(address, id ?? "");
    case "remove":
      return router.remove(menu.path, id ?? "");
  }
}
