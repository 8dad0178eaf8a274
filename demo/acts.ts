import { Failure } from "../tools/failure";
import { ARTICLE } from "./article-sections";
import type { Deployment } from "./deployment";
import { drawGateway } from "./drawing";
import { pictureOf } from "./gateway-picture";
import { changesOf, FEW, type ForeignRow, titleOf } from "./ownership";
import { colors, heading, say, step } from "./progress";
import type { RouterLogin } from "./router-login";
import { type RouterRows, readHashPolicy, readRows } from "./router-rows";
import { drawSection } from "./tables";

/** What the demo shows on a lab router and on a real one alike. */

/** The rows on the router beside the article's sections, and the gateway they make. */
export async function showGateway(deployment: Deployment, login: RouterLogin): Promise<void> {
  const [rows, managed, hashPolicy] = await step("reading the router's rows", async () => [
    await readRows(login),
    await deployment.managedIds(),
    await readHashPolicy(login),
  ]);
  heading("The article, section by section, and the rows on the router");
  for (const section of ARTICLE) {
    say(`\n${drawSection(section, rows, managed)}`);
  }
  heading("The gateway, drawn from these rows");
  say(`\n${drawGateway(pictureOf(rows, managed, hashPolicy))}`);
}

/** A second plan, which must be empty. */
export async function showSecondPlan(deployment: Deployment): Promise<void> {
  heading("A second plan");
  const said = await step("terraform plan", () => deployment.expectNoChanges());
  say(`  Nothing changes. Terraform: ${colors.green(`"${said}"`)}`);
}

/** The rows of other people, which must be as they were. */
export async function showForeignRows(
  before: readonly ForeignRow[],
  login: RouterLogin,
): Promise<RouterRows> {
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
