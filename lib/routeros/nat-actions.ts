const SOURCE_NAT: ReadonlySet<string | undefined> = new Set(["masquerade", "src-nat"]);

/** Whether an action of `/ip/firewall/nat` gives packets another source address. */
export function translatesSource(action: string | undefined): boolean {
  return SOURCE_NAT.has(action);
}
