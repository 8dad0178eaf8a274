import { hasBackups } from "../balancing/backup-routes";
import type { DesignContext, WanContext } from "../design-context";
import { PINS } from "../router-names";
import type { RowPlace } from "../row-place";
import type { RowSpec } from "../row-spec";
import { wanRoutes } from "../wan/wan-routes";
import { type Pin, pinsOf } from "./pins";

/** The rows that lead one destination out of its WANs. */
export interface PinDesign {
  readonly name: string;
  /** Routes like the default routes of the WANs; none by a WAN whose routes a client writes. */
  readonly routes: readonly RowSpec<"/ip/route">[];
  /** Leads into the first WAN's own table, where a client writes its routes. */
  readonly rule?: RowSpec<"/routing/rule">;
  /** The routes and the blackhole in the own tables of WANs too, where backup routes lead out of other WANs. */
  readonly policyRoutes: readonly RowSpec<"/ip/route">[];
  /** Discards the destination's traffic while its WANs are down, where it is blocked. */
  readonly blackhole?: RowSpec<"/ip/route">;
}

/** A WAN of a pin. */
interface PinnedWan {
  readonly wan: WanContext;
  readonly tier: number;
  /** Tells the rows of the WAN from those of the first one. */
  readonly suffix: string;
}

/** A pin and its WANs, in the order of their tiers. */
export interface PinOnWans {
  readonly pin: Pin;
  readonly first: PinnedWan;
  readonly wans: readonly PinnedWan[];
}

/** A table that holds rows of a pin. */
interface PinTable {
  readonly name: string;
  /** Tells the rows of a WAN's own table from the others. */
  readonly prefix: "" | "policy-";
}

/** Pairs every pin of a gateway with its WANs. */
export function pinsOnWans({ description, values, wans }: DesignContext): PinOnWans[] {
  const byName = new Map(wans.map((wan) => [wan.wan.name, wan]));
  return pinsOf(description, values).flatMap((pin) => {
    const all = pin.via.flatMap((tier, i) =>
      tier.flatMap((name) => {
        const wan = byName.get(name);
        return wan === undefined ? [] : { wan, tier: i + 1 };
      }),
    );
    const [first, ...others] = all.map((one, i) => ({
      ...one,
      suffix: i === 0 ? "" : `-${one.wan.wan.routerName}`,
    }));
    return first === undefined ? [] : { pin, first, wans: [first, ...others] };
  });
}

/** Designs the route that discards a blocked destination's traffic while the routes out of its WANs are inactive. */
export function designPinBlackhole(pinned: PinOnWans): RowSpec<"/ip/route"> | undefined {
  const { pin, first } = pinned;
  const table = { name: pin.table, prefix: "" } as const;
  return pin.isBlocked ? blackholeIn(table, pinned, first, { stages: ["pin blackholes"] }) : undefined;
}

/** Designs the rows that lead a pin out of its WANs. They have the same checks as every route of these WANs. */
export function designPin(pinned: PinOnWans, blackhole: RowSpec<"/ip/route"> | undefined): PinDesign {
  const { pin, first, wans } = pinned;
  const table = { name: pin.table, prefix: "" } as const;
  const routes = wans.flatMap((one) => routesIn(table, pinned, one, afterPolicyRoutes(one, blackhole)));
  return Object.freeze({
    name: pin.name,
    policyRoutes: Object.freeze(
      blackhole === undefined ? [] : wans.flatMap((one) => designPinPolicyRoutes(pinned, one)),
    ),
    routes: Object.freeze(routes),
    rule: first.wan.wan._kind.isRoutedByClient
      ? designPinRule(pinned, afterPolicyRoutes(first, blackhole))
      : undefined,
    blackhole,
  });
}

function afterPolicyRoutes({ wan }: PinnedWan, blackhole: RowSpec | undefined): readonly RowSpec[] {
  const policyRoutes = wan.order.rowsOf("policy routes");
  return blackhole === undefined ? policyRoutes : [...policyRoutes, blackhole];
}

/** A connection that left through a WAN is looked up in the WAN's table, whose backup routes lead out of others. */
function designPinPolicyRoutes(pinned: PinOnWans, one: PinnedWan): RowSpec<"/ip/route">[] {
  const { wan } = one;
  if (!hasBackups(wan.wan, wan.description)) {
    return [];
  }
  const own: PinTable = { name: wan.table, prefix: "policy-" };
  const blackhole = blackholeIn(own, pinned, one, { after: wan.order.rowsOf("policy routes") });
  return [blackhole, ...routesIn(own, pinned, one, [blackhole])];
}

function blackholeIn(
  { name, prefix }: PinTable,
  { pin }: PinOnWans,
  { wan, suffix }: PinnedWan,
  order: Pick<RowPlace, "stages" | "after">,
): RowSpec<"/ip/route"> {
  return wan.gateway.row(
    "/ip/route",
    {
      path: [PINS, pin.name, `${prefix}blackhole${suffix}`],
      member: wan.wan.routerName,
      role: `${prefix}pin-blackhole:${pin.name}`,
      // The pin is blocked while its WANs are disabled too.
      disabled: wan.gateway.disabled,
      ...order,
    },
    {
      "dst-address": wan.values.destinationOf(pin.destination),
      gateway: "",
      blackhole: true,
      "routing-table": name,
      distance: prefix === "" ? pin.via.length + 1 : 2,
      scope: 30,
      "target-scope": 10,
      "check-gateway": "none",
    },
  );
}

function routesIn(
  { name, prefix }: PinTable,
  { pin }: PinOnWans,
  { wan, tier, suffix }: PinnedWan,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  return wanRoutes(wan).map(({ suffix: target, row, isMoved }) =>
    wan.gateway.row(
      "/ip/route",
      {
        path: [PINS, pin.name, `${prefix}route${suffix}`, ...target],
        member: wan.wan.routerName,
        role: [`${prefix}pin:${pin.name}`, ...target].join(":"),
        disabled: wan.disabled,
        after,
        isMoved,
      },
      {
        ...row,
        "dst-address": wan.values.destinationOf(pin.destination),
        "routing-table": name,
        distance: prefix === "" ? tier : 1,
      },
    ),
  );
}

/** While the WAN is down its table has no route, and the pin's routes in table main decide, or the default routes there. */
function designPinRule(
  { pin, first: { wan } }: PinOnWans,
  after: readonly RowSpec[],
): RowSpec<"/routing/rule"> {
  return wan.gateway.row(
    "/routing/rule",
    {
      path: [PINS, pin.name, "rule"],
      member: wan.wan.routerName,
      role: `pin:${pin.name}`,
      disabled: wan.disabled,
      after,
    },
    { "dst-address": wan.values.destinationOf(pin.destination), action: "lookup", table: wan.table },
  );
}
