import { readFileSync } from "node:fs";
import { join } from "node:path";

const listing = (name: string): string => readFileSync(join(__dirname, "../article", `${name}.tf`), "utf8");

/** A configuration to plan: what stands on the router before, if anything, and what is planned. */
export interface Configuration {
  readonly standing?: string;
  readonly planned: string;
}

/** What Terraform and OpenTofu both plan, by the name of the kept plan. */
export const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  literal: { planned: listing("literal") },
  corrected: { planned: listing("corrected") },
  // Rows that change in place, that are replaced, and that go.
  change: {
    standing: listing("corrected"),
    planned: listing("corrected")
      .replace('gateway = "10.112.0.1"', 'gateway = "10.112.0.254"')
      .replace('name     = "to_${each.key}"', 'name     = "by_${each.key}"')
      .replace(/resource "routeros_ip_firewall_mangle" "input" .*?\n\}\n/s, ""),
  },
};
