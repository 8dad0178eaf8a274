import type { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import { groupBy } from "../../collections/group-by";
import type { PortForward } from "../port-forwards/port-forward";
import type { WanDesign } from "../wan/wan-design";
import type { RowResources } from "./row-resources";

/** The resources of one port forward. */
export interface GatewayPortForward {
  /** The name of the forward. */
  readonly name: string;
  /** The rules for connections from outside: one per WAN, in the order of the gateway's `wans`. */
  readonly rules: IpFirewallNat[];
  /** The rules for connections from the LANs to a WAN's address: one per WAN with `hairpin`, otherwise none. */
  readonly hairpins: IpFirewallNat[];
}

/** The resources of port forwards, which were made before. */
export function portForwardsOf(
  portForwards: readonly PortForward[],
  wans: readonly WanDesign[],
  resources: RowResources,
): GatewayPortForward[] {
  const rules = groupBy(
    wans.flatMap((wan) => wan.forwarding.forwards),
    ({ name }) => name,
  );
  return portForwards.map(({ name }) => {
    const onWans = rules.get(name) ?? [];
    return {
      name,
      rules: onWans.map(({ rule }) => resources.of(rule)),
      hairpins: onWans.flatMap(({ hairpins }) => hairpins.map((hairpin) => resources.of(hairpin))),
    };
  });
}
