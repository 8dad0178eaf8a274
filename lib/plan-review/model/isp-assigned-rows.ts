import { fromNumber, toNumber } from "../../routeros/address-ranges";
import { clientRoutes, EVERYWHERE, ROUTE_DEFAULTS } from "../../routeros/route-fields";
import type { PlannedRow } from "./planned-row";

/**
 * The rows that a router creates itself for WANs whose address an ISP assigns: those of a DHCP client or PPPoE client, and
 * the address of an interface that a default route names as its gateway.
 *
 * Where the state knows the lease, the rows are the lease's. Otherwise a placeholder lease replaces the one to come
 * ({@link placeholderLease}): what is proved with it holds for any.
 */
export function ispAssignedRows(rows: readonly PlannedRow[]): readonly PlannedRow[] {
  const given = rows.flatMap((row) => {
    switch (row.menu) {
      case "/ip/dhcp-client":
        return dhcpRows(row);
      case "/interface/pppoe-client":
        return pppoeRows(row);
      default:
        return [];
    }
  });
  return [...given, ...linkAddresses([...rows, ...given])];
}

/**
 * An address and a gateway that no ISP assigns, one network for each interface: of 240.0.0.0/4, which is reserved.
 *
 * @see RFC 1112, section 4
 */
export function placeholderLease(interfaceName: string): {
  readonly address: string;
  readonly gateway: string;
} {
  let hash = 0x811c9dc5;
  for (const letter of interfaceName) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  const network = toNumber("240.0.0.0") + (hash % 2 ** 20) * 256;
  return { address: `${fromNumber(network + 2)}/24`, gateway: fromNumber(network + 1) };
}

/** Whether an address is a placeholder for one that an ISP will assign. */
export function isPlaceholder(address: string): boolean {
  return address.startsWith("24") && toNumber(address) >= toNumber("240.0.0.0");
}

/** A bound client creates an address and, unless add-default-route=no, a default route in each of its tables. */
function dhcpRows(row: PlannedRow): readonly PlannedRow[] {
  const { interface: interfaceName, disabled } = row.properties;
  if (typeof interfaceName !== "string" || disabled === "true") {
    return [];
  }
  const lease = placeholderLease(interfaceName);
  const { address, gateway } = row.properties;
  const isBound = typeof address === "string" && typeof gateway === "string";
  return [
    made(row, "/ip/address", { address: isBound ? address : lease.address, interface: interfaceName }),
    ...clientRoutes(row.properties).map(({ table, distance }) =>
      made(row, "/ip/route", {
        "dst-address": EVERYWHERE,
        gateway: isBound ? gateway : lease.gateway,
        "routing-table": table,
        distance,
        "check-gateway": row.properties["check-gateway"] ?? ROUTE_DEFAULTS["check-gateway"],
      }),
    ),
  ];
}

/** A client with add-default-route=yes creates a default route by its own interface. */
function pppoeRows(row: PlannedRow): readonly PlannedRow[] {
  const { name, "add-default-route": adds, "default-route-distance": distance } = row.properties;
  return typeof name !== "string" || (adds !== "true" && adds !== "yes")
    ? []
    : [
        made(row, "/ip/route", {
          "dst-address": EVERYWHERE,
          gateway: name,
          distance: distance ?? ROUTE_DEFAULTS.distance,
        }),
      ];
}

/** The address of each interface that leads out, where no row of the plan gives it one. */
function linkAddresses(rows: readonly PlannedRow[]): readonly PlannedRow[] {
  const addressed = new Set(
    rows.filter(({ menu }) => menu === "/ip/address").map(({ properties }) => properties["interface"]),
  );
  const links = new Map<string, PlannedRow>();
  for (const row of routesOut(rows)) {
    const { gateway } = row.properties;
    if (typeof gateway === "string" && /^[^\d,][^,]*$/.test(gateway) && !addressed.has(gateway)) {
      links.set(gateway, row);
    }
  }
  return [...links].map(([interfaceName, row]) =>
    made(row, "/ip/address", {
      address: placeholderLease(interfaceName).address.replace("/24", "/32"),
      interface: interfaceName,
    }),
  );
}

/** The default routes, and those to the hosts that default routes have as their gateway. */
function routesOut(rows: readonly PlannedRow[]): readonly PlannedRow[] {
  const routes = rows.filter(
    ({ menu, properties }) => menu === "/ip/route" && properties["disabled"] !== "true",
  );
  const destinationOf = ({ properties }: PlannedRow) => properties["dst-address"] ?? EVERYWHERE;
  const defaults = routes.filter((route) => destinationOf(route) === EVERYWHERE);
  const hops = new Set(defaults.map(({ properties }) => properties["gateway"]));
  return [
    ...defaults,
    ...routes.filter((route) => hops.has(String(destinationOf(route)).replace(/\/32$/, ""))),
  ];
}

function made(row: PlannedRow, menu: string, properties: PlannedRow["properties"]): PlannedRow {
  const { ".id": id, comment } = row.properties;
  return {
    ...row,
    menu,
    properties: { ".id": id ?? "", ...(comment === undefined ? {} : { comment }), ...properties },
  };
}
