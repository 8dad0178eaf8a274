import { type DesignContext, enabledForWan } from "../design-context";
import { type DnsGuards, designDnsGuards } from "../dns/dns-guards";
import { routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import { designPppoeClient } from "./point-to-point";
import type { Wan } from "./wan";

/**
 * The rows that must stand before any route leads out of a WAN, one of another WAN's table among them: until then traffic
 * would leave with its own source, and a resolver that is open already would answer on the WAN.
 */
export interface WanBase {
  readonly wan: Wan;
  readonly routingTable: RowSpec<"/routing/table">;
  readonly pppoeClient?: RowSpec<"/interface/pppoe-client">;
  readonly masquerade?: RowSpec<"/ip/firewall/nat">;
  readonly dnsGuards: DnsGuards;
  /** The last of the above: what waits for them waits for all. */
  readonly last: readonly RowSpec[];
  /** All rows, each after what it waits for. */
  readonly rows: readonly RowSpec[];
}

/** Derives the rows that the rest of a WAN, and the backups of others, wait for. */
export function designWanBase(wan: Wan, context: DesignContext, after: readonly RowSpec[]): WanBase {
  const table = designTable(wan, context, after);
  const pppoeClient = designPppoeClient(wan, context, [table]);
  const masquerade = designMasquerade(wan, context, [pppoeClient ?? table]);
  const dnsGuards = designDnsGuards(wan, context, pppoeClient === undefined ? [] : [pppoeClient]);
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

function designTable(wan: Wan, context: DesignContext, after: readonly RowSpec[]): RowSpec<"/routing/table"> {
  const row = {
    name: routingTable(context.description, wan),
    fib: true,
    // A table without routes leads nowhere, as the WAN's does while its routes are disabled.
    ...enabledForWan(context, wan, "routing-table"),
  };
  return rowSpec("/routing/table", [wan.name, "routing-table"], row, after);
}

function designMasquerade(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/nat"> | undefined {
  if (!wan.masquerade) {
    return undefined;
  }
  const row = {
    chain: "srcnat",
    "out-interface": wan.interface,
    ...(context.description.excludeIpsec && { "ipsec-policy": "out,none" }),
    action: "masquerade",
    // An apply that disables the WAN would come to this row first: what leaves until it comes to the routes needs it.
    ...enabledForWan(context, wan, "masquerade"),
  } as const;
  return rowSpec("/ip/firewall/nat", [wan.name, "masquerade"], row, after);
}
