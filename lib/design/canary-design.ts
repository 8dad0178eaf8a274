import type { Wan } from "../props/wan";
import { canariesOfWan } from "./health-design";
import { type Placed, place } from "./placed";
import { ownedByGateway, ownedByWan, type Surroundings } from "./surroundings";
import { nextHop } from "./wan-routes";

/** The rows that bind one canary to its WAN. */
export interface CanaryDesign {
  readonly canary: string;
  /** The host route through the WAN: the WAN's default routes are resolved by it. */
  readonly route: Placed<"/ip/route">;
  /** What stops pings to the canary from leaving by another WAN while the host route is inactive. */
  readonly blackhole: Placed<"/ip/route">;
}

/** Binds the canaries of a WAN to it. */
export function designCanaries(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): readonly CanaryDesign[] {
  return canariesOfWan(wan, around.description).map((canary) => {
    const toCanary = {
      "dst-address": `${canary}/32`,
      "routing-table": "main",
      "target-scope": 10,
      "check-gateway": "none",
    } as const;
    const blackhole = place(
      "/ip/route",
      [wan.name, "canary-blackhole", canary],
      {
        ...toCanary,
        gateway: "",
        blackhole: true,
        distance: 254,
        // Beyond the target-scope of the default routes, or it would resolve their gateway.
        scope: 30,
        // It stays while its WAN is disabled: the canary proves no other WAN alive.
        ...ownedByGateway(around, `${wan.routerName}/canary-blackhole/${canary}`),
      },
      after,
    );
    const route = place(
      "/ip/route",
      [wan.name, "canary-route", canary],
      {
        ...toCanary,
        gateway: nextHop(wan, around),
        distance: 1,
        scope: 10,
        ...ownedByWan(around, wan, `canary-route/${canary}`),
      },
      [blackhole],
    );
    return Object.freeze({ canary, route, blackhole });
  });
}
