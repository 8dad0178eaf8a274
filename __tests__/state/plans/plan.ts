import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToExit } from "../../../tools/failure";
import { type Configuration, type Engine, keepPlan } from "../../kept-plan";
import { asHcl, asJson } from "./site";

/*
 * Makes the plans in this folder anew, by a real Terraform and a real OpenTofu with the real provider on lab routers:
 *
 *   npx tsx __tests__/state/plans/plan.ts /path/to/terraform /path/to/tofu
 *
 * Those that are kept are of Terraform 1.11.4 and of OpenTofu 1.10.10.
 */

/** Keeps the plan of what a changed configuration says, over a state that knows the rows as they were. */
function keep(name: string, engine: Engine, [file, before, after]: readonly string[]): Promise<void> {
  const writes =
    (text = ""): Configuration =>
    (folder) =>
      writeFileSync(join(folder, file ?? ""), text);
  return keepPlan(join(__dirname, `${name}.plan.json`), {
    engine,
    standing: writes(before),
    planned: writes(after),
    router: { interfaces: ["ether1"] },
    words: ["-refresh=false"],
  });
}

async function main(): Promise<void> {
  const [terraform = "terraform", tofu = "tofu"] = process.argv.slice(2);
  const engines: readonly Engine[] = [
    { name: "terraform", program: terraform },
    { name: "opentofu", program: tofu },
  ];
  for (const engine of engines) {
    await keep(`${engine.name}-json`, engine, asJson);
    await keep(`${engine.name}-hcl`, engine, asHcl);
  }
}

void runToExit(main);
