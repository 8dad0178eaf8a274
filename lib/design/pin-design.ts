import { WhileDown } from "../props/destination-pin";
import type { Wan } from "../props/wan";
import { PINS, pinName, routingTable } from "./names";
import type { Pin } from "./pins";
import { type Placed, place } from "./placed";
import { ownedByGateway, ownedByWan, type Surroundings } from "./surroundings";
import type { Values } from "./values";
import type { WanDesign } from "./wan-design";
import { waysOut } from "./wan-routes";

/** The rows that lead one destination out of one WAN. */
export interface PinDesign {
  readonly name: string;
  /** Like the default routes of its WAN; none where a DHCP client writes those. */
  readonly routes: readonly Placed<"/ip/route">[];
  /** What leads into the table of a WAN whose gateway only its DHCP client knows. */
  readonly rule?: Placed<"/routing/rule">;
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
  return pin.whileDown !== WhileDown.BLOCK
    ? undefined
    : place(
        "/ip/route",
        [PINS, pinName(pin), "blackhole"],
        {
          "dst-address": destinationOf(pin, around.values),
          gateway: "",
          blackhole: true,
          "routing-table": pin.table,
          distance: 2,
          scope: 30,
          "target-scope": 10,
          "check-gateway": "none",
          // It stays while its WAN is disabled: that is what blocking means.
          ...ownedByGateway(around, `${wan.routerName}/pin-blackhole:${pinName(pin)}`),
        },
        after,
      );
}

/** What leads a pin out of its WAN, checked like every route of the WAN. */
export function designPin(
  pin: Pin,
  blackhole: Placed<"/ip/route"> | undefined,
  { wan, dhcpClient, policyRoutes }: WanDesign,
  around: Surroundings,
): PinDesign {
  const block = blackhole === undefined ? [] : [blackhole];
  const routes = pinRoutes(pin, wan, around, [...policyRoutes, ...block]);
  const rule = dhcpClient && pinRule(pin, wan, around, [dhcpClient, ...block]);
  return Object.freeze({
    name: pinName(pin),
    routes: Object.freeze(routes),
    rule,
    ways: Object.freeze(rule === undefined ? routes : [rule]),
    blackhole,
  });
}

function pinRoutes(
  pin: Pin,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route">[] {
  return waysOut(wan, around).map(({ suffix, row }) =>
    place(
      "/ip/route",
      [PINS, pinName(pin), "route", ...suffix],
      {
        ...row,
        "dst-address": destinationOf(pin, around.values),
        "routing-table": pin.table,
        ...ownedByWan(around, wan, [`pin:${pinName(pin)}`, ...suffix].join("/")),
      },
      after,
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
    "dst-address": destinationOf(pin, around.values),
    action: "lookup",
    table: routingTable(around.description, wan),
    ...ownedByWan(around, wan, `pin:${pinName(pin)}`),
  } as const;
  return place("/routing/rule", [PINS, pinName(pin), "rule"], row, after);
}

function destinationOf(pin: Pin, values: Values): string {
  const bare = !values.isToken(pin.destination) && !pin.destination.includes("/");
  return bare ? `${pin.destination}/32` : pin.destination;
}
