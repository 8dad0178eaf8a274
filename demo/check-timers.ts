import { HURRIED_CHECKS } from "../lab/hurried-checks";
import type { RouterLogin } from "../lib/cli/router-login";
import { say, step } from "./print-progress";
import { setRow } from "./rest-client";

const MENU = "routing/settings";

/** Has the router check its gateways more often than it does by itself, over REST, and says so. */
export async function hurryGatewayChecks(login: RouterLogin): Promise<void> {
  await step("hurrying the gateway checks, over REST", () => setRow(login, MENU, HURRIED_CHECKS));
  const words = Object.entries(HURRIED_CHECKS).map(([name, value]) => `${name}=${value}`);
  say(`  /${MENU} set`);
  say(`    ${words.join(" ")}`);
}

/** How the timers of the lab compare with a router's own. */
export const TIMERS_COMPARED = [
  "  Here a gateway is asked every 200 ms and is dead after two silences. By itself a router asks every 10 s",
  "  and waits 1 s for an answer, so that a dead gateway is noticed 11 to 21 s later.",
].join("\n");
