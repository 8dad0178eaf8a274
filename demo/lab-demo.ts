import type { LabRouter } from "../lab/router";
import { terraformEnvironment } from "../tools/terraform-environment";
import { showForeignRows, showGateway, showSecondPlan } from "./acts";
import { Deployment } from "./deployment";
import type { Cleanup } from "./interruption";
import { loginOf, startLabRouter } from "./lab-target";
import { foreignRows, titleOf } from "./ownership";
import { stopCommands } from "./processes";
import { heading, say, step } from "./progress";
import { readRows } from "./router-rows";
import { Workspace } from "./workspace";

/** The whole story on a lab router, which is started for it and ends with it. */
export async function demonstrateOnLabRouter(cleanup: Cleanup): Promise<void> {
  const environment = terraformEnvironment();
  const workspace = new Workspace();
  cleanup.add(() => workspace.remove());
  const starting = startLabRouter();
  cleanup.add(() => starting.then((router) => router.close()).catch(() => {}));
  const router = await step("starting a lab router", () => starting);
  cleanup.add(stopCommands);
  introduce(router);

  const login = loginOf(router);
  const deployment = new Deployment(workspace, login, environment);
  const foreign = foreignRows(await step("reading the router's rows", () => readRows(login)));
  for (const { menu, row } of foreign) {
    say(`  somebody else's row: /${menu} ${titleOf(row)}`);
  }

  heading("main.ts, synthesized, planned and applied");
  await step("cdktf deploy article", (report) => deployment.deploy(report));
  await showGateway(deployment, login);
  await showSecondPlan(deployment);
  heading("And away again");
  await step("cdktf destroy article", (report) => deployment.destroy(report));
  await showForeignRows(foreign, login);
}

function introduce(router: LabRouter): void {
  say(`  RouterOS ${router.version} at ${router.httpsUrl}: the REST API is real, packets are not.`);
}
