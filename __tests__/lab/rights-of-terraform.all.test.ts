import type { LabRouter } from "../../lab/router";
import { type Resources, type RouterAccess, Terraform, withTerraform } from "../terraform";

const users = [
  { name: "planner", password: "p", policy: "read,api,rest-api" },
  { name: "reader", password: "p", policy: "read,api,rest-api,sensitive" },
  { name: "applier", password: "p", policy: "read,write,api,rest-api" },
  { name: "old-recipe", password: "p", policy: "read,write,rest-api" },
];
const as = (router: LabRouter, username: string): RouterAccess => ({
  username,
  password: "p",
  httpsUrl: router.httpsUrl,
  caCertificateFile: router.caCertificateFile,
});
const dsl: Resources = {
  routeros_interface_pppoe_client: {
    dsl: { name: "dsl", interface: "wlan1", user: "u", password: "hunter2", disabled: false },
  },
};

const path = "/interface/pppoe-client";
const CHANGE_OF_PASSWORD = /~ password += \(sensitive value\)\n +# \(\d+ unchanged attributes hidden\)/;

/** A router with a PPPoE client that its first user has deployed. */
const withClient = (use: (router: LabRouter, terraform: Terraform) => Promise<void>) =>
  withTerraform(
    Terraform,
    async (router, terraform) => {
      terraform.writeResources(dsl);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      await use(router, terraform);
    },
    { users },
  );

test("a user who only reads can plan, and can change nothing", async () => {
  await withClient(async (router, terraform) => {
    const before = router.rows(path);
    terraform.pointAt(as(router, "reader"));
    expect(await terraform.isSettled()).toBe(true);
    terraform.writeResources({
      ...dsl,
      routeros_ip_address: { a: { address: "10.0.0.1/24", interface: "wlan2" } },
    });
    const { ok, text } = await terraform.apply();
    expect([ok, text]).toEqual([false, expect.stringContaining("not enough permissions (9)")]);
    expect(await terraform.destroy()).toMatchObject({
      ok: false,
      text: expect.stringContaining("missing or invalid resource identifier"),
    });
    expect([router.rows(path), router.rows("/ip/address")]).toEqual([before, []]);
  });
});

test("without sensitive each plan shows a change of the password that is none, and an apply writes the same one again", async () => {
  await withClient(async (router, terraform) => {
    terraform.pointAt(as(router, "planner"));
    const planned = await terraform.apply();
    expect([planned.ok, planned.text]).toEqual([false, expect.stringMatching(CHANGE_OF_PASSWORD)]);
    terraform.pointAt(as(router, "applier"));
    const applied = await terraform.apply();
    expect([applied.ok, applied.text]).toEqual([true, expect.stringMatching(CHANGE_OF_PASSWORD)]);
    expect(router.rows(path)).toEqual([expect.objectContaining({ name: "dsl", password: "hunter2" })]);
    expect(await terraform.isSettled()).toBe(false);
    // Who may read the password finds nothing to do, also with the state that the others have left.
    terraform.pointAt(as(router, "reader"));
    expect(await terraform.isSettled()).toBe(true);
  });
});

test("the group that older recipes make, without api, cannot even plan", async () => {
  await withClient(async (router, terraform) => {
    terraform.pointAt(as(router, "old-recipe"));
    const { ok, text } = await terraform.apply();
    expect([ok, text]).toEqual([false, expect.stringContaining("std failure: not allowed (9)")]);
  });
});
