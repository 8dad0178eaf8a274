import { readOwnershipComment } from "../../routeros/ownership-comment";
import { MAIN_TABLE } from "../../routeros/route-fields";
import type { Fields } from "../fields";
import { type DefaultRoute, defaultRoutesIn, routeStatus, tablesOf } from "./default-routes";
import { countedConnections, expectedShares } from "./shares";
import { isEnabled, type StatusRows } from "./status-rows";
import { type TierStatus, tierStatus } from "./tiers";
import type { CheckStatus, LeaseStatus, WanStatus } from "./wan-status";

/** A port forward of a router. */
export interface ForwardStatus {
  /** From its comment, or what it matches. */
  readonly name: string;
  readonly isEnabled: boolean;
  /** The host and port that it leads to. */
  readonly to: string;
  /** New connections that its rule has counted. */
  readonly connections: number;
}

/** What a router does with its WANs at one moment. */
export interface RouterStatus {
  /** `up`: every WAN is up; `degraded`: some are; `down`: no default route of `main` is active. */
  readonly state: "up" | "degraded" | "down";
  readonly wans: readonly WanStatus[];
  /** Of the tables whose default routes have several distances. */
  readonly tiers: readonly TierStatus[];
  readonly forwards: readonly ForwardStatus[];
}

/** Interfaces of these types are WANs even while no route leaves through them. */
const WAN_TYPES = ["lte", "pppoe-out"];

/** Works out the status of a router from the rows that it shows. */
export function routerStatus(rows: StatusRows): RouterStatus {
  const routes = defaultRoutesIn(rows);
  const names = wanInterfaces(rows, routes);
  const expected = expectedShares(rows.mangle, routes);
  const counted = countedConnections(rows);
  const sum = names.reduce((total, name) => total + (counted.get(name) ?? 0), 0);
  const wans = names.map((name): WanStatus => {
    const connections = counted.get(name);
    const share = {
      ...(expected === undefined ? {} : { expected: expected.get(name) ?? 0 }),
      ...(connections === undefined
        ? {}
        : { connections, ...(sum === 0 ? {} : { measured: connections / sum }) }),
    };
    return { ...wanOf(name, rows, routes), share };
  });
  const nameOfWan = (egress: string): string => wans.find((wan) => wan.interface === egress)?.name ?? egress;
  return {
    state: stateOf(wans),
    wans,
    tiers: tierStatus(routes, nameOfWan),
    forwards: forwardsIn(rows.nat),
  };
}

function stateOf(wans: readonly WanStatus[]): RouterStatus["state"] {
  if (!wans.some(({ main }) => main === "active")) {
    return "down";
  }
  return wans.every(({ isUp }) => isUp) ? "up" : "degraded";
}

function wanInterfaces(rows: StatusRows, routes: readonly DefaultRoute[]): readonly string[] {
  const clients = rows.dhcpClients.filter(
    (client) => isEnabled(client) && client["add-default-route"] !== "no",
  );
  const sessions = rows.interfaces.filter((row) => isEnabled(row) && WAN_TYPES.includes(row["type"] ?? ""));
  return [
    ...new Set([
      ...routes.map((route) => route.interface),
      ...clients.map((client) => client["interface"] ?? ""),
      ...sessions.map((session) => session["name"] ?? ""),
    ]),
  ];
}

function wanOf(name: string, rows: StatusRows, all: readonly DefaultRoute[]): Omit<WanStatus, "share"> {
  const routes = all.filter((route) => route.interface === name);
  const port = rows.interfaces.find((row) => row["name"] === name);
  const client = rows.dhcpClients.find((row) => row["interface"] === name && isEnabled(row));
  const inMain = routes.filter(({ table }) => table === MAIN_TABLE);
  const link = linkOf(port);
  const lease = client && leaseOf(client);
  const main = routeStatus(inMain);
  const mark = markOf(name, rows.mangle);
  return {
    name: nameOf([...routes.map(({ row }) => row), ...(client === undefined ? [] : [client])], port) ?? name,
    interface: name,
    isUp:
      (link === "up" || link === "unknown") &&
      (lease?.status ?? "bound") === "bound" &&
      (main === "active" || main === "standby"),
    link,
    ...(link === "down" && port?.["last-link-down-time"] !== undefined
      ? { linkDownSince: port["last-link-down-time"] }
      : {}),
    ...(lease === undefined ? {} : { lease }),
    check: checkOf(inMain.length > 0 ? inMain : routes, rows.nextHops),
    main,
    ...(inMain.length > 0 ? { distance: Math.min(...inMain.map(({ distance }) => distance)) } : {}),
    tables: tablesOf(name, all).map((table) => ({
      table,
      route: routeStatus(routes.filter((route) => route.table === table)),
    })),
    ...(mark === undefined ? {} : { mark }),
    routes: routes.map(({ row: { ".id": id = "", comment } }) => ({
      id,
      ...(comment === undefined ? {} : { comment }),
    })),
  };
}

function linkOf(port: Fields | undefined): WanStatus["link"] {
  if (port === undefined) {
    return "unknown";
  }
  return isEnabled(port) ? (port["running"] === "true" ? "up" : "down") : "disabled";
}

function leaseOf(client: Fields): LeaseStatus {
  const { status = "unknown", address, "expires-after": expiresAfter } = client;
  return {
    status,
    ...(address === undefined ? {} : { address }),
    ...(expiresAfter === undefined ? {} : { expiresAfter }),
  };
}

/** What the check of the nearest default route says. A WAN answers if one of its probe targets does. */
function checkOf(routes: readonly DefaultRoute[], nextHops: readonly Fields[]): CheckStatus {
  const checked = routes.filter(({ row }) => (row["check-gateway"] ?? "none") !== "none");
  const [first] = checked;
  if (first === undefined) {
    return { kind: "none" };
  }
  const hops = checked.map(({ row }) =>
    nextHops.find(
      (hop) => hop["address"] === row["gateway"] && hop["check-gateway"] === row["check-gateway"],
    ),
  );
  return hops.includes(undefined)
    ? { kind: "unknown" }
    : {
        kind: "checked",
        method: first.row["check-gateway"] ?? "",
        answers: hops.some((hop) => hop?.["gw-check-ok"] === "true"),
      };
}

function nameOf(rows: readonly Fields[], port: Fields | undefined): string | undefined {
  const owned = rows.flatMap((row) => readOwnershipComment(row["comment"])?.member ?? []);
  return owned[0] ?? (port?.["comment"] || undefined);
}

/** The mark of connections that come in through an interface. */
function markOf(name: string, mangle: readonly Fields[]): string | undefined {
  return mangle.find(
    (rule) => isEnabled(rule) && rule["action"] === "mark-connection" && rule["in-interface"] === name,
  )?.["new-connection-mark"];
}

function forwardsIn(nat: readonly Fields[]): readonly ForwardStatus[] {
  return nat
    .filter((rule) => rule["chain"] === "dstnat" && rule["action"] === "dst-nat")
    .map((rule) => ({
      name: forwardName(rule),
      isEnabled: isEnabled(rule),
      to: [rule["to-addresses"], rule["to-ports"]].filter((part) => part !== undefined).join(":"),
      connections: Number(rule["packets"] ?? 0),
    }));
}

const FORWARD = /^forward:/;

function forwardName(rule: Fields): string {
  const { comment, protocol = "all protocols" } = rule;
  const owned = readOwnershipComment(comment);
  return owned !== undefined && FORWARD.test(owned.role)
    ? `${owned.role.replace(FORWARD, "")} on ${owned.member}`
    : (comment ?? `${protocol} ${rule["dst-port"] ?? ""}`.trim());
}
