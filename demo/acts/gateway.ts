import type { RouterLogin } from "../../lib/cli/router-login";
import { ARTICLE } from "../article-sections";
import type { Deployment } from "../deployment";
import { drawGateway } from "../drawing";
import { pictureOf } from "../gateway-picture";
import { heading, say, step } from "../print-progress";
import { readHashPolicy, readRows } from "../router-rows";
import { drawSection } from "../tables";

/** The rows on the router beside the article's sections, and the gateway they make. */
export async function showGateway(deployment: Deployment, login: RouterLogin): Promise<void> {
  const [rows, managed, hashPolicy] = await step("reading the router's rows", async () => [
    await readRows(login),
    await deployment.managedIds(),
    await readHashPolicy(login),
  ]);
  heading("The article, section by section, and the rows on the router");
  for (const section of ARTICLE) {
    say(`\n${drawSection(section, rows, managed)}`);
  }
  heading("The gateway, drawn from these rows");
  say(`\n${drawGateway(pictureOf(rows, managed, hashPolicy))}`);
}
