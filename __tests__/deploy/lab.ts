import type { LabRouter, LabRouterOptions, Values } from "../../lab/router";
import { Balancing, type EcmpMasqueradeGatewayProps, HashPolicy, Otherwise } from "../../lib";
import { article } from "../synth/synthesize";
import { withTerraform } from "../terraform";
import { IS_ALL } from "../tier";
import { Deployment } from "./deployment";
import { Device, type RouterAtHand } from "./device";
import { ReviewedDeployment } from "./reviewed-deployment";
import { withoutVerdicts } from "./router-content";

/** The menus a gateway writes to. */
const MENUS = [
  "/ip/address",
  "/ip/route",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/routing/table",
  "/ip/dns/static",
  "/ip/dns",
  "/ip/settings",
];

/** What `main.ts` deploys: the article, its DNS section, and one pinned destination. */
export const articleWithDns: EcmpMasqueradeGatewayProps = {
  ...article,
  dns: {
    servers: ["9.9.9.9", "1.1.1.1"],
    staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }],
  },
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]] }],
};

/** The same with a hash policy and a pin that blocks, so that every kind of row is there. */
export const everyKind: EcmpMasqueradeGatewayProps = {
  ...articleWithDns,
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], otherwise: Otherwise.BLOCK }],
};

/** A test of what only a lab router can do, such as to fail; against a device its name says so and it does not run. */
export const labTest = (why: string) => (Device.atHand === undefined ? test : namedSkip(`lab only: ${why}`));

/** A test that needs ports of certain names; on a device without them its name says so and it does not run. */
export function portTest(...ports: readonly string[]) {
  const there = Device.atHand?.rows("/interface").map(({ name }) => name) ?? ports;
  const missing = ports.filter((port) => !there.includes(port));
  return missing.length === 0 ? test : namedSkip(`the device has no port ${missing.join(", ")}`);
}

/** Jest names no test of a file in which none runs. */
const namedSkip = (why: string) => (name: string, _test?: unknown) => {
  process.stdout.write(`Not run: ${name} (${why})\n`);
  test.skip(`${name} (${why})`, () => {});
};

type Kind = typeof Deployment;

/** In `npm run test:all` each apply is held against the review of its plan, for which Terraform runs three times. */
const USUAL: Kind = IS_ALL ? ReviewedDeployment : Deployment;

/**
 * A router and a deployment to it for one test: a lab router of its own, or the device that `npm run test:deploy` is told
 * of, which is then left as it was found.
 */
export function withRouter(
  use: (router: RouterAtHand, terraform: Deployment) => Promise<void>,
  options?: LabRouterOptions,
  kind: Kind = USUAL,
): Promise<void> {
  const device = Device.atHand;
  if (device === undefined) {
    return withLab(use, options, kind);
  }
  return device.borrow(async () => {
    const terraform = new kind(device);
    try {
      await use(device, terraform);
    } finally {
      terraform.remove();
    }
  });
}

/** A lab router and a deployment to it for one test. */
export function withLab(
  use: (router: LabRouter, terraform: Deployment) => Promise<void>,
  options?: LabRouterOptions,
  kind: Kind = USUAL,
): Promise<void> {
  return withTerraform(kind, use, options);
}

/** {@link withRouter}, each apply held against the review of its plan, in `npm test` too. */
export function withReview(
  use: (router: RouterAtHand, terraform: Deployment) => Promise<void>,
  options?: LabRouterOptions,
): Promise<void> {
  return withRouter(use, options, ReviewedDeployment);
}

/** The resources of `everyKind`: 7 per WAN, 1 per LAN; servers, a record; a pin, its blackhole; the hash policy. */
export const EVERY_KIND = 2 * 7 + 1 + 2 + 2 + 1;

/** Everything on a router that a gateway may touch, without what only counts: ids, and the order of rows. */
export function contentOf(router: Pick<RouterAtHand, "rows">): Record<string, string[]> {
  return Object.fromEntries(
    MENUS.map((menu) => [
      menu,
      router
        .rows(menu)
        .map(({ ".id": _, ...row }) => JSON.stringify(Object.entries(withoutVerdicts(row)).sort()))
        .sort(),
    ]),
  );
}

/** The one row of a menu that holds these values. */
export function rowOf(router: RouterAtHand, menu: string, values: Values): Values {
  const found = router
    .rows(menu)
    .filter((row) => Object.entries(values).every(([name, value]) => row[name] === value));
  if (found[0] === undefined || found.length > 1) {
    throw new Error(`${found.length} rows of ${menu} hold ${JSON.stringify(values)}`);
  }
  return found[0];
}

/** Unsets a property of a row as its owner would by hand. */
export async function unset(router: RouterAtHand, menu: string, row: Values, name: string): Promise<void> {
  await command(router, `${menu}/unset`, { ".id": row[".id"] ?? "", "value-name": name });
}

/** Gives the router a command as its owner would by hand. */
export async function command(router: RouterAtHand, path: string, args: Values): Promise<void> {
  if (router instanceof Device) {
    return router.command(path, args);
  }
  const response = await fetch(`${(router as LabRouter).httpUrl}/rest${path}`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${router.username}:${router.password}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(args),
  });
  if (!response.ok) {
    throw new Error(await response.text());
  }
}
