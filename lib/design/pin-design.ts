import { type DestinationPin, WhileDown } from "../props/destination-pin";
import type { Wan } from "../props/wan";
import { PINS, pinName } from "./names";
import { type Placed, place } from "./placed";
import { ownedByGateway, ownedByWan, type Surroundings } from "./surroundings";
import type { Values } from "./values";
import type { WanDesign } from "./wan-design";

/** The rows that lead one destination out of one WAN. */
export interface PinDesign {
  readonly name: string;
  readonly route: Placed<"/ip/route">;
  /** What discards the destination's traffic while the WAN is down; absent where it is balanced then. */
  readonly blackhole?: Placed<"/ip/route">;
}

/** The route that discards a blocked destination's traffic when the route out of its WAN is inactive. */
export function pinBlackhole(
  pin: DestinationPin,
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
          "routing-table": "main",
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

/** The pin's route, checked like every route of its WAN. */
export function designPin(
  pin: DestinationPin,
  blackhole: Placed<"/ip/route"> | undefined,
  wan: WanDesign,
  around: Surroundings,
): PinDesign {
  const route = place(
    "/ip/route",
    [PINS, pinName(pin), "route"],
    {
      ...wan.policyRoute.row,
      "dst-address": destinationOf(pin, around.values),
      "routing-table": "main",
      ...ownedByWan(around, wan.wan, `pin:${pinName(pin)}`),
    },
    blackhole === undefined ? [wan.policyRoute] : [wan.policyRoute, blackhole],
  );
  return Object.freeze({ name: pinName(pin), route, blackhole });
}

function destinationOf(pin: DestinationPin, values: Values): string {
  const bare = !values.isToken(pin.destination) && !pin.destination.includes("/");
  return bare ? `${pin.destination}/32` : pin.destination;
}
