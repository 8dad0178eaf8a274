/** RouterOS' own routing table, which routes and rules are about that name none. */
export const MAIN_TABLE = "main";

/** The destination of a default route. */
export const EVERYWHERE = "0.0.0.0/0";

/** What `/ip/route` takes for a field that a row does not have. */
export const ROUTE_DEFAULTS = {
  "check-gateway": "none",
  distance: "1",
  "dst-address": EVERYWHERE,
  "routing-table": MAIN_TABLE,
  scope: "30",
  "target-scope": "10",
} as const;

/** The next hop of a route, as the field `gateway` has it. */
export interface NextHopText {
  readonly address?: string;
  readonly interface?: string;
  /** The table in which the address is looked up, where the text names one. */
  readonly table?: string;
}

/** The parts of a route's gateway: `10.0.0.1`, `10.0.0.1%ether1`, `10.0.0.1@main` or `ether1`. */
export function parseGateway(text: string): NextHopText {
  const [, address, through, table] = /^(\d+\.\d+\.\d+\.\d+)(?:%([^@]+))?(?:@(.+))?$/.exec(text) ?? [];
  return address === undefined ? { interface: text } : { address, interface: through, table };
}

/** A table that a DHCP client adds a default route to. */
export interface ClientRouteTable {
  readonly table: string;
  /** Absent where the client's `default-route-distance` counts. */
  readonly distance?: string;
}

/** The parts of `default-route-tables`, such as `main:1,to_wan1`; `default` is the table of the client's interface. */
export function parseRouteTables(text: string): readonly ClientRouteTable[] {
  return text.split(",").map((part) => {
    const [table = "", distance] = part.split(":");
    return { table, distance };
  });
}

/** The default routes that a DHCP client adds while it is bound, by the values of its fields. */
export function clientRoutes(
  fields: Readonly<Record<string, unknown>>,
): readonly { readonly table: string; readonly distance: string }[] {
  const textOf = (name: string): string | undefined =>
    typeof fields[name] === "string" ? fields[name] : undefined;
  if (fields["add-default-route"] === "no") {
    return [];
  }
  const usual = textOf("default-route-distance") ?? ROUTE_DEFAULTS.distance;
  return parseRouteTables(textOf("default-route-tables") ?? "default").map(({ table, distance = usual }) => ({
    // Neither the review nor the lab models VRFs, so the table of the interface is main.
    table: table === "default" || table === "" ? MAIN_TABLE : table,
    distance,
  }));
}
