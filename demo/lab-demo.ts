import { ARTICLE_NETWORK } from "../lab/article-network";
import { Network, networkProblem } from "../lab/network";
import type { LabRouter } from "../lab/router";
import { terraformEnvironment } from "../tools/terraform-environment";
import { showFailover } from "./acts/failover";
import { showForeignRows } from "./acts/foreign-rows";
import { showGateway } from "./acts/gateway";
import { showGuard } from "./acts/guard";
import { showReview } from "./acts/plan-review";
import { showReplies } from "./acts/replies";
import { showSecondPlan } from "./acts/second-plan";
import { showSpread } from "./acts/spread";
import { hurryGatewayChecks } from "./check-timers";
import { Deployment } from "./deployment";
import type { Cleanup } from "./interruption";
import { loginOf, operatorLogin, startLabRouter } from "./lab-target";
import { foreignRows, titleOf } from "./ownership";
import { heading, say, step } from "./print-progress";
import { stopCommands } from "./processes";
import { readRows } from "./router-rows";
import { Testbed } from "./testbed";
import { Workspace } from "./workspace";

/** The whole story on a lab router, which is started for it and ends with it; packets play in it where they can. */
export async function demonstrateOnLabRouter(cleanup: Cleanup): Promise<void> {
  const environment = terraformEnvironment();
  const workspace = new Workspace();
  cleanup.add(() => workspace.remove());
  const network = await startNetwork(cleanup);
  const router = await startRouter(cleanup, network);
  const testbed = network && (await startTraffic(cleanup, network, router));
  cleanup.add(stopCommands);

  const login = loginOf(router);
  const deployment = network
    ? new Deployment(workspace, operatorLogin(router, network), environment, network.operator.namespace.entry)
    : new Deployment(workspace, login, environment);
  const foreign = foreignRows(await step("reading the router's rows", () => readRows(login)));
  for (const { menu, row } of foreign) {
    say(`  somebody else's row: /${menu} ${titleOf(row)}`);
  }

  heading("main.ts, synthesized and planned");
  await step("node main.ts", () => deployment.synthesize());
  showReview(await step("terraform plan", () => deployment.plan()));
  heading("Applied");
  await step("cdktf deploy article", (report) => deployment.deploy(report));
  await showGateway(deployment, login);
  if (testbed !== undefined) {
    await showSpread(testbed);
    await showReplies(testbed);
    await showFailover(testbed);
    await showGuard(testbed, deployment);
  }
  await showSecondPlan(deployment);
  heading("And away again");
  await step("cdktf destroy article", (report) => deployment.destroy(report));
  await showForeignRows(foreign, login);
}

/** A network for packets; where there can be none, it is said why. */
async function startNetwork(cleanup: Cleanup): Promise<Network | undefined> {
  const problem = networkProblem();
  if (problem !== undefined) {
    say(`Without packets: ${problem}`);
    return undefined;
  }
  return step("starting a network", () => {
    const starting = Network.up(ARTICLE_NETWORK);
    cleanup.add(() =>
      starting.then(
        (network) => network.down(),
        () => {},
      ),
    );
    return starting;
  });
}

async function startRouter(cleanup: Cleanup, network?: Network): Promise<LabRouter> {
  const router = await step("starting a lab router", () => {
    const starting = startLabRouter(network);
    cleanup.add(() => starting.then((router) => router.close()).catch(() => {}));
    return starting;
  });
  if (network === undefined) {
    say(`  RouterOS ${router.version} at ${router.httpsUrl}: the REST API is real, packets are not.`);
  } else {
    const { url } = operatorLogin(router, network);
    say(`  RouterOS ${router.version} at ${url}, from the operator's place: packets go by the Linux kernel.`);
    await hurryGatewayChecks(loginOf(router));
  }
  return router;
}

async function startTraffic(cleanup: Cleanup, network: Network, router: LabRouter): Promise<Testbed> {
  const testbed = new Testbed(network, router);
  cleanup.add(() => testbed.stop());
  await step("starting the Internet", () => testbed.serve());
  return testbed;
}
