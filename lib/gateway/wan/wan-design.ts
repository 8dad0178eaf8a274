import { designBackupRoutes } from "../balancing/backup-routes";
import { type BalancingMarks, designBalancingMarks } from "../balancing/balancing-marks";
import { type DesignContext, ownedByWan, type WanDesignContext } from "../design-context";
import { designProbeTargets, type ProbeTargetDesign } from "../health-check/probe-targets";
import { designForwarding, type Forwarding } from "../port-forwards/forwarding";
import { type RowSpec, rowSpec } from "../row-spec";
import { designDhcpClient } from "./dhcp";
import { designClampMss } from "./point-to-point";
import type { Wan } from "./wan";
import type { WanBase } from "./wan-base";
import { designConnectionMark, designRoutingMark } from "./wan-marks";
import { designDefaultRoutes, designPolicyRoutes } from "./wan-routes";

/** The rows of one WAN: mark, table, gateway and interface all come from its one record. */
export interface WanDesign {
  readonly wan: Wan;
  readonly base: WanBase;
  /** Absent where the address is not known beforehand. */
  readonly address?: RowSpec<"/ip/address">;
  readonly clampMss?: RowSpec<"/ip/firewall/mangle">;
  /** It writes the policy and default route of its WAN, which then has none of its own. */
  readonly dhcpClient?: RowSpec<"/ip/dhcp-client">;
  readonly probeTargets: readonly ProbeTargetDesign[];
  readonly policyRoutes: readonly RowSpec<"/ip/route">[];
  /** In the WAN's own table, by each of the others; none unless users are to keep one WAN. */
  readonly backupRoutes: readonly RowSpec<"/ip/route">[];
  /** The WAN's members of the ECMP group in table main. */
  readonly defaultRoutes: readonly RowSpec<"/ip/route">[];
  readonly markConnection: RowSpec<"/ip/firewall/mangle">;
  readonly markRouting: RowSpec<"/ip/firewall/mangle">;
  readonly balancingMarks: BalancingMarks;
  readonly forwarding: Forwarding;
  /** What puts the ways out into the WAN's own table: whoever relies on them waits for it. */
  readonly ways: readonly RowSpec[];
  /** All of the above but the base, in the order of their chain. */
  readonly rows: readonly RowSpec[];
}

/** Derives the rows of one WAN, chained so that each stands before what relies on it. */
export function designWan(base: WanBase, context: WanDesignContext): WanDesign {
  const { wan, last: beforeAddress } = base;
  const address = designAddress(wan, context, beforeAddress);
  const clampMss = designClampMss(wan, context, beforeAddress);
  const dhcpClient = designDhcpClient(wan, context, [...beforeAddress, ...context.afterDefaultRoute]);
  const beforeRoutes = [address, clampMss].filter((row) => row !== undefined);
  const probeTargets = designProbeTargets(wan, context, beforeRoutes);
  const probeTargetRoutes = probeTargets.map(({ route }) => route);
  const policyRoutes = designPolicyRoutes(
    wan,
    context,
    probeTargetRoutes.length > 0 ? probeTargetRoutes : beforeRoutes,
  );
  const backupRoutes = designBackupRoutes(
    wan,
    context,
    dhcpClient === undefined ? policyRoutes : [dhcpClient],
  );
  const defaultRoutes = designDefaultRoutes(wan, context, [...policyRoutes, ...backupRoutes]);
  const beforeMarks = dhcpClient === undefined ? defaultRoutes : [dhcpClient];
  const markConnection = designConnectionMark(wan, context, beforeMarks);
  const markRouting = designRoutingMark(wan, context, beforeMarks);
  const balancingMarks = designBalancingMarks(wan, context, beforeMarks);
  const forwarding = designForwarding(wan, context, balancingMarks.followMark, beforeMarks);
  return Object.freeze({
    wan,
    base,
    address,
    clampMss,
    dhcpClient,
    probeTargets: Object.freeze(probeTargets),
    policyRoutes: Object.freeze(policyRoutes),
    backupRoutes: Object.freeze(backupRoutes),
    defaultRoutes: Object.freeze(defaultRoutes),
    markConnection,
    markRouting,
    balancingMarks,
    forwarding,
    ways: Object.freeze(dhcpClient === undefined ? policyRoutes : [dhcpClient]),
    rows: Object.freeze(
      [
        address,
        clampMss,
        dhcpClient,
        ...probeTargets.flatMap(({ blackhole, route }) => [blackhole, route]),
        ...policyRoutes,
        ...backupRoutes,
        ...defaultRoutes,
        markConnection,
        markRouting,
        ...balancingMarks.rows,
        ...forwarding.rows,
      ].filter((row) => row !== undefined),
    ),
  });
}

function designAddress(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/address"> | undefined {
  if (wan.address === undefined) {
    return undefined;
  }
  const row = {
    address: wan.address,
    network: context.values.networkOf(wan.address),
    interface: wan.interface,
    ...ownedByWan(context, wan, "address"),
  };
  return rowSpec("/ip/address", [wan.name, "address"], row, after);
}
