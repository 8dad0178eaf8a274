import { contains, prefixOf } from "../../routeros/ipv4";
import { MAIN_TABLE } from "../../routeros/route-fields";
import { hasBackups } from "../balancing/backup-routes";
import type { DesignContext, WanContext } from "../design-context";
import type { DnsDomain } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { defaultRouteTable, PINS, pinName } from "../router-names";
import type { RowPlace } from "../row-place";
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
    table: MAIN_TABLE,
  }));
  return [...written.map((pin) => ({ ...pin, table: defaultRouteTable(description) })), ...resolvers];
}

/** Whether a domain's resolver is in a known subnet of its WAN, and so needs no route. */
function isNeighbour({ server }: DnsDomain, wan: Wan | undefined, values: TokenResolver): boolean {
  const addresses = wan?._kind.addresses ?? [];
  return addresses.some((address) => !values.isToken(address) && contains(prefixOf(address), server));
}

/** A pin and its WAN. */
export interface PinOnWan {
  readonly pin: Pin;
  readonly wan: WanContext;
}

/** A table that holds rows of a pin. */
interface PinTable {
  readonly name: string;
  /** Tells the rows of the WAN's own table from the others. */
  readonly prefix: "" | "policy-";
}

/** Pairs every pin of a gateway with its WAN. */
export function pinsOnWans({ description, values, wans }: DesignContext): PinOnWan[] {
  return pinsOf(description, values).flatMap((pin) =>
    wans.filter(({ wan }) => wan.name === pin.wan).map((wan) => ({ pin, wan })),
  );
}

/** Designs the route that discards a blocked destination's traffic while the route out of its WAN is inactive. */
export function designPinBlackhole(pinned: PinOnWan): RowSpec<"/ip/route"> | undefined {
  const { pin } = pinned;
  return pin.whileDown === WhileDown.BLOCK
    ? blackholeIn({ name: pin.table, prefix: "" }, pinned, { stages: ["pin blackholes"] })
    : undefined;
}

/** Designs the rows that lead a pin out of its WAN. They have the same check as every route of the WAN. */
export function designPin(pinned: PinOnWan, blackhole: RowSpec<"/ip/route"> | undefined): PinDesign {
  const { pin, wan } = pinned;
  const policyRoutes = wan.order.rowsOf("policy routes");
  const after = blackhole === undefined ? policyRoutes : [...policyRoutes, blackhole];
  return Object.freeze({
    name: pinName(pin),
    policyRoutes: Object.freeze(blackhole === undefined ? [] : designPinPolicyRoutes(pinned)),
    routes: Object.freeze(routesIn({ name: pin.table, prefix: "" }, pinned, after)),
    rule: wan.wan._kind.isRoutedByClient ? designPinRule(pinned, after) : undefined,
    blackhole,
  });
}

/** A connection that left through the WAN is looked up in the WAN's table, whose backup routes lead out of others. */
function designPinPolicyRoutes(pinned: PinOnWan): RowSpec<"/ip/route">[] {
  const { wan } = pinned;
  if (!hasBackups(wan.wan, wan.description)) {
    return [];
  }
  const own: PinTable = { name: wan.table, prefix: "policy-" };
  const blackhole = blackholeIn(own, pinned, { after: wan.order.rowsOf("policy routes") });
  return [blackhole, ...routesIn(own, pinned, [blackhole])];
}

function blackholeIn(
  { name, prefix }: PinTable,
  { pin, wan }: PinOnWan,
  order: Pick<RowPlace, "stages" | "after">,
): RowSpec<"/ip/route"> {
  return wan.gateway.row(
    "/ip/route",
    {
      path: [PINS, pinName(pin), `${prefix}blackhole`],
      member: wan.wan.routerName,
      role: `${prefix}pin-blackhole:${pinName(pin)}`,
      // The pin is blocked while its WAN is disabled too.
      disabled: wan.gateway.disabled,
      ...order,
    },
    {
      "dst-address": wan.values.destinationOf(pin.destination),
      gateway: "",
      blackhole: true,
      "routing-table": name,
      distance: 2,
      scope: 30,
      "target-scope": 10,
      "check-gateway": "none",
    },
  );
}

function routesIn(
  { name, prefix }: PinTable,
  { pin, wan }: PinOnWan,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  return wanRoutes(wan).map(({ suffix, row, isMoved }) =>
    wan.gateway.row(
      "/ip/route",
      {
        path: [PINS, pinName(pin), `${prefix}route`, ...suffix],
        member: wan.wan.routerName,
        role: [`${prefix}pin:${pinName(pin)}`, ...suffix].join(":"),
        disabled: wan.disabled,
        after,
        isMoved,
      },
      { ...row, "dst-address": wan.values.destinationOf(pin.destination), "routing-table": name },
    ),
  );
}

/** While the WAN is down its table has no route, and table main decides: it balances, or its blackhole discards. */
function designPinRule({ pin, wan }: PinOnWan, after: readonly RowSpec[]): RowSpec<"/routing/rule"> {
  return wan.gateway.row(
    "/routing/rule",
    {
      path: [PINS, pinName(pin), "rule"],
      member: wan.wan.routerName,
      role: `pin:${pinName(pin)}`,
      disabled: wan.disabled,
      after,
    },
    { "dst-address": wan.values.destinationOf(pin.destination), action: "lookup", table: wan.table },
  );
}
