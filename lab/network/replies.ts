/**
 * Server programs are bound to no address in particular, and would reply to UDP from the one that the route back prefers.
 * So what comes for any address is handed to that one, and translation makes the reply come from the one that was asked.
 */
export const replyAsAsked = (preferred: string): string => `
table ip replies {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    meta l4proto udp dnat to ${preferred}
  }
}
`;
