import { join } from "node:path";
import type { ReviewOptions } from "../../../lib/plan-review";
import type { Change } from "./changes";

/** What the plans are reviewed with: the router's version, and that somebody in the LAN applies them. */
export const OPTIONS = { routerOsVersion: "7.20.4", operator: "192.168.0.150" } satisfies ReviewOptions;

/** The file that holds the plan of a change. */
export const planFile = ({ file }: Change): string => join(__dirname, "plans", `${file}.plan.json`);

/** The file that holds what the review of that plan says. */
export const reportFile = ({ file }: Change): string => join(__dirname, "reports", `${file}.md`);
