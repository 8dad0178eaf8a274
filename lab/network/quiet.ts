import type { Namespace } from "./namespace";

/** What a namespace is for. */
export interface Use {
  /** Whether it passes on packets that are not for itself. */
  readonly forward?: boolean;
}

/**
 * Makes a fresh namespace, before it has links, behave the same on every machine: a namespace takes over parameters
 * that a distribution set for the machine itself.
 */
export async function quiet(namespace: Namespace, { forward = false }: Use = {}): Promise<void> {
  await namespace.sysctl({
    // Nothing in the lab speaks IPv6, and what the kernel says on its own would be counted.
    "net/ipv6/conf/all/disable_ipv6": 1,
    "net/ipv6/conf/default/disable_ipv6": 1,
    // Only the ISPs' filters check source addresses.
    "net/ipv4/conf/all/rp_filter": 0,
    "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv4/conf/all/send_redirects": 0,
    "net/ipv4/conf/default/send_redirects": 0,
    "net/ipv4/icmp_ratelimit": 0,
    "net/ipv4/ip_forward": forward ? 1 : 0,
    // Room for thousands of connections between the same two addresses.
    "net/ipv4/ip_local_port_range": "10000 65535",
    // Frames on a switch are no business of the rules for packets.
    "net/bridge/bridge-nf-call-iptables": 0,
    "net/bridge/bridge-nf-call-arptables": 0,
    "net/bridge/bridge-nf-call-ip6tables": 0,
  });
}
