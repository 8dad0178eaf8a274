import type { WanContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { excludesManagement } from "../management/management-list";
import { forwardsOn } from "../port-forwards/forward-rows";
import { connectionMark, lanInterfaceList, notBalanced } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { beyondSubnet, NO_MARK } from "../wan/wan-marks";
import { isClassified, routesBySource } from "./classification";
import { designClassifierRules, designRouterClassifierRules } from "./classifier-rules";

type MangleRule = RowSpec<"/ip/firewall/mangle">;

/** The rules of a WAN that distribute connections and keep them on their WAN. */
export interface BalancingMarks {
  /** Marks a connection by the WAN that it first leaves through. */
  readonly egressMark?: MangleRule;
  /** Sends the LANs' packets of a marked connection by its WAN. */
  readonly lanRoutingMark?: MangleRule;
  /** Sends the connections that the router opens from the WAN's address by the WAN. */
  readonly sourceRoutingMark?: MangleRule;
  /** Give the WAN its share of the LANs' new connections. */
  readonly classifierRules: readonly MangleRule[];
  /** Give the WAN its share of the router's own new connections. */
  readonly routerClassifierRules: readonly MangleRule[];
}

/** Designs the rules. They are mutually exclusive, so their order does not matter. */
export function designBalancingMarks(context: WanContext): BalancingMarks {
  return Object.freeze({
    egressMark: designEgressMark(context),
    lanRoutingMark: designLanRoutingMark(context),
    sourceRoutingMark: designSourceRoutingMark(context),
    classifierRules: Object.freeze(designClassifierRules(context)),
    routerClassifierRules: Object.freeze(designRouterClassifierRules(context)),
  });
}

/** Whether a connection is marked by the WAN that it first leaves through. */
function marksEgress(description: GatewayDescription): boolean {
  return description.stickyConnections === true || isClassified(description);
}

/** Whether packets from the LANs are routed by the mark of their connection, to any WAN. */
export function usesLanMarks(description: GatewayDescription): boolean {
  return description.wans.some((wan) => usesLanMarksOf(wan, description));
}

function usesLanMarksOf(wan: Wan, description: GatewayDescription): boolean {
  return marksEgress(description) || forwardsOn(wan, description).length > 0;
}

/** The rule goes by the interface that the first packet really leaves through, whatever chose that WAN. */
function designEgressMark(context: WanContext): MangleRule | undefined {
  const { description, wan } = context;
  return marksEgress(description)
    ? context.row(
        "/ip/firewall/mangle",
        { path: ["mark-egress"], stages: ["marks"] },
        {
          chain: "postrouting",
          "out-interface": context.interface,
          ...excludesManagement("postrouting", description),
          "connection-state": "new",
          "connection-mark": NO_MARK,
          action: "mark-connection",
          "new-connection-mark": connectionMark(description, wan),
          passthrough: true,
        },
      )
    : undefined;
}

/**
 * Packets for the router itself and for hosts of the WAN's own subnet need no gateway. The router looks up a routing mark
 * before its own addresses, so the rule must not match them.
 */
function designLanRoutingMark(context: WanContext): MangleRule | undefined {
  const { description, wan } = context;
  return usesLanMarksOf(wan, description)
    ? context.row(
        "/ip/firewall/mangle",
        { path: ["mark-lan-routing"], stages: ["lan routing mark"] },
        {
          chain: "prerouting",
          "in-interface-list": lanInterfaceList(description),
          ...excludesManagement("prerouting", description),
          "connection-mark": connectionMark(description, wan),
          ...beyondSubnet(context),
          "dst-address-type": "!local",
          action: "mark-routing",
          "new-routing-mark": context.table,
          passthrough: false,
        },
      )
    : undefined;
}

/**
 * Only new connections: the router's replies to a LAN host that connected to the WAN's address must return to that LAN.
 * The address must be known when the plan is made.
 */
function designSourceRoutingMark(context: WanContext): MangleRule | undefined {
  const { description, values } = context;
  const [address] = context.wan._kind.addresses;
  return address !== undefined && routesBySource(description)
    ? context.row(
        "/ip/firewall/mangle",
        { path: ["mark-source-routing"], stages: ["marks"] },
        {
          chain: "output",
          "src-address": values.hostOf(address),
          "dst-address-list": `!${notBalanced(description)}`,
          "dst-address-type": "!local",
          "connection-state": "new",
          "connection-mark": NO_MARK,
          action: "mark-routing",
          "new-routing-mark": context.table,
          passthrough: false,
        },
      )
    : undefined;
}
