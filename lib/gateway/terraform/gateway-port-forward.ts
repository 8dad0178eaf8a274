import type { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";

/** The resources of one port forward. */
export interface GatewayPortForward {
  /** The forward's name. */
  readonly name: string;
  /** The rules for connections from outside: one per WAN, in the order of the gateway's `wans`. */
  readonly rules: IpFirewallNat[];
  /** The rules for connections from the LANs to a WAN's address: one per WAN with `hairpin`, and none without. */
  readonly hairpins: IpFirewallNat[];
}
