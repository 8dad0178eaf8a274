import { join } from "node:path";

/** The states of one router in the order in which they are applied, each a folder with `before.tf`, `main.tf` and a plan. */
export const STATES = ["base", "firewall", "nat", "routing"] as const;

/** A file of a state; of the site, where no state is given. */
export const stateFile = (file: string, state = ""): string => join(__dirname, "terragrunt", state, file);
