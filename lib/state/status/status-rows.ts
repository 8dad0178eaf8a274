import type { Fields } from "../fields";

/** What a router shows of itself at one moment, by menu. */
export interface StatusRows {
  /** `/ip/route`, connected and other dynamic routes included. */
  readonly routes: readonly Fields[];
  /** `/ip/address`: its networks are known while a link is down, when no connected route is. */
  readonly addresses: readonly Fields[];
  /** `/routing/nexthop`. */
  readonly nextHops: readonly Fields[];
  /** `/interface`. */
  readonly interfaces: readonly Fields[];
  /** `/ip/dhcp-client`. */
  readonly dhcpClients: readonly Fields[];
  /** `/ip/firewall/nat`. */
  readonly nat: readonly Fields[];
  /** `/ip/firewall/mangle`. */
  readonly mangle: readonly Fields[];
}

/** Whether a row is in force. */
export const isEnabled = (row: Fields): boolean => row["disabled"] !== "true";
