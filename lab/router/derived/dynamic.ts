import { clientRoutes, EVERYWHERE, MAIN_TABLE, ROUTE_DEFAULTS } from "../../../lib/routeros/route-fields";
import type { Values } from "../menus/menu";
import type { Lease, ObservedReachability } from "../observations";
import type { StoredRow } from "../store";
import { networkOf, parsePrefix } from "../values/address-values";

/** A dynamic route, and the flag that says what kind of client added it. */
export interface DynamicRoute extends StoredRow {
  readonly origin: "dhcp" | "vpn";
}

/** The dynamic rows that a router has while its clients hold leases; a user cannot change them. */
export interface DynamicRows {
  readonly addresses: readonly StoredRow[];
  readonly routes: readonly DynamicRoute[];
  /** Resolvers that the clients were told of and may use. */
  readonly dnsServers: readonly string[];
}

const DHCP_CLIENTS = "ip/dhcp-client";
const PPPOE_CLIENTS = "interface/pppoe-client";

/** A client's row with what it was given. */
interface Bound {
  readonly client: StoredRow;
  readonly lease: Lease;
}

/** The rows that follow from the router's clients and what each holds at this moment. */
export function dynamicRows(
  rowsOf: (menu: string) => readonly StoredRow[],
  reachability: ObservedReachability,
): DynamicRows {
  const boundOf = (menu: string): readonly Bound[] =>
    rowsOf(menu).flatMap((client) => {
      const lease = reachability.leaseOf(menu, client.id);
      return lease === undefined || client.values["disabled"] === "true" ? [] : [{ client, lease }];
    });
  const [leases, sessions] = [boundOf(DHCP_CLIENTS), boundOf(PPPOE_CLIENTS)];
  return {
    addresses: [...leases.map(leasedAddress), ...sessions.map(sessionAddress)],
    routes: [...leases.flatMap(leasedRoutes), ...sessions.flatMap(sessionRoute)],
    dnsServers: [
      ...leases.filter(({ client }) => client.values["use-peer-dns"] !== "false"),
      ...sessions.filter(({ client }) => client.values["use-peer-dns"] === "true"),
    ].flatMap(({ lease }) => lease.dnsServers),
  };
}

/** Routers take ids of dynamic rows from the counter of the others; ours are stable while the client is. */
const digits = (id: string, length: number): string => id.slice(1).padStart(length, "0");

function leasedAddress({ client: { id, values }, lease: { address } }: Bound): StoredRow {
  const { address: host = "", length = 32 } = parsePrefix(address) ?? {};
  return {
    id: `*D0${digits(id, 6)}`,
    values: { address, interface: values["interface"] ?? "", network: networkOf(host, length) },
  };
}

/** A default route in each of the client's tables, all with the client's check. */
function leasedRoutes({ client: { id, values }, lease: { gateway } }: Bound): readonly DynamicRoute[] {
  if (gateway === undefined) {
    return [];
  }
  return clientRoutes(values).map(({ table, distance }, i) => ({
    id: `*8010${digits(id, 2)}${i.toString(16).toUpperCase().padStart(2, "0")}`,
    origin: "dhcp",
    values: {
      ...checkOf(values),
      distance,
      "dst-address": EVERYWHERE,
      gateway,
      "routing-table": table,
      "vrf-interface": values["interface"] ?? "",
    },
  }));
}

/** A session has one address, and the other end's instead of a network. */
function sessionAddress({ client: { id, values }, lease: { address, gateway = "" } }: Bound): StoredRow {
  return {
    id: `*D1${digits(id, 6)}`,
    values: {
      address: `${parsePrefix(address)?.address}/32`,
      interface: values["name"] ?? "",
      network: gateway,
    },
  };
}

function sessionRoute({ client: { id, values } }: Bound): readonly DynamicRoute[] {
  if (values["add-default-route"] !== "true") {
    return [];
  }
  return [
    {
      id: `*8011${digits(id, 2)}00`,
      origin: "vpn",
      values: {
        distance: values["default-route-distance"] ?? ROUTE_DEFAULTS.distance,
        "dst-address": EVERYWHERE,
        gateway: values["name"] ?? "",
        "routing-table": MAIN_TABLE,
      },
    },
  ];
}

function checkOf(values: Values): Values {
  const check = values["check-gateway"] ?? "none";
  return check === "none" ? {} : { "check-gateway": check };
}
