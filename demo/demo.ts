import { Command } from "commander";
import { underRoot } from "../lab/network";
import { runToExit } from "../tools/failure";
import { installMissing } from "../tools/install-programs";
import { NETWORK_PROGRAMS } from "../tools/system-programs";
import { Confirmation } from "./confirmation";
import { Cleanup } from "./interruption";
import { demonstrateOnLabRouter } from "./lab-demo";
import { say } from "./print-progress";
import { demonstrateOnRealRouter } from "./real-demo";
import { realRouterIn, unusedIn } from "./real-router";

/** `npm run demo`: the article's gateway from `main.ts` to a router, looked at, and taken away again. */

interface Options {
  /** Answers every question before it is asked. */
  readonly yes: boolean;
}

const DESCRIPTION = [
  "Deploys the gateway of main.ts, shows its rows, plans again, and removes it.",
  "Without ROS_HOSTURL it starts a lab router of its own for that, and on Linux a network around it, so that packets show what the rows do.",
  "With ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD and ROS_CA_CERTIFICATE it works on that router, and asks before it applies and before it removes.",
].join("\n\n");

async function demo({ yes }: Options): Promise<void> {
  const login = realRouterIn(process.env);
  if (login === undefined) {
    await installMissing(NETWORK_PROGRAMS, "the demo sends packets through network namespaces");
    await underRoot();
  }
  const unused = login === undefined ? unusedIn(process.env) : [];
  if (unused.length > 0) {
    say(`Without ROS_HOSTURL a lab router is used; ${unused.join(", ")} would be for a router of yours.`);
  }
  const cleanup = new Cleanup();
  await cleanup.after(() =>
    login === undefined
      ? demonstrateOnLabRouter(cleanup)
      : demonstrateOnRealRouter(login, new Confirmation(yes), cleanup),
  );
}

void runToExit(async () => {
  await new Command("demo")
    .description(DESCRIPTION)
    .option("--yes", "on a real router: apply, and remove again, without asking", false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .action(demo)
    .parseAsync();
});
