import { hasBackups } from "../balancing/backup-routes";
import { type DesignContext, ownedByGateway, ownedByWan } from "../design-context";
import { PINS, pinName, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import type { WanDesign } from "../wan/wan-design";
import { egresses } from "../wan/wan-routes";
import { WhileDown } from "./destination-pin";
import type { Pin } from "./pins";

/** The rows that lead one destination out of one WAN. */
export interface PinDesign {
  readonly name: string;
  /** Like the default routes of its WAN; none where a DHCP client writes those. */
  readonly routes: readonly RowSpec<"/ip/route">[];
  /** What leads into the table of a WAN whose gateway only its DHCP client knows. */
  readonly rule?: RowSpec<"/routing/rule">;
  /** The routes and the blackhole again, in the WAN's own table, where backups would lead elsewhere; mostly none. */
  readonly policyRoutes: readonly RowSpec<"/ip/route">[];
  /** The routes and the rule: what relies on the pin waits for them. */
  readonly ways: readonly RowSpec[];
  /** What discards the destination's traffic while the WAN is down; absent where it is balanced then. */
  readonly blackhole?: RowSpec<"/ip/route">;
}

/** The route that discards a blocked destination's traffic when the route out of its WAN is inactive. */
export function pinBlackhole(
  pin: Pin,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route"> | undefined {
  return pin.whileDown === WhileDown.BLOCK ? blackholeIn(pin.table, "", pin, wan, context, after) : undefined;
}

/** What leads a pin out of its WAN, checked like every route of the WAN. */
export function designPin(
  pin: Pin,
  blackhole: RowSpec<"/ip/route"> | undefined,
  { wan, dhcpClient, policyRoutes }: WanDesign,
  context: DesignContext,
): PinDesign {
  const block = blackhole === undefined ? [] : [blackhole];
  const routes = routesIn(pin.table, "", pin, wan, context, [...policyRoutes, ...block]);
  const rule = dhcpClient && pinRule(pin, wan, context, [dhcpClient, ...block]);
  return Object.freeze({
    name: pinName(pin),
    routes: Object.freeze(routes),
    rule,
    policyRoutes: Object.freeze(
      blackhole === undefined ? [] : pinPolicyRoutes(pin, wan, context, policyRoutes),
    ),
    ways: Object.freeze(rule === undefined ? routes : [rule]),
    blackhole,
  });
}

/** A connection that has left through the WAN is looked up in the WAN's table, whose backups lead out of others. */
function pinPolicyRoutes(
  pin: Pin,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  if (!hasBackups(wan, context.description)) {
    return [];
  }
  const table = routingTable(context.description, wan);
  const blackhole = blackholeIn(table, "policy-", pin, wan, context, after);
  return [blackhole, ...routesIn(table, "policy-", pin, wan, context, [blackhole])];
}

/** @param prefix what tells the rows of the WAN's own table from the others */
function blackholeIn(
  table: string,
  prefix: string,
  pin: Pin,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route"> {
  const row = {
    "dst-address": context.values.destinationOf(pin.destination),
    gateway: "",
    blackhole: true,
    "routing-table": table,
    distance: 2,
    scope: 30,
    "target-scope": 10,
    "check-gateway": "none",
    // It stays while its WAN is disabled: that is what blocking means.
    ...ownedByGateway(context, wan.routerName, `${prefix}pin-blackhole:${pinName(pin)}`),
  } as const;
  return rowSpec("/ip/route", [PINS, pinName(pin), `${prefix}blackhole`], row, after);
}

function routesIn(
  table: string,
  prefix: string,
  pin: Pin,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  return egresses(wan, context).map(({ suffix, row, tookOver }) =>
    rowSpec(
      "/ip/route",
      [PINS, pinName(pin), `${prefix}route`, ...suffix],
      {
        ...row,
        "dst-address": context.values.destinationOf(pin.destination),
        "routing-table": table,
        ...ownedByWan(context, wan, [`${prefix}pin:${pinName(pin)}`, ...suffix].join(":")),
      },
      after,
      tookOver,
    ),
  );
}

/** While the WAN is down its table leads nowhere, and the lookup goes on to table main: balanced, or the blackhole. */
function pinRule(
  pin: Pin,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/routing/rule"> {
  const row = {
    "dst-address": context.values.destinationOf(pin.destination),
    action: "lookup",
    table: routingTable(context.description, wan),
    ...ownedByWan(context, wan, `pin:${pinName(pin)}`),
  } as const;
  return rowSpec("/routing/rule", [PINS, pinName(pin), "rule"], row, after);
}
