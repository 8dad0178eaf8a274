import { findingsOf } from "../../state/state-findings";
import { STATUS } from "../terminal";
import { findingText } from "./finding-text";
import { findingsJson } from "./findings-json";
import { type ReadingOptions, readBoth } from "./read-both";
import { headerText } from "./row-text";

/** Options of `routeros-state check`. */
export interface CheckOptions extends ReadingOptions {
  /** The name in `/system/identity` that the router must have. */
  readonly identity?: string;
  /** Whether the report is JSON. */
  readonly json?: boolean;
}

/** Compares the router with the state of a stack, without the provider; changes nothing. */
export async function checkStack(
  stackName: string,
  options: CheckOptions,
  environment: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<number> {
  const reading = await readBoth(stackName, options, environment);
  const findings = findingsOf(reading.stack, reading.rows);
  const isWrongRouter = options.identity !== undefined && options.identity !== reading.identity.identity;
  if (options.json === true) {
    say(JSON.stringify(findingsJson(reading, findings, isWrongRouter), null, 2));
  } else {
    say(headerText(reading));
    say(findingText(findings));
    if (isWrongRouter) {
      say(`The router is not "${options.identity}", but "${reading.identity.identity}".`);
    }
  }
  return findings.all.length > 0 || isWrongRouter ? STATUS.findings : STATUS.fine;
}
