import { type DesignContext, ownedByGateway, ownedByWan } from "../design-context";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { nextHop } from "../wan/wan-routes";
import { probeTargetsOfWan } from "./health-check-of-wan";

/** The rows that bind one probe target to its WAN. */
export interface ProbeTargetDesign {
  readonly target: string;
  /** The host route through the WAN: the WAN's default routes are resolved by it. */
  readonly route: RowSpec<"/ip/route">;
  /** What stops pings to the probe target from leaving by another WAN while the host route is inactive. */
  readonly blackhole: RowSpec<"/ip/route">;
}

/** Binds the probe targets of a WAN to it. */
export function designProbeTargets(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): readonly ProbeTargetDesign[] {
  return probeTargetsOfWan(wan, context.description).map((target) => {
    const toTarget = {
      "dst-address": `${target}/32`,
      "routing-table": "main",
      "target-scope": 10,
      "check-gateway": "none",
    } as const;
    const blackhole = rowSpec(
      "/ip/route",
      [wan.name, "probe-blackhole", target],
      {
        ...toTarget,
        gateway: "",
        blackhole: true,
        distance: 254,
        // Beyond the target-scope of the default routes, or it would resolve their gateway.
        scope: 30,
        // It stays while its WAN is disabled: the probe target proves no other WAN alive.
        ...ownedByGateway(context, wan.routerName, `probe-blackhole:${target}`),
      },
      after,
    );
    const route = rowSpec(
      "/ip/route",
      [wan.name, "probe-route", target],
      {
        ...toTarget,
        gateway: nextHop(wan, context),
        distance: 1,
        scope: 10,
        ...ownedByWan(context, wan, `probe-route:${target}`),
      },
      [blackhole],
    );
    return Object.freeze({ target, route, blackhole });
  });
}
