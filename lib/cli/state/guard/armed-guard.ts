import { GUARD } from "../../../routeros/guard-names";
import type { Fields } from "../../../state/fields";
import {
  armedRows,
  GUARD_MENUS,
  guardRowsIn,
  isUndone,
  problemsOfArmed,
  testRow,
} from "../../../state/guard/guard-rows";
import { InputError } from "../../input";
import type { RouterClient } from "../../router";
import type { GuardContext } from "./guard-context";

/** How long a row that runs after two seconds is waited for. */
const TEST_SECONDS = 12;

/**
 * Proves that the scheduler of a router runs scripts of this user: with a row that removes itself.
 *
 * @throws InputError if the router rejects the row, or does not run it
 */
export async function proveScheduler(
  router: RouterClient,
  id: string,
  { sleep }: GuardContext,
): Promise<void> {
  const { menu, fields } = testRow(id);
  await router.add(menu, fields);
  for (let waited = 0; waited < TEST_SECONDS; waited += 1) {
    await sleep(1000);
    if (rowCalled(await rowsOf(router, menu), GUARD.test) === undefined) {
      return;
    }
  }
  await removeRows(router, menu, id);
  throw new InputError(
    `the scheduler of the router did not run a row within ${TEST_SECONDS} s, so that nothing would undo the apply: check /system/device-mode, and that the user's group has the policies read and write`,
  );
}

/**
 * Writes the rows that undo the apply, and reads them back.
 *
 * @throws InputError if they are not all there as they should be; what was written is removed then
 */
export async function arm(router: RouterClient, script: string, seconds: number, id: string): Promise<void> {
  const rows = armedRows(script, seconds, id);
  try {
    for (const { menu, fields } of rows) {
      await router.add(menu, fields);
    }
    const problems: string[] = [];
    for (const row of rows) {
      problems.push(...problemsOfArmed(row, await rowsOf(router, row.menu)));
    }
    if (problems.length > 0) {
      throw new InputError(`the guard could not be armed: ${problems.join("; ")}`);
    }
  } catch (error) {
    await disarm(router, id);
    throw error;
  }
}

/** Whether the guard is armed, has undone the apply, or is not there. */
export async function guardState(router: RouterClient, id: string): Promise<"armed" | "undone" | "absent"> {
  if (isUndone(await rowsOf(router, "/system/script"))) {
    return "undone";
  }
  const row = rowCalled(await rowsOf(router, "/system/scheduler"), GUARD.name);
  return row?.["comment"]?.endsWith(` ${id}`) === true ? "armed" : "absent";
}

/** Removes the rows of this guard, those that run first; false if the apply was undone meanwhile, or rows are left. */
export async function disarm(router: RouterClient, id: string): Promise<boolean> {
  for (const menu of GUARD_MENUS) {
    await removeRows(router, menu, id);
  }
  const left: Fields[] = [];
  for (const menu of GUARD_MENUS) {
    left.push(...guardRowsIn(await rowsOf(router, menu)));
  }
  return left.length === 0;
}

/** The timed row comes after that of the startup in the menu, and is due first. */
async function removeRows(router: RouterClient, menu: string, id: string): Promise<void> {
  const own = guardRowsIn(await rowsOf(router, menu)).filter(({ comment }) => comment?.endsWith(` ${id}`));
  for (const row of [...own].reverse()) {
    await router.remove(menu, row[".id"] ?? "");
  }
}

async function rowsOf(router: RouterClient, menu: string): Promise<readonly Fields[]> {
  return (await router.rows([menu])).get(menu) ?? [];
}

const rowCalled = (rows: readonly Fields[], name: string): Fields | undefined =>
  rows.find((row) => row["name"] === name);
