import { designBackupRoutes } from "../balancing/backup-routes";
import { type BalancingMarks, designBalancingMarks } from "../balancing/balancing-marks";
import { defaultDistance } from "../balancing/classification";
import type { WanContext } from "../design-context";
import { type DnsGuards, designDnsGuards } from "../dns/dns-guards";
import { healthCheckOf } from "../health-check/health-check";
import { designProbeTargets, type ProbeTargetDesign } from "../health-check/probe-targets";
import { policyTablesOf } from "../policies/policy-rows";
import { designForwarding, type Forwarding } from "../port-forwards/forward-rows";
import { defaultRouteTable } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { Wan } from "./wan";
import { designConnectionMark, designRoutingMark } from "./wan-marks";
import { designDefaultRoutes, designPolicyRoutes } from "./wan-routes";

/**
 * The rows that must exist before any route leads out of a WAN, including the backup routes of other WANs.
 *
 * Without them, traffic would leave with its own source, and an open resolver would answer on the WAN.
 */
export interface WanBase {
  readonly routingTable: RowSpec<"/routing/table">;
  readonly pppoeClient?: RowSpec<"/interface/pppoe-client">;
  readonly masquerade?: RowSpec<"/ip/firewall/nat">;
  readonly dnsGuards: DnsGuards;
}

/** The rows of one WAN. They all take mark, table, gateway and interface from the same WAN. */
export interface WanDesign {
  readonly wan: Wan;
  readonly base: WanBase;
  readonly address?: RowSpec<"/ip/address">;
  readonly clampMss?: RowSpec<"/ip/firewall/mangle">;
  /** Writes the policy and default routes of its WAN, which then has no rows for them. */
  readonly dhcpClient?: RowSpec<"/ip/dhcp-client">;
  readonly probeTargets: readonly ProbeTargetDesign[];
  readonly policyRoutes: readonly RowSpec<"/ip/route">[];
  /** Routes in the WAN's own table that lead out of the other WANs. */
  readonly backupRoutes: readonly RowSpec<"/ip/route">[];
  /** The WAN's members of the ECMP group. */
  readonly defaultRoutes: readonly RowSpec<"/ip/route">[];
  readonly markConnection: RowSpec<"/ip/firewall/mangle">;
  readonly markRouting: RowSpec<"/ip/firewall/mangle">;
  readonly balancingMarks: BalancingMarks;
  readonly forwarding: Forwarding;
  /** All rows of the WAN: each after the rows that it depends on. */
  readonly rows: readonly RowSpec[];
}

/** Designs the rows of a WAN that its other rows, and the backup routes of other WANs, depend on. */
export function designWanBase(context: WanContext): WanBase {
  return Object.freeze({
    routingTable: designRoutingTable(context),
    pppoeClient: context.wan._kind.interfaceClient(context),
    masquerade: designMasquerade(context),
    dnsGuards: designDnsGuards(context),
  });
}

/** Designs the other rows of a WAN. */
export function designWan(base: WanBase, context: WanContext): WanDesign {
  const { wan } = context;
  return Object.freeze({
    wan,
    base,
    address: wan._kind.addressRow(context),
    clampMss: wan._kind.clampMss(context),
    dhcpClient: designRouteClient(context),
    probeTargets: Object.freeze(designProbeTargets(context)),
    policyRoutes: Object.freeze(designPolicyRoutes(context)),
    backupRoutes: Object.freeze(designBackupRoutes(context)),
    defaultRoutes: Object.freeze(designDefaultRoutes(context)),
    markConnection: designConnectionMark(context),
    markRouting: designRoutingMark(context),
    balancingMarks: designBalancingMarks(context),
    forwarding: designForwarding(context),
    rows: Object.freeze([...context.rows]),
  });
}

function designRoutingTable(context: WanContext): RowSpec<"/routing/table"> {
  return context.row(
    "/routing/table",
    // An empty table has no effect, so the table of a disabled WAN stays enabled.
    { path: ["routing-table"], stages: ["routing table"], disabled: false },
    { name: context.table, fib: true },
  );
}

function designMasquerade(context: WanContext): RowSpec<"/ip/firewall/nat"> | undefined {
  return context.wan.masquerade
    ? context.row(
        "/ip/firewall/nat",
        // Packets still leave until Terraform has disabled the routes too, so the rule of a disabled WAN stays enabled.
        { path: ["masquerade"], stages: ["masquerade"], disabled: false },
        {
          chain: "srcnat",
          "out-interface": context.interface,
          ...(context.description.excludeIpsec && { "ipsec-policy": "out,none" }),
          action: "masquerade",
        },
      )
    : undefined;
}

function designRouteClient(context: WanContext): RowSpec<"/ip/dhcp-client"> | undefined {
  const { wan, description } = context;
  return wan._kind.routeClient(context, {
    defaultRouteTable: defaultRouteTable(description),
    distance: defaultDistance(wan, description),
    ownTable: context.table,
    policyTables: policyTablesOf(wan, description),
    checkGateway: healthCheckOf(wan, description)._checkGateway,
  });
}
