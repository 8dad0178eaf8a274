import type { Wan } from "../props/wan";
import { designBackupRoutes } from "./backup-routes";
import { type BalancingMarks, designBalancingMarks } from "./balancing-marks";
import { type CanaryDesign, designCanaries } from "./canary-design";
import { designDhcpClient } from "./dhcp-design";
import { designForwarding, type Forwarding } from "./forwarding";
import { type Placed, place } from "./placed";
import { designClampMss } from "./point-to-point-design";
import { ownedByWan, type Surroundings, type WanSurroundings } from "./surroundings";
import type { WanBase } from "./wan-base";
import { designConnectionMark, designRoutingMark } from "./wan-marks";
import { designDefaultRoutes, designPolicyRoutes } from "./wan-routes";

/** The rows of one WAN: mark, table, gateway and interface all come from its one record. */
export interface WanDesign {
  readonly wan: Wan;
  readonly base: WanBase;
  /** Absent where the address is not known beforehand. */
  readonly address?: Placed<"/ip/address">;
  readonly clampMss?: Placed<"/ip/firewall/mangle">;
  /** It writes the policy and default route of its WAN, which then has none of its own. */
  readonly dhcpClient?: Placed<"/ip/dhcp-client">;
  readonly canaries: readonly CanaryDesign[];
  readonly policyRoutes: readonly Placed<"/ip/route">[];
  /** In the WAN's own table, by each of the others; none unless users are to keep one WAN. */
  readonly backupRoutes: readonly Placed<"/ip/route">[];
  /** The WAN's members of the ECMP group in table main. */
  readonly defaultRoutes: readonly Placed<"/ip/route">[];
  readonly markConnection: Placed<"/ip/firewall/mangle">;
  readonly markRouting: Placed<"/ip/firewall/mangle">;
  readonly balancingMarks: BalancingMarks;
  readonly forwarding: Forwarding;
  /** What puts the ways out into the WAN's own table: whoever relies on them waits for it. */
  readonly ways: readonly Placed[];
  /** All of the above but the base, in the order of their chain. */
  readonly rows: readonly Placed[];
}

/** Derives the rows of one WAN, chained so that each stands before what relies on it. */
export function designWan(base: WanBase, around: WanSurroundings): WanDesign {
  const { wan, last: beforeAddress } = base;
  const address = designAddress(wan, around, beforeAddress);
  const clampMss = designClampMss(wan, around, beforeAddress);
  const dhcpClient = designDhcpClient(wan, around, [...beforeAddress, ...around.afterDefaultRoute]);
  const beforeRoutes = [address, clampMss].filter((row) => row !== undefined);
  const canaries = designCanaries(wan, around, beforeRoutes);
  const canaryRoutes = canaries.map(({ route }) => route);
  const policyRoutes = designPolicyRoutes(wan, around, canaryRoutes.length > 0 ? canaryRoutes : beforeRoutes);
  const backupRoutes = designBackupRoutes(
    wan,
    around,
    dhcpClient === undefined ? policyRoutes : [dhcpClient],
  );
  const defaultRoutes = designDefaultRoutes(wan, around, [...policyRoutes, ...backupRoutes]);
  const beforeMarks = dhcpClient === undefined ? defaultRoutes : [dhcpClient];
  const markConnection = designConnectionMark(wan, around, beforeMarks);
  const markRouting = designRoutingMark(wan, around, beforeMarks);
  const balancingMarks = designBalancingMarks(wan, around, beforeMarks);
  const forwarding = designForwarding(wan, around, balancingMarks.followMark, beforeMarks);
  return Object.freeze({
    wan,
    base,
    address,
    clampMss,
    dhcpClient,
    canaries: Object.freeze(canaries),
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
        ...canaries.flatMap(({ blackhole, route }) => [blackhole, route]),
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
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/address"> | undefined {
  if (wan.address === undefined) {
    return undefined;
  }
  const row = {
    address: wan.address,
    network: around.values.networkOf(wan.address),
    interface: wan.interface,
    ...ownedByWan(around, wan, "address"),
  };
  return place("/ip/address", [wan.name, "address"], row, after);
}
