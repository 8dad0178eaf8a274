import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Sites } from "./site";
import { SiteStack } from "./site-stack";

/** One stack per router, from one data file; `SITES` names another one. */
const file = process.env["SITES"] ?? join(__dirname, "sites.json");
const app = new App();
for (const site of (JSON.parse(readFileSync(file, "utf8")) as Sites).sites) {
  new SiteStack(app, site);
}
app.synth();
