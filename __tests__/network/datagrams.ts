import type { Network } from "../../lab/network";
import type { Sent, Traffic } from "../../lab/traffic";

/** Sends datagrams of one host of a LAN, each to another address of the Internet. */
export function sendFromLan(
  network: Network,
  traffic: Traffic,
  lan: string,
  count: number,
  timeoutMs: number,
): Promise<Sent> {
  return traffic.send(
    {
      protocol: "udp",
      from: network.lan(lan).namespace,
      sources: network.lan(lan).addresses(1),
      destinations: network.internet.addresses(count),
    },
    { timeoutMs },
  );
}
