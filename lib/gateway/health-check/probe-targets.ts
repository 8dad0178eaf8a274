import { MAIN_TABLE } from "../../routeros/route-fields";
import type { WanContext } from "../design-context";
import type { RowSpec } from "../row-spec";
import { probeTargetsOfWan } from "./health-check";

/** The rows that bind one probe target to its WAN. */
export interface ProbeTargetDesign {
  readonly target: string;
  /** The host route through the WAN. It resolves the gateway of the WAN's default routes. */
  readonly route: RowSpec<"/ip/route">;
  /** Discards pings to the probe target while the host route is inactive, so they do not leave by another WAN. */
  readonly blackhole: RowSpec<"/ip/route">;
}

/** Designs the rows that bind the probe targets of a WAN to it. */
export function designProbeTargets(context: WanContext): readonly ProbeTargetDesign[] {
  const { nextHop: gateway } = context;
  return gateway === undefined
    ? []
    : probeTargetsOfWan(context.wan, context.description).map((target) =>
        bindToWan(target, gateway, context),
      );
}

function bindToWan(target: string, gateway: string, context: WanContext): ProbeTargetDesign {
  const toTarget = {
    "dst-address": `${target}/32`,
    "routing-table": MAIN_TABLE,
    "target-scope": 10,
    "check-gateway": "none",
  } as const;
  const blackhole = context.row(
    "/ip/route",
    {
      path: ["probe-blackhole", target],
      stages: ["probe blackholes"],
      // It stays enabled while its WAN is disabled: the probe target must not prove another WAN alive.
      disabled: context.gateway.disabled,
    },
    {
      ...toTarget,
      gateway: "",
      blackhole: true,
      distance: 254,
      // Greater than the target-scope of the default routes, or it would resolve their gateway.
      scope: 30,
    },
  );
  const route = context.row(
    "/ip/route",
    { path: ["probe-route", target], stages: ["probe routes"], after: [blackhole] },
    { ...toTarget, gateway, distance: 1, scope: 10 },
  );
  return Object.freeze({ target, route, blackhole });
}
