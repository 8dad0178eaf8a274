import { GUARD } from "../../../routeros/guard-names";
import { GUARD_MENUS, guardRowsIn, isUndone } from "../../../state/guard/guard-rows";
import { isEarlier, menusIn, recoveredState } from "../../../state/guard/recovered-state";
import { InputError } from "../../input";
import { RouterClient } from "../../router";
import { loginFrom } from "../../router-login";
import { stackFolder } from "../../stack-folder";
import { STATUS, type Terminal } from "../../terminal";
import { Terraform } from "../../terraform";
import { forgetState, keptState } from "./saved-state";

/** Brings the state back to what the router has after an undo, so that the next plan is the plan that was undone. */
export async function recoverState(
  stack: string,
  environment: NodeJS.ProcessEnv,
  { out }: Terminal,
): Promise<number> {
  const folder = stackFolder(stack);
  const router = new RouterClient(loginFrom(environment));
  const rows = await router.rows([...GUARD_MENUS]);
  const guards = [...rows.values()].flatMap(guardRowsIn);
  const hasRun = isUndone(rows.get("/system/script") ?? []);
  if (!hasRun && guards.length > 0) {
    throw new InputError("a guard is armed on the router: wait until it has undone its apply");
  }
  const before = keptState(folder, environment);
  if (before === undefined) {
    throw new InputError(
      `there is nothing to recover in ${folder}: it has no routeros-state-guard.tfstate, which guard writes beside the provider; run recover in the folder in which guard ran`,
    );
  }
  if (before.trim() !== "") {
    await storeRecovered(new Terraform(folder, environment), before, router, out);
  }
  const script = (rows.get("/system/script") ?? []).find(({ name }) => name === GUARD.name);
  if (script !== undefined) {
    await router.remove("/system/script", script[".id"] ?? "");
  }
  forgetState(folder, environment);
  out("The state is what it was before the apply. The next plan is the plan that was undone.\n");
  return STATUS.fine;
}

async function storeRecovered(
  terraform: Terraform,
  before: string,
  router: RouterClient,
  out: Terminal["out"],
): Promise<void> {
  const now = await terraform.storedState();
  if (!isEarlier(before, now)) {
    throw new InputError(
      "the state is of another lineage, or older than the state that was kept: nothing was changed",
    );
  }
  const { text, found, missing } = recoveredState(before, now, await router.rows(menusIn(before)));
  if (missing.length > 0) {
    throw new InputError(
      `nothing was changed, because the router has no row, or several, for ${missing.join(", ")}: run routeros-state check`,
    );
  }
  await terraform.storeState(text);
  for (const { address, id } of found) {
    out(`${address}: its row was added again, and is ${id} now\n`);
  }
}
