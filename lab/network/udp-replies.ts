import type { Namespace } from "./namespace";

/**
 * Server programs are bound to no address in particular, and would reply to UDP from the one that the route back prefers.
 * So what comes for any address is handed to that one, and translation makes the reply come from the one that was asked.
 */
export async function replyAsAsked(namespace: Namespace, preferred: string): Promise<void> {
  await namespace.nft(`
table ip replies {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    meta l4proto udp dnat to ${preferred}
  }
}
`);
  // All flows now go to one address, so a flow whose source port is still remembered from an earlier one is dropped.
  await namespace.sysctl({ "net/netfilter/nf_conntrack_udp_timeout": FORGOTTEN_AFTER_S });
}

/** Servers answer at once. */
const FORGOTTEN_AFTER_S = 2;
