import { findingsOf } from "../../state/state-findings";
import { STATUS } from "../terminal";
import { findingWords } from "./finding-text";
import { findingsJson } from "./findings-json";
import { type ReadingOptions, readBoth } from "./read-both";
import { headWords } from "./row-text";

/** Options of `routeros-state check`. */
export interface CheckOptions extends ReadingOptions {
  /** The name in `/system/identity` that the router must have. */
  readonly identity?: string;
  /** Whether the report is JSON. */
  readonly json?: boolean;
}

/** Compares the router with the state of a stack, beside the provider; changes nothing. */
export async function check(
  stackName: string,
  options: CheckOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<number> {
  const reading = await readBoth(stackName, options, environment);
  const findings = findingsOf(reading.stack, reading.rows);
  const isStranger = options.identity !== undefined && options.identity !== reading.identity.identity;
  if (options.json === true) {
    say(JSON.stringify(findingsJson(reading, findings, isStranger), null, 2));
  } else {
    say(headWords(reading));
    say(findingWords(findings));
    if (isStranger) {
      say(`This is not the router "${options.identity}".`);
    }
  }
  return findings.all.length > 0 || isStranger ? STATUS.findings : STATUS.fine;
}
