import type { Namespace } from "./namespace";

/** Where servers listen. Flows come from ports above: see `takeSourcePort` and `quiet`. */
const SERVER_PORTS = "1-9999";

/** More flows than come to one place within the time that each is remembered. */
const MOST_FLOWS = 1_048_576;

/** What is remembered. An update keeps the address of an earlier flow from the same port, so that one is deleted first. */
const ASKED = "ip saddr . udp sport . udp dport : ip daddr";

/**
 * Server programs are bound to no address in particular, and would reply to UDP from the one that the route back prefers.
 * So what comes for any address is handed to that one, and the reply comes from the one that was asked last by that client.
 * Not by connection tracking: that drops a flow whose source port is remembered from an earlier one, and where it forgets
 * early, a server that a busy machine holds up replies from the wrong address.
 */
export async function replyAsAsked(namespace: Namespace, preferred: string): Promise<void> {
  await namespace.nft(`
table ip replies {
  map asked {
    type ipv4_addr . inet_service . inet_service : ipv4_addr
    size ${MOST_FLOWS}
    flags dynamic,timeout
    timeout 10m
  }
  chain prerouting {
    type filter hook prerouting priority raw; policy accept;
    udp dport ${SERVER_PORTS} fib daddr type local delete @asked { ${ASKED} } update @asked { ${ASKED} } ip daddr set ${preferred} notrack
  }
  chain output {
    type filter hook output priority raw; policy accept;
    udp sport ${SERVER_PORTS} ip saddr set ip daddr . udp dport . udp sport map @asked notrack
  }
}
`);
}
