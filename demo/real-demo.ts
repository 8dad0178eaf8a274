import type { RouterLogin } from "../lib/cli/router-login";
import { terraformEnvironment } from "../tools/terraform-environment";
import { showForeignRows } from "./acts/foreign-rows";
import { showGateway } from "./acts/gateway";
import { showReview } from "./acts/plan-review";
import { showSecondPlan } from "./acts/second-plan";
import type { Confirmation } from "./confirmation";
import { Deployment } from "./deployment";
import type { Cleanup } from "./interruption";
import { foreignRows, SHARED } from "./ownership";
import { heading, say, step } from "./print-progress";
import { mustFinish, stopCommands } from "./processes";
import type { RouterRow } from "./rest-client";
import { type RowsOfMenus, readInterfaces, readRows } from "./router-rows";
import { collisionsOf } from "./row-collisions";
import { Workspace } from "./workspace";

/** The same story on a router of the user's: nothing is changed there that was not shown and agreed to before. */
export async function demonstrateOnRealRouter(
  login: RouterLogin,
  confirmation: Confirmation,
  cleanup: Cleanup,
): Promise<void> {
  confirmation.requireAnswers();
  const environment = terraformEnvironment();
  const workspace = new Workspace();
  cleanup.add(() => leave(workspace, login));
  const deployment = new Deployment(workspace, login, environment);
  cleanup.add(stopGently);

  heading(`main.ts, planned for ${login.url}`);
  await step("node main.ts", () => deployment.synthesize());
  const plan = await step("terraform plan", () => deployment.plan());
  const [before, interfaces] = await step("reading the router's rows", async () => [
    await readRows(login),
    await readInterfaces(login),
  ]);
  say(`\n${withoutUnknowns(plan.text)}`);
  say("Values that are known only after the apply are left out above.");
  showReview(plan);
  warnOfShared(before);
  for (const collision of collisionsOf(before, interfaces, plan.changes)) {
    say(`\nMind: ${collision}`);
  }
  if (!(await confirmation.ask(`Apply exactly this plan to ${login.url}?`))) {
    say("Nothing was changed.");
    return;
  }
  await step("terraform apply", (report) => deployment.apply(report));
  await showGateway(deployment, login);
  await showSecondPlan(deployment);

  heading("And away again");
  if (!(await confirmation.ask(`Remove these rows from ${login.url}?`))) {
    return;
  }
  await step("terraform destroy", (report) => deployment.remove(report));
  const after = await showForeignRows(foreignRows(before), login);
  tellOfShared(before, after);
}

/** Keeps the workspace while rows are on the user's router, because it has their only state; else removes it. */
function leave(workspace: Workspace, login: RouterLogin): void {
  if (workspace.resources === 0) {
    workspace.remove();
    return;
  }
  say(
    `\n${workspace.resources} rows of the gateway are still on ${login.url}. Their only state is in this folder:`,
  );
  say(`  ${workspace.folder}`);
  say("Move it, whole, to where it stays: temporary folders may be cleared.");
  say("To remove the rows, type there, with the same ROS_... variables:");
  say(`  ${workspace.removalCommand}`);
}

async function stopGently(): Promise<void> {
  if (mustFinish()) {
    say("\nStopping: Terraform finishes the change it is at, and writes its state.");
  }
  await stopCommands();
}

/** The plan without the lines that say nothing. */
const withoutUnknowns = (plan: string): string =>
  plan
    .split("\n")
    .filter((line) => !line.endsWith("= (known after apply)"))
    .join("\n")
    .trim();

const sharedRow = (rows: RowsOfMenus): RouterRow => rows.get(SHARED)?.[0] ?? {};

/** Warns that the provider clears `/ip/dns` when its resource is destroyed, instead of restoring the old values. */
function warnOfShared(before: RowsOfMenus): void {
  const { servers } = sharedRow(before);
  if (!servers) {
    return;
  }
  say(`\nMind: /${SHARED} is one row for everybody. Its servers=${servers} would be replaced now,`);
  say("and cleared, not put back, when the gateway is removed.");
}

/** The command that puts back what the destroy has cleared. */
function tellOfShared(before: RowsOfMenus, after: RowsOfMenus): void {
  const [then, now] = [sharedRow(before), sharedRow(after)];
  const lost = Object.keys(then).filter((name) => name !== "cache-used" && then[name] !== now[name]);
  if (lost.length === 0) {
    return;
  }
  say(`  /${SHARED} is not what it was. To put it back:`);
  say(`    /${SHARED} set ${lost.map((name) => `${name}=${quoted(then[name] ?? "")}`).join(" ")}`);
}

/** A value of the REST API as the command line takes it. */
function quoted(value: string): string {
  if (value === "true" || value === "false") {
    return value === "true" ? "yes" : "no";
  }
  return `"${value}"`;
}
