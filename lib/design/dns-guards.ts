import type { Wan } from "../props/wan";
import type { RawRow } from "../routing/rows";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";

const PROTOCOLS = ["udp", "tcp"];

/**
 * The rules that discard questions to the router's resolver which come in on a WAN. They stand in raw, before any
 * filter rule could accept them, and stay in force while the WAN is disabled: the resolver is still open.
 */
export function designDnsGuards(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): readonly Placed<"/ip/firewall/raw">[] {
  if (around.description.dns?.allowRemoteRequests !== true) {
    return [];
  }
  return Object.freeze(
    PROTOCOLS.map((protocol) => {
      const role = `dns-guard-${protocol}`;
      const row: RawRow = {
        chain: "prerouting",
        "in-interface": wan.interface,
        "dst-address-type": "local",
        protocol,
        "dst-port": "53",
        action: "drop",
        ...ownedByWan(around, wan, role),
        disabled: false,
      };
      return place("/ip/firewall/raw", [wan.name, role], row, after);
    }),
  );
}
