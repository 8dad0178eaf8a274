import type { Deployment } from "../deployment";
import { colors, heading, say, step } from "../print-progress";

/** A second plan, which must be empty. */
export async function showSecondPlan(deployment: Deployment): Promise<void> {
  heading("A second plan");
  const said = await step("terraform plan", () => deployment.expectNoChanges());
  say(`  Nothing changes. Terraform: ${colors.green(`"${said}"`)}`);
}
