import { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import { IpSettings } from "@cdktf/provider-routeros/lib/ip-settings";
import { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import { readPlan, review } from "../../lib/plan-review";
import { rowOf, withRouter } from "./lab";

/* What `lib/gateway/terraform/provider-quirks.ts` and docs/troubleshooting.md are about: each test fails when the provider is mended. */

test("a singleton's plan resets what the configuration leaves out, unless it is ignored", async () => {
  await withRouter(async (router, terraform) => {
    router.set("/ip/settings", undefined, { "accept-redirects": "yes" });
    terraform.write((stack) => {
      new IpSettings(stack, "settings", { ipv4MultipathHashPolicy: "l4" });
    });
    await terraform.apply();
    expect(rowOf(router, "/ip/settings", {})["accept-redirects"]).toBe("true");
    expect(await terraform.isSettled()).toBe(false);
    await terraform.apply();
    expect(rowOf(router, "/ip/settings", {})["accept-redirects"]).toBe("false");
  });
});

test("a blackhole's flag is read back as false and planned for ever, unless it is ignored", async () => {
  await withRouter(async (router, terraform) => {
    terraform.write((stack) => {
      new IpRoute(stack, "blackhole", { dstAddress: "203.0.113.80/32", gateway: "", blackhole: true });
    });
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(rowOf(router, "/ip/route", { "dst-address": "203.0.113.80/32" }).blackhole).toBe("");
    expect(await terraform.isSettled()).toBe(false);
  });
});

test("a plan without a refresh replaces a table that was just made, for its fib", async () => {
  await withRouter(async (_, terraform) => {
    terraform.write((stack) => {
      new RoutingTable(stack, "table", { name: "to_wlan1", fib: true });
    });
    await terraform.apply();
    const { findings } = review([readPlan(await terraform.plannedJson("-refresh=false"), "plan.json")]);
    expect(findings).toMatchObject([{ id: "table-fib-stale" }]);
    expect(await terraform.isSettled()).toBe(true);
  });
});
