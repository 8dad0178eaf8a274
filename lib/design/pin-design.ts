import { WhileDown } from "../props/destination-pin";
import type { Wan } from "../props/wan";
import { hasBackups } from "./backup-routes";
import { PINS, pinName, routingTable } from "./names";
import type { Pin } from "./pins";
import { type Placed, place } from "./placed";
import { ownedByGateway, ownedByWan, type Surroundings } from "./surroundings";
import type { WanDesign } from "./wan-design";
import { waysOut } from "./wan-routes";

/** The rows that lead one destination out of one WAN. */
export interface PinDesign {
  readonly name: string;
  /** Like the default routes of its WAN; none where a DHCP client writes those. */
  readonly routes: readonly Placed<"/ip/route">[];
  /** What leads into the table of a WAN whose gateway only its DHCP client knows. */
  readonly rule?: Placed<"/routing/rule">;
  /** The routes and the blackhole again, in the WAN's own table, where backups would lead elsewhere; mostly none. */
  readonly policyRoutes: readonly Placed<"/ip/route">[];
  /** The routes and the rule: what relies on the pin waits for them. */
  readonly ways: readonly Placed[];
  /** What discards the destination's traffic while the WAN is down; absent where it is balanced then. */
  readonly blackhole?: Placed<"/ip/route">;
}

/** The route that discards a blocked destination's traffic when the route out of its WAN is inactive. */
export function pinBlackhole(
  pin: Pin,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route"> | undefined {
  return pin.whileDown === WhileDown.BLOCK ? blackholeIn(pin.table, "", pin, wan, around, after) : undefined;
}

/** What leads a pin out of its WAN, checked like every route of the WAN. */
export function designPin(
  pin: Pin,
  blackhole: Placed<"/ip/route"> | undefined,
  { wan, dhcpClient, policyRoutes }: WanDesign,
  around: Surroundings,
): PinDesign {
  const block = blackhole === undefined ? [] : [blackhole];
  const routes = routesIn(pin.table, "", pin, wan, around, [...policyRoutes, ...block]);
  const rule = dhcpClient && pinRule(pin, wan, around, [dhcpClient, ...block]);
  return Object.freeze({
    name: pinName(pin),
    routes: Object.freeze(routes),
    rule,
    policyRoutes: Object.freeze(
      blackhole === undefined ? [] : pinPolicyRoutes(pin, wan, around, policyRoutes),
    ),
    ways: Object.freeze(rule === undefined ? routes : [rule]),
    blackhole,
  });
}

/** A connection that has left through the WAN is looked up in the WAN's table, whose backups lead out of others. */
function pinPolicyRoutes(
  pin: Pin,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route">[] {
  if (!hasBackups(wan, around.description)) {
    return [];
  }
  const table = routingTable(around.description, wan);
  const blackhole = blackholeIn(table, "policy-", pin, wan, around, after);
  return [blackhole, ...routesIn(table, "policy-", pin, wan, around, [blackhole])];
}

/** @param prefix what tells the rows of the WAN's own table from the others */
function blackholeIn(
  table: string,
  prefix: string,
  pin: Pin,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route"> {
  const row = {
    "dst-address": around.values.destinationOf(pin.destination),
    gateway: "",
    blackhole: true,
    "routing-table": table,
    distance: 2,
    scope: 30,
    "target-scope": 10,
    "check-gateway": "none",
    // It stays while its WAN is disabled: that is what blocking means.
    ...ownedByGateway(around, `${wan.routerName}/${prefix}pin-blackhole:${pinName(pin)}`),
  } as const;
  return place("/ip/route", [PINS, pinName(pin), `${prefix}blackhole`], row, after);
}

function routesIn(
  table: string,
  prefix: string,
  pin: Pin,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route">[] {
  return waysOut(wan, around).map(({ suffix, row, tookOver }) =>
    place(
      "/ip/route",
      [PINS, pinName(pin), `${prefix}route`, ...suffix],
      {
        ...row,
        "dst-address": around.values.destinationOf(pin.destination),
        "routing-table": table,
        ...ownedByWan(around, wan, [`${prefix}pin:${pinName(pin)}`, ...suffix].join("/")),
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
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/routing/rule"> {
  const row = {
    "dst-address": around.values.destinationOf(pin.destination),
    action: "lookup",
    table: routingTable(around.description, wan),
    ...ownedByWan(around, wan, `pin:${pinName(pin)}`),
  } as const;
  return place("/routing/rule", [PINS, pinName(pin), "rule"], row, after);
}
