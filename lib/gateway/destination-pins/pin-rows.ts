import { contains, prefixOf } from "../../routeros/ipv4";
import { hasBackups } from "../balancing/backup-routes";
import type { WanContext } from "../design-context";
import type { DnsDomain } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { defaultRouteTable, MAIN, PINS, pinName } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { wanRoutes } from "../wan/wan-routes";
import { type DestinationPin, WhileDown } from "./destination-pin";

/** A pin, and the table that its routes are in. */
export interface Pin extends DestinationPin {
  readonly table: string;
}

/** The rows that lead one destination out of one WAN. */
export interface PinDesign {
  readonly name: string;
  /** Routes like the default routes of the WAN; none where a client writes those. */
  readonly routes: readonly RowSpec<"/ip/route">[];
  /** Leads into the WAN's own table, where a client writes its routes. */
  readonly rule?: RowSpec<"/routing/rule">;
  /** The routes and the blackhole in the WAN's own table too, where backup routes lead out of other WANs. */
  readonly policyRoutes: readonly RowSpec<"/ip/route">[];
  /** Discards the destination's traffic while the WAN is down, where the pin blocks it. */
  readonly blackhole?: RowSpec<"/ip/route">;
}

/**
 * Every pin of a gateway: those that you write, and those that keep the queries for a domain on its WAN. The router itself
 * sends these queries, and it uses table main whatever table the LANs have.
 */
export function pinsOf(description: GatewayDescription, values: TokenResolver): Pin[] {
  const written = description.destinationPins ?? [];
  const domains = description.dns?.domains ?? [];
  const wans = new Map(description.wans.map((wan) => [wan.name, wan]));
  const pinned = new Map(
    domains
      .filter((domain) => !isNeighbour(domain, wans.get(domain.wan), values))
      .map((domain) => [domain.server, domain.wan]),
  );
  const resolvers = [...pinned].map(([destination, wan]) => ({
    destination,
    wan,
    whileDown: WhileDown.BLOCK,
    table: MAIN,
  }));
  return [...written.map((pin) => ({ ...pin, table: defaultRouteTable(description) })), ...resolvers];
}

/** Whether a domain's resolver is in a known subnet of its WAN, and so needs no route. */
function isNeighbour({ server }: DnsDomain, wan: Wan | undefined, values: TokenResolver): boolean {
  const addresses = wan?._kind.addresses ?? [];
  return addresses.some((address) => !values.isToken(address) && contains(prefixOf(address), server));
}

/** Designs the route that discards a blocked destination's traffic while the route out of its WAN is inactive. */
export function designPinBlackhole(pin: Pin, context: WanContext): RowSpec<"/ip/route"> | undefined {
  return pin.whileDown === WhileDown.BLOCK
    ? blackholeIn(pin.table, "", pin, context, context.gateway.order.before("pin blackholes"))
    : undefined;
}

/** Designs the rows that lead a pin out of its WAN. They have the same check as every route of the WAN. */
export function designPin(
  pin: Pin,
  blackhole: RowSpec<"/ip/route"> | undefined,
  context: WanContext,
): PinDesign {
  const policyRoutes = context.order.rowsOf("policy routes");
  const after = blackhole === undefined ? policyRoutes : [...policyRoutes, blackhole];
  const ownTable = blackhole === undefined ? [] : designPinPolicyRoutes(pin, context);
  return Object.freeze({
    name: pinName(pin),
    policyRoutes: Object.freeze(ownTable),
    routes: Object.freeze(routesIn(pin.table, "", pin, context, after)),
    rule: context.wan._kind.isRoutedByClient ? designPinRule(pin, context, after) : undefined,
    blackhole,
  });
}

/** A connection that left through the WAN is looked up in the WAN's table, whose backup routes lead out of others. */
function designPinPolicyRoutes(pin: Pin, context: WanContext): RowSpec<"/ip/route">[] {
  if (!hasBackups(context.wan, context.description)) {
    return [];
  }
  const { table } = context;
  const blackhole = blackholeIn(table, "policy-", pin, context, context.order.rowsOf("policy routes"));
  return [blackhole, ...routesIn(table, "policy-", pin, context, [blackhole])];
}

/** @param prefix tells the rows of the WAN's own table from the others */
function blackholeIn(
  table: string,
  prefix: string,
  pin: Pin,
  context: WanContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route"> {
  const { gateway, values } = context;
  return gateway.row(
    "/ip/route",
    {
      path: [PINS, pinName(pin), `${prefix}blackhole`],
      member: context.wan.routerName,
      role: `${prefix}pin-blackhole:${pinName(pin)}`,
      // The pin is blocked while its WAN is disabled too.
      disabled: gateway.disabled,
      stages: table === pin.table ? ["pin blackholes"] : [],
      after,
    },
    {
      "dst-address": values.destinationOf(pin.destination),
      gateway: "",
      blackhole: true,
      "routing-table": table,
      distance: 2,
      scope: 30,
      "target-scope": 10,
      "check-gateway": "none",
    },
  );
}

function routesIn(
  table: string,
  prefix: string,
  pin: Pin,
  context: WanContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  return wanRoutes(context).map(({ suffix, row, isMoved }) =>
    context.gateway.row(
      "/ip/route",
      {
        path: [PINS, pinName(pin), `${prefix}route`, ...suffix],
        member: context.wan.routerName,
        role: [`${prefix}pin:${pinName(pin)}`, ...suffix].join(":"),
        disabled: context.disabled,
        after,
        isMoved,
      },
      {
        ...row,
        "dst-address": context.values.destinationOf(pin.destination),
        "routing-table": table,
      },
    ),
  );
}

/** While the WAN is down its table has no route, and table main decides: it balances, or its blackhole discards. */
function designPinRule(pin: Pin, context: WanContext, after: readonly RowSpec[]): RowSpec<"/routing/rule"> {
  return context.gateway.row(
    "/routing/rule",
    {
      path: [PINS, pinName(pin), "rule"],
      member: context.wan.routerName,
      role: `pin:${pinName(pin)}`,
      disabled: context.disabled,
      after,
    },
    {
      "dst-address": context.values.destinationOf(pin.destination),
      action: "lookup",
      table: context.table,
    },
  );
}
