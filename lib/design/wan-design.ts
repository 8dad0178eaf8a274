import type { Wan } from "../props/wan";
import { designDnsGuards } from "./dns-guards";
import { exitMark, followMark, followsMarks, marksExits } from "./follow-design";
import { connectionMark, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";
import { markConnection, markRouting } from "./wan-marks";
import { routeVia } from "./wan-routes";

/** The rows of one WAN: mark, table, gateway and interface all come from its one record. */
export interface WanDesign {
  readonly wan: Wan;
  readonly routingTable: Placed<"/routing/table">;
  readonly masquerade?: Placed<"/ip/firewall/nat">;
  readonly address: Placed<"/ip/address">;
  readonly policyRoute: Placed<"/ip/route">;
  /** The WAN's members of the ECMP group in table main. */
  readonly defaultRoutes: readonly Placed<"/ip/route">[];
  readonly markConnection: Placed<"/ip/firewall/mangle">;
  readonly markRouting: Placed<"/ip/firewall/mangle">;
  /** Marks a connection by the WAN it first leaves through; absent where nothing asks for it. */
  readonly markExit?: Placed<"/ip/firewall/mangle">;
  /** Sends the LANs' packets of a marked connection by its WAN; absent where nothing asks for it. */
  readonly followMark?: Placed<"/ip/firewall/mangle">;
  /** What keeps the router's resolver from the WAN; empty where it is not opened. */
  readonly dnsGuards: readonly Placed<"/ip/firewall/raw">[];
  /** All of the above, in the order of their chain. */
  readonly rows: readonly Placed[];
}

/** What a WAN takes from the gateway around it. */
export interface WanSurroundings extends Surroundings {
  /** The rows that stand before the chain begins. */
  readonly afterTable: readonly Placed[];
  /** The rows that stand before the WAN carries traffic. */
  readonly afterDefaultRoute: readonly Placed[];
}

/** Derives the rows of one WAN, chained so that each stands before what relies on it. */
export function designWan(wan: Wan, around: WanSurroundings): WanDesign {
  const { description, values } = around;
  const at = (role: string) => [wan.name, role];
  const ours = (role: string) => ownedByWan(around, wan, role);
  const mark = connectionMark(description, wan);
  const table = routingTable(description, wan);

  const tableRow = place(
    "/routing/table",
    at("routing-table"),
    { name: table, fib: true, ...ours("routing-table") },
    around.afterTable,
  );
  const masquerade = wan.masquerade
    ? place(
        "/ip/firewall/nat",
        at("masquerade"),
        { chain: "srcnat", "out-interface": wan.interface, action: "masquerade", ...ours("masquerade") },
        [tableRow],
      )
    : undefined;
  const address = place(
    "/ip/address",
    at("address"),
    {
      address: wan.address,
      network: values.networkOf(wan.address),
      interface: wan.interface,
      ...ours("address"),
    },
    [masquerade ?? tableRow],
  );
  const policyRoute = place(
    "/ip/route",
    at("policy-route"),
    { ...routeVia(wan, description), "routing-table": table, ...ours("policy-route") },
    [address],
  );
  const defaultRoute = place(
    "/ip/route",
    at("default-route"),
    { ...routeVia(wan, description), "routing-table": "main", ...ours("default-route") },
    [policyRoute, ...around.afterDefaultRoute],
  );
  const connectionMarkRow = place(
    "/ip/firewall/mangle",
    at("mark-connection"),
    { ...markConnection(wan, mark), ...ours("mark-connection") },
    [defaultRoute],
  );
  const routingMarkRow = place(
    "/ip/firewall/mangle",
    at("mark-routing"),
    { ...markRouting(wan, mark, table, values), ...ours("mark-routing") },
    [defaultRoute],
  );
  const exitMarkRow = marksExits(description)
    ? place("/ip/firewall/mangle", at("mark-exit"), { ...exitMark(wan, mark), ...ours("mark-exit") }, [
        defaultRoute,
      ])
    : undefined;
  const followMarkRow = followsMarks(description)
    ? place(
        "/ip/firewall/mangle",
        at("follow-mark"),
        { ...followMark(wan, around), ...ours("follow-mark") },
        [defaultRoute],
      )
    : undefined;
  const dnsGuards = designDnsGuards(wan, around);
  const rows = [
    tableRow,
    masquerade,
    address,
    policyRoute,
    defaultRoute,
    connectionMarkRow,
    routingMarkRow,
    exitMarkRow,
    followMarkRow,
    ...dnsGuards,
  ];
  return Object.freeze({
    wan,
    routingTable: tableRow,
    masquerade,
    address,
    policyRoute,
    defaultRoutes: Object.freeze([defaultRoute]),
    markConnection: connectionMarkRow,
    markRouting: routingMarkRow,
    markExit: exitMarkRow,
    followMark: followMarkRow,
    rows: Object.freeze(rows.filter((row) => row !== undefined)),
    dnsGuards,
  });
}
