import type { Wan } from "../props/wan";
import { type DnsGuards, designDnsGuards } from "./dns-guards";
import { routingTable } from "./names";
import { type Placed, place } from "./placed";
import { designPppoeClient } from "./point-to-point-design";
import { enabledForWan, type Surroundings } from "./surroundings";

/**
 * The rows that must stand before any route leads out of a WAN, one of another WAN's table among them: until then traffic
 * would leave with its own source, and a resolver that is open already would answer on the WAN.
 */
export interface WanBase {
  readonly wan: Wan;
  readonly routingTable: Placed<"/routing/table">;
  readonly pppoeClient?: Placed<"/interface/pppoe-client">;
  readonly masquerade?: Placed<"/ip/firewall/nat">;
  readonly dnsGuards: DnsGuards;
  /** The last of the above: what waits for them waits for all. */
  readonly last: readonly Placed[];
  /** All rows, each after what it waits for. */
  readonly rows: readonly Placed[];
}

/** Derives the rows that the rest of a WAN, and the backups of others, wait for. */
export function designWanBase(wan: Wan, around: Surroundings, after: readonly Placed[]): WanBase {
  const table = designTable(wan, around, after);
  const pppoeClient = designPppoeClient(wan, around, [table]);
  const masquerade = designMasquerade(wan, around, [pppoeClient ?? table]);
  const dnsGuards = designDnsGuards(wan, around, pppoeClient === undefined ? [] : [pppoeClient]);
  const guards = [...dnsGuards.ipv4, ...dnsGuards.ipv6];
  const chain = [table, pppoeClient, masquerade].filter((row) => row !== undefined);
  return Object.freeze({
    wan,
    routingTable: table,
    pppoeClient,
    masquerade,
    dnsGuards,
    last: Object.freeze([...chain.slice(-1), ...guards]),
    rows: Object.freeze([...chain, ...guards]),
  });
}

function designTable(wan: Wan, around: Surroundings, after: readonly Placed[]): Placed<"/routing/table"> {
  const row = {
    name: routingTable(around.description, wan),
    fib: true,
    // A table without routes leads nowhere, as the WAN's does while its routes are disabled.
    ...enabledForWan(around, wan, "routing-table"),
  };
  return place("/routing/table", [wan.name, "routing-table"], row, after);
}

function designMasquerade(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/nat"> | undefined {
  if (!wan.masquerade) {
    return undefined;
  }
  const row = {
    chain: "srcnat",
    "out-interface": wan.interface,
    ...(around.description.spareIpsec && { "ipsec-policy": "out,none" }),
    action: "masquerade",
    // An apply that disables the WAN would come to this row first: what leaves until it comes to the routes needs it.
    ...enabledForWan(around, wan, "masquerade"),
  } as const;
  return place("/ip/firewall/nat", [wan.name, "masquerade"], row, after);
}
