import { GUARD } from "../../routeros/guard-names";
import { type Fields, mean } from "../fields";

const SCRIPT = "/system/script";
const SCHEDULER = "/system/scheduler";

/** The menus that hold rows of a guard. */
export const GUARD_MENUS: readonly string[] = [SCHEDULER, SCRIPT];

/** The longest script that RouterOS runs, in bytes. [manual: scripting] */
export const LONGEST_SCRIPT = 65_536;

/** No more than what the undo does, and what its author has. */
const POLICY = "read,write";

/** A row of a guard. */
export interface GuardRow {
  readonly menu: string;
  readonly fields: Fields;
}

/**
 * The rows that undo an apply by themselves, in the order in which to add them: the timed one is last, as its time begins then.
 *
 * @param id tells this guard's rows from another one's
 */
export function armedRows(script: string, seconds: number, id: string): readonly GuardRow[] {
  const comment = `${GUARD.armed} ${id}`;
  const scheduled = { "on-event": GUARD.name, policy: POLICY, comment };
  return [
    { menu: SCRIPT, fields: { name: GUARD.name, source: script, policy: POLICY, comment } },
    // With an interval, RouterOS does not run a row at startup.
    {
      menu: SCHEDULER,
      fields: { name: GUARD.startup, "start-time": "startup", interval: "0s", ...scheduled },
    },
    { menu: SCHEDULER, fields: { name: GUARD.name, interval: `${seconds}s`, ...scheduled } },
  ];
}

/** A row that removes itself after two seconds, if the scheduler runs. */
export const testRow = (id: string): GuardRow => ({
  menu: SCHEDULER,
  fields: {
    name: GUARD.test,
    interval: "2s",
    "on-event": `/system/scheduler remove [find name=${GUARD.test}]`,
    policy: POLICY,
    comment: `${GUARD.armed} ${id}`,
  },
});

const NAMES: readonly string[] = [GUARD.name, GUARD.startup, GUARD.test];

/** The rows of guards among the rows of a menu. */
export const guardRowsIn = (rows: readonly Fields[]): readonly Fields[] =>
  rows.filter(({ name = "" }) => NAMES.includes(name));

/** Whether the script of a guard ran. */
export const isUndone = (scripts: readonly Fields[]): boolean =>
  scripts.some(({ name, comment }) => name === GUARD.name && comment === GUARD.undone);

/** What is wrong with a row of a guard as the router shows it; nothing if it will run. */
export function problemsOfArmed({ menu, fields }: GuardRow, rows: readonly Fields[]): readonly string[] {
  const called = `${menu} ${fields["name"]}`;
  const row = rows.find(({ name }) => name === fields["name"]);
  if (row === undefined) {
    return [`${called} is missing`];
  }
  const wrong = Object.entries(fields)
    .filter(
      ([field, value]) =>
        !(field === "source" ? isSameText(value, row[field]) : mean(field, value, row[field])),
    )
    .map(([field]) => `${called} has another ${field}`);
  return [
    ...wrong,
    ...(row["disabled"] === "true" ? [`${called} is disabled`] : []),
    ...(row["invalid"] === "true" ? [`${called} is not valid for this version of RouterOS`] : []),
    ...(menu === SCHEDULER && fields["start-time"] === undefined && row["next-run"] === undefined
      ? [`${called} has no next run`]
      : []),
  ];
}

/** Line ends are the router's own. */
function isSameText(one: string, other: string | undefined): boolean {
  return one.replaceAll("\r\n", "\n").trim() === other?.replaceAll("\r\n", "\n").trim();
}
