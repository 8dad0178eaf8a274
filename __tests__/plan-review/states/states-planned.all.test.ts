import { readFileSync } from "node:fs";
import { toMatchFile } from "jest-file-snapshot";
import { LabRouter } from "../../../lab/router";
import { Terraform } from "../../terraform";
import { canonicalPlan, withoutActivity } from "../golden/canonical";
import { STATES, stateFile } from "./states";

expect.extend({ toMatchFile });

const hcl = (file: string, state: string): string => readFileSync(stateFile(file, state), "utf8");

test("the real provider plans the four states of one router as is kept", async () => {
  const router = await LabRouter.start({ interfaces: ["ether1", "ether2", "ether3", "ether4"] });
  const states = STATES.map((state) => ({ state, terraform: new Terraform(router) }));
  try {
    for (const { state, terraform } of states) {
      terraform.writeHcl(hcl("before.tf", state));
      const { ok, text } = await terraform.apply(1);
      expect(ok ? "" : text).toBe("");
    }
    for (const { state, terraform } of states) {
      expect(await terraform.refresh()).toMatchObject({ ok: true });
      terraform.writeHcl(hcl("main.tf", state));
      const plan = canonicalPlan(await terraform.plannedJson());
      expect(withoutActivity(plan)).toMatchFile(stateFile("state.plan.json", state));
    }
  } finally {
    for (const { terraform } of states) {
      terraform.remove();
    }
    await router.close();
  }
});
