import type { LabRouter } from "../../lab/router";
import { Balancing, HashPolicy, HealthCheck, Wan, WhileDown } from "../../lib";
import { NOTHING_DONE, upTo } from "../deploy/faults";
import { contentOf, rowOf, unset } from "../deploy/lab";
import { article, wlan1 } from "../synth/synthesize";
import { type StateDeployment, withStateLab } from "./state-lab";

jest.setTimeout(600_000);

/** A row of each kind. */
const gateway = {
  ...article,
  wans: [Wan.static(wlan1)],
  healthCheck: HealthCheck.arp(),
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
  dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }] },
  destinationPins: [{ destination: "203.0.113.80", wan: "wlan1", whileDown: WhileDown.BLOCK }],
};

/** The resources of the gateway: 7 of the WAN, 1 of the LAN, 2 of DNS, 2 of the pin, the hash policy. */
const ROWS = 7 + 1 + 2 + 2 + 1;

let made: ReturnType<typeof contentOf>;
beforeAll(() =>
  withStateLab(async (router, terraform) => {
    terraform.writeGateway(gateway);
    expect(await terraform.apply(1)).toMatchObject({ ok: true });
    made = contentOf(router);
    expect(router.faults.writes).toBe(ROWS);
  }),
);

/** Heals, and expects that nothing is found afterwards. */
async function heal(k: number, terraform: StateDeployment): Promise<void> {
  const { status, out } = await terraform.state("heal", ["--yes"]);
  expect([k, status, status === 0 || out]).toEqual([k, 0, true]);
}

/** Applies what is left to do; then router and state agree, and no plan has anything to change. */
async function finish(k: number, router: LabRouter, terraform: StateDeployment, content: unknown) {
  expect([k, (await terraform.apply(1)).ok]).toEqual([k, true]);
  expect([k, contentOf(router)]).toEqual([k, content]);
  expect([k, await terraform.isSettled()]).toEqual([k, true]);
  expect([k, (await terraform.state("check")).status]).toEqual([k, 0]);
}

describe("an apply that creates, and whose k-th write", () => {
  test("ends in faults that leave nothing, leaves nothing to heal, for every k", async () => {
    for (const k of upTo(ROWS)) {
      await withStateLab(async (router, terraform) => {
        terraform.writeGateway(gateway);
        for (const [i, fault] of NOTHING_DONE.entries()) {
          router.faults.onWrite(i === 0 ? k : 1, fault);
          expect([k, fault, (await terraform.apply(1)).ok]).toEqual([k, fault, false]);
        }
        const { writes } = router.faults;
        await heal(k, terraform);
        expect([k, router.faults.writes]).toEqual([k, writes]);
        await finish(k, router, terraform, made);
      });
    }
  });

  test("is done, and its reply lost, is healed at once, for every k", async () => {
    for (const k of upTo(ROWS)) {
      await withStateLab(async (router, terraform) => {
        terraform.writeGateway(gateway);
        router.faults.onWrite(k, "drop-after");
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, false]);
        await heal(k, terraform);
        await finish(k, router, terraform, made);
      });
    }
  });

  test.each([
    "/ip/address",
    "/routing/table",
    "/ip/firewall/nat",
    "/ip/firewall/mangle",
    "/ip/route",
    "/ip/dns/static",
  ])("made a row of %s whose reply was lost, is healed after one more apply", async (menu) => {
    await withStateLab(async (router, terraform) => {
      terraform.writeGateway(gateway);
      router.faults.onWriteTo(menu, "drop-after");
      expect((await terraform.apply(1)).ok).toBe(false);
      // Refused for a row that is there already, or done with a second copy of it.
      await terraform.apply(1);
      await heal(1, terraform);
      await finish(1, router, terraform, made);
    });
  });
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
