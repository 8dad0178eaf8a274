import { toMatchFile } from "jest-file-snapshot";
import type { LabRouter } from "../../lab/router";
import { RestClient } from "../lab/rest-client";
import { Terraform, withTerraform } from "../terraform";
import { CASES, caseFile, caseText } from "./cases";
import { canonicalPlan, withoutActivity } from "./golden/canonical";

expect.extend({ toMatchFile });

const PORTS = ["ether1", "ether2", "ether3", "ether4", "ether5"];

/** A change that somebody made on the router after the first apply. */
interface MadeByHand {
  readonly method: string;
  readonly path: string;
  readonly body: object;
}

test.each(CASES)("the real provider plans %s as is kept", (name) =>
  withTerraform(Terraform, (router, terraform) => plan(name, router, terraform), { interfaces: PORTS }),
);

test.each(CASES.filter((name) => caseText(name, "cured.tf") !== undefined))(
  "the real provider plans the cure of %s as is kept",
  (name) =>
    withTerraform(Terraform, (router, terraform) => plan(name, router, terraform, "cured"), {
      interfaces: PORTS,
    }),
);

async function plan(
  name: string,
  router: LabRouter,
  terraform: Terraform,
  kind: "main" | "cured" = "main",
): Promise<void> {
  const before = caseText(name, "before.tf");
  if (before !== undefined) {
    terraform.writeHcl(before);
    const { ok, text } = await terraform.apply(1);
    expect(ok ? "" : text).toBe("");
    await router.settled();
    // What was read of a route before the next one was made would show as drift, by chance.
    expect(await terraform.refresh()).toMatchObject({ ok: true });
    await makeByHand(router, JSON.parse(caseText(name, "hand.json") ?? "[]") as MadeByHand[]);
  }
  terraform.writeHcl(caseText(name, `${kind}.tf`) ?? "");
  const { replace = [] } = JSON.parse(caseText(name, `${kind}.json`) ?? "{}") as { replace?: string[] };
  const options = replace.map((address) => `-replace=${address}` as const);
  const json = canonicalPlan(await terraform.plannedJson(...options));
  const file = kind === "main" ? "case.plan.json" : "cured.plan.json";
  expect(withoutActivity(json)).toMatchFile(caseFile(name, file));
}

async function makeByHand(router: LabRouter, changes: readonly MadeByHand[]): Promise<void> {
  const client = new RestClient(router);
  for (const { method, path, body } of changes) {
    expect(await client.send(method, `/${path}`, body)).toMatchObject({ status: 200 });
  }
}
