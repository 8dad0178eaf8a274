import type { GatewayDescription } from "../props/gateway-description";
import { HealthCheck } from "../props/health-check";
import type { Wan } from "../props/wan";
import type {
  AddressRow,
  MarkConnectionRow,
  MarkRoutingRow,
  NatRow,
  RouteRow,
  RoutingTableRow,
  Row,
} from "../routing/rows";
import { connectionMark, routingTable } from "./names";
import { type Placed, place } from "./placed";
import type { Values } from "./values";

/** What RouterOS calls any connection without a mark. */
const NO_MARK = "no-mark";

/** The rows of one WAN: mark, table, gateway and interface all come from its one record. */
export interface WanDesign {
  readonly wan: Wan;
  readonly routingTable: Placed<RoutingTableRow>;
  readonly masquerade?: Placed<NatRow>;
  readonly address: Placed<AddressRow>;
  readonly policyRoute: Placed<RouteRow>;
  /** The WAN's members of the ECMP group in table main. */
  readonly defaultRoutes: readonly Placed<RouteRow>[];
  readonly markConnection: Placed<MarkConnectionRow>;
  readonly markRouting: Placed<MarkRoutingRow>;
  /** All of the above, in the order of their chain. */
  readonly rows: readonly Placed[];
}

/** What a WAN takes from the gateway around it. */
export interface WanSurroundings {
  readonly description: GatewayDescription;
  readonly owner: string;
  readonly values: Values;
  /** The rows that stand before the chain begins. */
  readonly afterTable: readonly Placed[];
  /** The rows that stand before the WAN carries traffic. */
  readonly afterDefaultRoute: readonly Placed[];
}

/** Derives the rows of one WAN, chained so that each stands before what relies on it. */
export function designWan(wan: Wan, around: WanSurroundings): WanDesign {
  const { description, values } = around;
  const at = (role: string) => [wan.name, role];
  // By the router's own name of the WAN, so that a rename writes nothing to the router.
  const ours = (role: string) => ({ disabled: false, comment: `${around.owner}/${wan.routerName}/${role}` });
  const mark = connectionMark(description, wan);
  const table = routingTable(description, wan);

  const tableRow = place<RoutingTableRow>(
    at("routing-table"),
    { name: table, fib: true, ...ours("routing-table") },
    around.afterTable,
  );
  const masquerade = wan.masquerade
    ? place<NatRow>(
        at("masquerade"),
        { chain: "srcnat", "out-interface": wan.interface, action: "masquerade", ...ours("masquerade") },
        [tableRow],
      )
    : undefined;
  const address = place<AddressRow>(
    at("address"),
    {
      address: wan.address,
      network: values.networkOf(wan.address),
      interface: wan.interface,
      ...ours("address"),
    },
    [masquerade ?? tableRow],
  );
  const policyRoute = place<RouteRow>(
    at("policy-route"),
    { ...routeVia(wan, description), "routing-table": table, ...ours("policy-route") },
    [address],
  );
  const defaultRoute = place<RouteRow>(
    at("default-route"),
    { ...routeVia(wan, description), "routing-table": "main", ...ours("default-route") },
    [policyRoute, ...around.afterDefaultRoute],
  );
  const markConnection = place<MarkConnectionRow>(
    at("mark-connection"),
    {
      chain: "input",
      "in-interface": wan.interface,
      "connection-mark": NO_MARK,
      action: "mark-connection",
      "new-connection-mark": mark,
      passthrough: true,
      ...ours("mark-connection"),
    },
    [defaultRoute],
  );
  const markRouting = place<MarkRoutingRow>(
    at("mark-routing"),
    {
      chain: "output",
      "connection-mark": mark,
      // Hosts inside the WAN's own subnet are answered directly, not by way of its gateway.
      "dst-address": `!${values.subnetOf(wan.address)}`,
      action: "mark-routing",
      "new-routing-mark": table,
      passthrough: false,
      ...ours("mark-routing"),
    },
    [defaultRoute],
  );
  return Object.freeze({
    wan,
    routingTable: tableRow,
    masquerade,
    address,
    policyRoute,
    defaultRoutes: Object.freeze([defaultRoute]),
    markConnection,
    markRouting,
    rows: Object.freeze([
      tableRow,
      ...(masquerade === undefined ? [] : [masquerade]),
      address,
      policyRoute,
      defaultRoute,
      markConnection,
      markRouting,
    ]),
  });
}

/**
 * A route to everything by way of a WAN. All routes of a WAN are checked alike: equal checks share one probe,
 * and an unchecked route would hold traffic on a dead WAN.
 */
function routeVia(
  wan: Wan,
  { healthCheck }: GatewayDescription,
): Omit<RouteRow, "routing-table" | keyof Row> {
  return {
    "dst-address": "0.0.0.0/0",
    gateway: wan.gateway,
    distance: 1,
    scope: 30,
    "target-scope": 10,
    "check-gateway": (wan.healthCheck ?? healthCheck ?? HealthCheck.ping())._checkGateway,
  };
}
