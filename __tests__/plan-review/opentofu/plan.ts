import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToExit } from "../../../tools/failure";
import { PROVIDER } from "../../../tools/pinned-provider";
import { type Configuration, type Engine, keepPlan } from "../../kept-plan";
import { CONFIGURATIONS } from "./configurations";

/*
 * Makes the plans in this folder anew, by a real OpenTofu with the real provider on lab routers:
 *
 *   npx tsx __tests__/plan-review/opentofu/plan.ts /path/to/tofu
 *
 * Those that are kept are of OpenTofu 1.10.6, which `go build ./cmd/tofu` makes of its Go module. Those of
 * 1.12.6 were reviewed alike.
 */

const engine: Engine = { name: "opentofu", program: process.argv[2] ?? "tofu" };

const REQUIREMENT = `
terraform {
  required_providers {
    routeros = {
      source  = "${PROVIDER.source}"
      version = "${PROVIDER.version}"
    }
  }
}
`;
const PROVIDER_BLOCK = `
provider "routeros" {}
`;

/** A configuration of the provider's one router. */
const site =
  (text: string): Configuration =>
  (folder) => {
    writeFileSync(join(folder, "versions.tf"), REQUIREMENT);
    writeFileSync(join(folder, "main.tf"), PROVIDER_BLOCK + text);
  };

/** The configuration of several routers in the folder beside. */
const sites: Configuration = (folder) => {
  writeFileSync(join(folder, "versions.tf"), REQUIREMENT);
  cpSync(join(__dirname, "sites"), folder, { recursive: true });
};

async function main(): Promise<void> {
  const file = (name: string): string => join(__dirname, `${name}.plan.json`);
  for (const [name, { standing, planned }] of Object.entries(CONFIGURATIONS)) {
    await keepPlan(file(name), {
      engine,
      standing: standing === undefined ? undefined : site(standing),
      planned: site(planned),
    });
  }
  await keepPlan(file("sites"), { engine, planned: sites });
}

void runToExit(main);
