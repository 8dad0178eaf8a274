import type { RouterLogin } from "../../lib/cli/router-login";
import { Failure } from "../../tools/failure";
import { changesOf, FEW, type ForeignRow, titleOf } from "../ownership";
import { heading, say, step } from "../print-progress";
import { type RowsOfMenus, readRows } from "../router-rows";

/** The rows of other people, which must be as they were. */
export async function showForeignRows(
  before: readonly ForeignRow[],
  login: RouterLogin,
): Promise<RowsOfMenus> {
  heading("The rows of somebody else");
  const after = await step("reading the router's rows", () => readRows(login));
  const changes = changesOf(before, after);
  if (changes.length > 0) {
    throw new Failure(`The rows of somebody else are not what they were: ${changes.join("; ")}.`);
  }
  if (before.length === 0) {
    say("  There were none.");
  } else if (before.length <= FEW) {
    for (const { menu, row } of before) {
      say(`  /${menu} ${titleOf(row)} is still there, unchanged`);
    }
  } else {
    say(`  All ${before.length} are still there, unchanged.`);
  }
  return after;
}
