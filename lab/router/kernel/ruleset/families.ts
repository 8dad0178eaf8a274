/** A family of packets, as nftables calls it; each has a table of its own. */
export type Family = "ip" | "ip6";

export const FAMILIES: readonly Family[] = ["ip", "ip6"];

/** The packets that a menu of the firewall is about. */
export const familyOf = (menu: string): Family => (menu.startsWith("ipv6/") ? "ip6" : "ip");
