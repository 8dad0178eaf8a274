import { type DesignContext, ownedByWan } from "../design-context";
import { type RowSpec, rowSpec } from "../row-spec";
import { type Wan, WanKind } from "./wan";

/** The client that makes a WAN's interface, where the gateway shall have one. */
export function designPppoeClient(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/interface/pppoe-client"> | undefined {
  return wan.pppoe === undefined
    ? undefined
    : rowSpec(
        "/interface/pppoe-client",
        [wan.name, "pppoe-client"],
        {
          name: wan.interface,
          interface: wan.pppoe.interface,
          user: wan.pppoe.user,
          password: wan.pppoe.password,
          "add-default-route": false,
          "use-peer-dns": false,
          ...ownedByWan(context, wan, "pppoe-client"),
        },
        after,
      );
}

/**
 * The rule that keeps TCP connections to what fits through a point-to-point link, whose MTU is often less than the LAN's:
 * what leaves by it tells the far end to send no more. Hosts of the LAN hear from the router itself when they send too much.
 */
export function designClampMss(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  return wan.kind !== WanKind.POINT_TO_POINT
    ? undefined
    : rowSpec(
        "/ip/firewall/mangle",
        [wan.name, "clamp-mss"],
        {
          chain: "forward",
          "out-interface": wan.interface,
          protocol: "tcp",
          "tcp-flags": "syn",
          action: "change-mss",
          "new-mss": "clamp-to-pmtu",
          passthrough: true,
          ...ownedByWan(context, wan, "clamp-mss"),
        },
        after,
      );
}
