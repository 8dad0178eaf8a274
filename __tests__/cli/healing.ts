import type { LabRouter } from "../../lab/router";
import { Balancing, HashPolicy, HealthCheck, Otherwise, Wan } from "../../lib";
import { contentOf } from "../deploy/lab";
import { article, wlan1 } from "../synth/synthesize";
import { type StateDeployment, withStateLab } from "./state-lab";

/** A row of each kind. */
export const gateway = {
  ...article,
  wans: [Wan.static(wlan1)],
  healthCheck: HealthCheck.arp(),
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
  dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }] },
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }],
};

/** The resources of the gateway: 7 of the WAN, 1 of the LAN, 2 of DNS, 2 of the pin, the hash policy. */
export const ROWS = 7 + 1 + 2 + 2 + 1;

/** What a faultless apply of the gateway leaves on a router. */
export async function contentMade(): Promise<ReturnType<typeof contentOf>> {
  let made: ReturnType<typeof contentOf> = {};
  await withStateLab(async (router, terraform) => {
    terraform.writeGateway(gateway);
    expect(await terraform.apply(1)).toMatchObject({ ok: true });
    expect(router.faults.writes).toBe(ROWS);
    made = contentOf(router);
  });
  return made;
}

/** Heals, and expects that nothing is found afterwards. */
export async function heal(k: number, terraform: StateDeployment): Promise<void> {
  const { status, out } = await terraform.state("heal", ["--yes"]);
  expect([k, status, status === 0 || out]).toEqual([k, 0, true]);
}

/** Applies what is left to do; then router and state agree, and no plan has anything to change. */
export async function finish(k: number, router: LabRouter, terraform: StateDeployment, content: unknown) {
  expect([k, (await terraform.apply(1)).ok]).toEqual([k, true]);
  expect([k, contentOf(router)]).toEqual([k, content]);
  expect([k, await terraform.isSettled()]).toEqual([k, true]);
  expect([k, (await terraform.state("check")).status]).toEqual([k, 0]);
}
