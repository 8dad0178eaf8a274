import type { Values } from "../menus/menu";
import type { Lease, Observations } from "../observations";
import type { StoredRow } from "../store";
import { networkOf, parsePrefix } from "../values/addresses";
import { parseRouteTables } from "../values/route-tables";

/** A route that nobody wrote, and the flag that says who made it. */
export interface DynamicRoute extends StoredRow {
  readonly origin: "dhcp";
}

/** What a router has by itself while its clients hold leases: nobody can change these rows. */
export interface DynamicRows {
  readonly addresses: readonly StoredRow[];
  readonly routes: readonly DynamicRoute[];
  /** Resolvers that the clients were told of and may use. */
  readonly dnsServers: readonly string[];
}

/** The rows that follow from `/ip/dhcp-client` and the leases of this moment. */
export function dynamicRows(clients: readonly StoredRow[], observations: Observations): DynamicRows {
  const bound = clients.flatMap((client) => {
    const lease = observations.leaseOf(client.id);
    return lease === undefined || client.values["disabled"] !== "false" ? [] : [{ client, lease }];
  });
  return {
    addresses: bound.map(({ client, lease }) => addressOf(client, lease)),
    routes: bound.flatMap(({ client, lease }) => routesOf(client, lease)),
    dnsServers: bound.flatMap(({ client, lease }) =>
      client.values["use-peer-dns"] === "false" ? [] : lease.dnsServers,
    ),
  };
}

/** Routers take ids of dynamic rows from the counter of the others; ours are stable while the client is. */
const digits = (id: string, length: number): string => id.slice(1).padStart(length, "0");

function addressOf({ id, values }: StoredRow, { address }: Lease): StoredRow {
  const { address: host = "", length = 32 } = parsePrefix(address) ?? {};
  return {
    id: `*D${digits(id, 7)}`,
    values: { address, interface: values["interface"] ?? "", network: networkOf(host, length) },
  };
}

/** A default route in each of the client's tables, all with the client's check. */
function routesOf({ id, values }: StoredRow, { gateway }: Lease): readonly DynamicRoute[] {
  if (gateway === undefined || values["add-default-route"] === "no") {
    return [];
  }
  return parseRouteTables(values["default-route-tables"] ?? "default").map(({ table, distance }, i) => ({
    id: `*801${digits(id, 3)}${i.toString(16).toUpperCase().padStart(2, "0")}`,
    origin: "dhcp",
    values: {
      ...checkOf(values),
      distance: distance ?? values["default-route-distance"] ?? "1",
      "dst-address": "0.0.0.0/0",
      gateway,
      "routing-table": table === "default" ? "main" : table,
      "vrf-interface": values["interface"] ?? "",
    },
  }));
}

function checkOf(values: Values): Values {
  const check = values["check-gateway"] ?? "none";
  return check === "none" ? {} : { "check-gateway": check };
}
