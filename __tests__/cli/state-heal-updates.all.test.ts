import type { LabRouter } from "../../lab/router";
import { NOTHING_DONE, upTo } from "../deploy/faults";
import { type contentOf, rowOf, unset } from "../deploy/lab";
import { contentMade, finish, gateway, heal, ROWS } from "./healing";
import { withStateLab } from "./state-lab";

let made: ReturnType<typeof contentOf>;
beforeAll(async () => {
  made = await contentMade();
});

/** The menus whose rows have comments. */
const COMMENTED = [
  "/ip/address",
  "/routing/table",
  "/ip/route",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/ip/dns/static",
];

/** Takes off by hand what the provider then no longer sees. */
async function strip(router: LabRouter): Promise<void> {
  for (const menu of COMMENTED) {
    for (const row of router.rows(menu).filter(({ dynamic }) => dynamic !== "true")) {
      router.set(menu, row[".id"], { comment: "" });
    }
  }
  const route = rowOf(router, "/ip/route", { "routing-table": "to_wlan1" });
  await unset(router, "/ip/route", route, "check-gateway");
  const rule = rowOf(router, "/ip/firewall/mangle", { chain: "input" });
  await unset(router, "/ip/firewall/mangle", rule, "in-interface");
}

test("an update of rows whose fields were taken off, and whose k-th write ends in a fault, is healed, for every k", async () => {
  await withStateLab(async (router, terraform) => {
    terraform.writeGateway(gateway);
    await terraform.apply(1);
    // All but the hash policy and the servers, which have no comment to change.
    for (const k of upTo(ROWS - 2)) {
      let comment = "";
      for (const fault of [...NOTHING_DONE, "drop-after"] as const) {
        comment = `after-${fault}-${k}`;
        await strip(router);
        terraform.writeGateway({ ...gateway, comment });
        router.faults.onWrite(k, fault);
        expect([k, fault, (await terraform.apply(1)).ok]).toEqual([k, fault, false]);
        await heal(k, terraform);
      }
      const renamed = JSON.parse(JSON.stringify(made).replaceAll("gateway/", `${comment}/`));
      await finish(k, router, terraform, renamed);
    }
  });
});
