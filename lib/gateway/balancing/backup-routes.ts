import type { WanContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { Otherwise } from "../policies/policy";
import type { RowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { wanRoutes } from "../wan/wan-routes";
import { hasClassifierRules, keepsUsers } from "./classification";
import { byRouterName } from "./weights";

/**
 * Designs the routes that a WAN's users take while it is down: routes in its own table by each of the others.
 *
 * The others follow in the order of their names from this WAN on, lower tiers first, so a user always has one WAN. A WAN
 * whose routes a client writes is not among them: table main leads there once all others are down. Each route depends on
 * the interface and the masquerade of the WAN that it leads to.
 */
export function designBackupRoutes(context: WanContext): RowSpec<"/ip/route">[] {
  if (!hasBackups(context.wan, context.description)) {
    return [];
  }
  const after = context.order.before("backup routes");
  return othersInTurn(context).flatMap((other, i) =>
    wanRoutes(other).map(({ suffix, row, isMoved }) =>
      context.row(
        "/ip/route",
        {
          path: [`backup-route-${other.wan.routerName}`, ...suffix],
          stages: ["backup routes"],
          after: [...after, ...other.order.before("addresses")],
          isMoved,
          disabled: context.disabled || other.disabled,
        },
        { ...row, distance: i + 2, "routing-table": context.table },
      ),
    ),
  );
}

/**
 * Whether a WAN's table leads out of other WANs while the WAN is down.
 *
 * It does not if a client writes the WAN's routes and a destination must be blocked while the WAN is down: the route to
 * the destination would name a gateway that only the client knows.
 */
export function hasBackups(wan: Wan, description: GatewayDescription): boolean {
  const blocked = (description.policies ?? []).filter(({ otherwise }) => otherwise === Otherwise.BLOCK);
  const blocks =
    blocked.some(({ via }) => via.some((tier) => tier.includes(wan.name))) ||
    (description.dns?.domains ?? []).some((domain) => domain.wan === wan.name);
  return (
    keepsUsers(description) && hasClassifierRules(wan, description) && !(wan._kind.isRoutedByClient && blocks)
  );
}

function othersInTurn(context: WanContext): WanContext[] {
  const ordered = [...context.gateway.wans].sort((a, b) => byRouterName(a.wan, b.wan));
  const at = ordered.indexOf(context);
  return [...ordered.slice(at + 1), ...ordered.slice(0, at)]
    .filter(({ wan }) => !wan._kind.isRoutedByClient)
    .sort((a, b) => a.wan.tier - b.wan.tier);
}
