import { parseCidr } from "../../routeros/address-ranges";
import { isAddress, type Prefix } from "../../routeros/ipv4";
import { EVERYWHERE, MAIN_TABLE, parseGateway, ROUTE_DEFAULTS } from "../../routeros/route-fields";
import type { OwnAddress } from "../addresses";
import { CannotTell, type ModelRow, type RouterModel, UNKNOWN, type Unknown } from "../model";
import { orCannotTell } from "../packets/trace";
import { vrfsOf } from "./vrfs";

/** A route's gateway, taken apart: `10.0.0.1`, `10.0.0.1%ether1`, `10.0.0.1@main` or `ether1`. */
export interface Gateway {
  readonly address?: string;
  readonly interface?: string;
  /** The table in which the address is looked up; `main` where the gateway does not say. */
  readonly table: string;
}

/** What a route says about how it is to be used. */
export interface RouteTerms {
  /** Absent on a blackhole. */
  readonly gateway?: Gateway;
  readonly distance: number;
  readonly scope: number;
  readonly targetScope: number;
  readonly check: "none" | "ping" | "arp";
  readonly prefSrc?: string;
}

/** A route that is not disabled: a static one, or the connected one of an address. */
export interface Route {
  readonly row: ModelRow;
  readonly destination: Prefix | Unknown;
  readonly table: string | Unknown;
  readonly connected: boolean;
  /** What it says, or why that is not known. */
  readonly terms: RouteTerms | CannotTell;
}

const CONNECTED_SCOPE = 10;

/** The routes of a router that are not disabled: connected ones come from `/ip/address`, whatever `/ip/route` shows. */
export function routesOf(router: RouterModel, connected: readonly OwnAddress[]): readonly Route[] {
  const vrfs = router.memo(vrfsOf);
  const tableOf = (own: OwnAddress) => vrfs.of(own.interface)?.get("name") ?? MAIN_TABLE;
  return [...connected.map((own) => connectedRoute(own, tableOf(own))), ...router.memo(writtenRoutes)];
}

function writtenRoutes(router: RouterModel): readonly Route[] {
  return router
    .rows("/ip/route")
    .filter((row) => row.raw("connect") !== "true" && orCannotTell(() => row.enabled) !== false)
    .map((row) => row.memo(parseRoute));
}

/**
 * The scope that counts when other routes resolve their gateways through this one: where it is not greater than the
 * target scope, it is taken to be one more than that. [manual: IP routing, scope and target-scope]
 */
export function effectiveScope({ scope, targetScope, gateway }: RouteTerms): number {
  return gateway === undefined || gateway.address === undefined || scope > targetScope
    ? scope
    : targetScope + 1;
}

/** The distance of a route; where that is not known, the least that a written route can have. */
export function leastDistance({ terms }: Route): number {
  return terms instanceof CannotTell ? 1 : terms.distance;
}

/** The table that a route is in. */
export function tableOf(row: ModelRow): string | Unknown {
  const table = row.raw("routing-table");
  return table === undefined || table === "" ? MAIN_TABLE : table;
}

function parseRoute(row: ModelRow): Route {
  return {
    row,
    destination: destinationOf(row),
    table: tableOf(row),
    connected: false,
    terms: orCannotTell(() => termsOf(row)),
  };
}

function destinationOf(row: ModelRow): Prefix | Unknown {
  const text = row.raw("dst-address") ?? EVERYWHERE;
  const full = text === UNKNOWN || text.includes("/") ? text : `${text}/32`;
  // What cannot be read may be anything.
  return (full === UNKNOWN ? undefined : parseCidr(full)?.prefix) ?? UNKNOWN;
}

function termsOf(row: ModelRow): RouteTerms {
  // Throws where it is not known whether the route is there at all.
  row.flag("disabled");
  row.flag("invalid");
  const gateway = row.get("gateway") ?? "";
  const check = row.get("check-gateway") ?? ROUTE_DEFAULTS["check-gateway"];
  // The mere presence of the property makes a blackhole, whatever its value.
  const blackhole = row.has("blackhole");
  if (!blackhole && (gateway === "" || gateway.includes(","))) {
    throw new CannotTell({ kind: "gateway-list", row: row.reference });
  }
  if (check !== "none" && check !== "ping" && check !== "arp") {
    throw new CannotTell({
      kind: "unsupported-value",
      property: "check-gateway",
      value: check,
      row: row.reference,
    });
  }
  // A DHCP client's route names the client's own interface there. [manual: /ip/route, a printed default of DHCP]
  if (!row.flag("dynamic") && !["", "main"].includes(row.get("vrf-interface") ?? "")) {
    throw new CannotTell({ kind: "unsupported-feature", feature: "VRFs", row: row.reference });
  }
  const parsed = blackhole ? undefined : parseGateway(gateway);
  if (parsed?.address !== undefined && !isAddress(parsed.address)) {
    throw new CannotTell({
      kind: "invalid-value",
      property: "gateway",
      value: gateway,
      row: row.reference,
    });
  }
  return {
    gateway: parsed && { ...parsed, table: parsed.table ?? MAIN_TABLE },
    distance: row.integer("distance", Number(ROUTE_DEFAULTS.distance)),
    scope: row.integer("scope", Number(ROUTE_DEFAULTS.scope)),
    targetScope: row.integer("target-scope", Number(ROUTE_DEFAULTS["target-scope"])),
    check,
    prefSrc: row.get("pref-src") || undefined,
  };
}

function connectedRoute(own: OwnAddress, table: string): Route {
  return {
    row: own.row,
    destination: own.network,
    table,
    connected: true,
    terms: {
      gateway: { interface: own.interface, table: "main" },
      distance: 0,
      scope: CONNECTED_SCOPE,
      targetScope: CONNECTED_SCOPE,
      check: "none",
      prefSrc: own.address === UNKNOWN ? undefined : own.address,
    },
  };
}
