import type { Fields } from "../../../state/fields";
import { type RouterStatus, routerStatus } from "../../../state/status/router-status";
import type { WanStatus } from "../../../state/status/wan-status";
import { InputError } from "../../input";
import type { RouterClient } from "../../router";

/** What passes a WAN now, in bits per second. */
export interface Rate {
  readonly received: number;
  readonly sent: number;
}

/** A WAN with what is asked about it alone. */
export interface MeasuredWan extends WanStatus {
  /** Absent if the user may not run monitors, for which the policy `test` is needed. */
  readonly rate?: Rate;
  /** Connections that are open now and have the WAN's mark; absent if they were not counted. */
  readonly openConnections?: number;
}

/** The status of a router, measured. */
export interface MeasuredStatus extends Omit<RouterStatus, "wans"> {
  readonly wans: readonly MeasuredWan[];
  /** WANs whose open connections were not counted, because of the limit of requests. */
  readonly uncounted: readonly string[];
}

/** A router answers the requests of one user one after the other, so a status asks little. */
const MOST_REQUESTS = 10;

/** What is read of each menu; nothing that may be secret. */
const FIELDS = {
  routes: [
    "/ip/route",
    "dst-address,gateway,immediate-gw,active,inactive,disabled,distance,routing-table,check-gateway,blackhole,comment",
  ],
  addresses: ["/ip/address", "address,interface,disabled"],
  nextHops: ["/routing/nexthop", "address,check-gateway,gw-check-ok"],
  interfaces: ["/interface", "name,type,running,disabled,comment,last-link-down-time"],
  dhcpClients: [
    "/ip/dhcp-client",
    "interface,status,address,expires-after,add-default-route,disabled,comment",
  ],
  nat: [
    "/ip/firewall/nat",
    "chain,action,out-interface,disabled,packets,comment,protocol,dst-port,to-addresses,to-ports",
  ],
  mangle: [
    "/ip/firewall/mangle",
    "chain,action,in-interface,disabled,new-connection-mark,new-routing-mark,per-connection-classifier",
  ],
} as const;

/** The requests that are always sent: one per menu, and one for what passes the interfaces. */
const USUAL_REQUESTS = Object.keys(FIELDS).length + 1;

/**
 * Reads the status of a router with at most ten requests.
 *
 * @throws InputError if the router cannot be reached, or rejects to show its routes
 */
export async function readStatus(router: RouterClient): Promise<MeasuredStatus> {
  const rows = {
    routes: required(await read(router, "routes")),
    addresses: required(await read(router, "addresses")),
    nextHops: (await read(router, "nextHops")) ?? [],
    interfaces: required(await read(router, "interfaces")),
    dhcpClients: required(await read(router, "dhcpClients")),
    nat: required(await read(router, "nat")),
    mangle: required(await read(router, "mangle")),
  };
  const status = routerStatus(rows);
  const marked = status.wans.filter(({ mark }) => mark !== undefined);
  const counted = marked.slice(0, MOST_REQUESTS - USUAL_REQUESTS);
  const open = new Map<string, number | undefined>();
  for (const { interface: name, mark = "" } of counted) {
    open.set(name, await router.count("/ip/firewall/connection", "connection-mark", mark));
  }
  const rates = await ratesOf(router, status.wans);
  return {
    ...status,
    wans: status.wans.map((wan) => ({
      ...wan,
      ...defined("rate", rates.get(wan.interface)),
      ...defined("openConnections", open.get(wan.interface)),
    })),
    uncounted: marked.slice(counted.length).map(({ name }) => name),
  };
}

function read(router: RouterClient, part: keyof typeof FIELDS): Promise<readonly Fields[] | undefined> {
  const [menu, names] = FIELDS[part];
  return router.fields(menu, names);
}

function required(rows: readonly Fields[] | undefined): readonly Fields[] {
  if (rows === undefined) {
    throw new InputError(
      "the router rejects to show its rows: the user needs a group with the policies read, api and rest-api",
    );
  }
  return rows;
}

async function ratesOf(router: RouterClient, wans: readonly WanStatus[]): Promise<ReadonlyMap<string, Rate>> {
  const names = wans.filter(({ link }) => link !== "unknown").map((wan) => wan.interface);
  const traffic = names.length === 0 ? [] : ((await router.traffic(names)) ?? []);
  return new Map(
    traffic.map((row) => [
      row["name"] ?? "",
      { received: Number(row["rx-bits-per-second"]), sent: Number(row["tx-bits-per-second"]) },
    ]),
  );
}

const defined = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
