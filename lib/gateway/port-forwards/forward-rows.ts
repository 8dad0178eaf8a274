import type { DstNatRow, Row } from "../../routeros/rows";
import type { DesignContext, WanContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { excludesManagement } from "../management/management-list";
import { connectionMark, FORWARDS, hairpinMark, lanInterfaceList } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { NO_MARK } from "../wan/wan-marks";
import { type PortForward, protocolOf } from "./port-forward";

/** The rows of one port forward on one WAN. */
export interface ForwardDesign {
  readonly name: string;
  /** For connections that come in on the WAN. */
  readonly rule: RowSpec<"/ip/firewall/nat">;
  /** For connections from the LANs to the WAN's address: one if the forward has `hairpin`. */
  readonly hairpins: readonly RowSpec<"/ip/firewall/nat">[];
}

/** The port forwards of a WAN, and the rules that bring their replies back. */
export interface Forwarding {
  /** Marks a connection that comes in on the WAN. */
  readonly ingressMark?: RowSpec<"/ip/firewall/mangle">;
  /** Marks a connection from a LAN to the WAN's address. */
  readonly hairpinMark?: RowSpec<"/ip/firewall/mangle">;
  readonly forwards: readonly ForwardDesign[];
}

/** The forwards of a WAN: those that name it, and those that name no WAN. */
export function forwardsOn({ name }: Wan, { portForwards = [] }: GatewayDescription): PortForward[] {
  return portForwards.filter(({ wans }) => wans === undefined || wans.includes(name));
}

/** Designs the rows of a WAN's forwards. */
export function designForwarding(context: WanContext): Forwarding {
  const forwards = forwardsOn(context.wan, context.description);
  return Object.freeze({
    ingressMark: forwards.length > 0 ? designIngressMark(context) : undefined,
    hairpinMark: forwards.some(hasHairpin) ? designHairpinMark(context) : undefined,
    forwards: Object.freeze(
      forwards.map((forward) =>
        Object.freeze({
          name: forward.name,
          rule: designRule(forward, context),
          hairpins: Object.freeze(hasHairpin(forward) ? designHairpins(forward, context) : []),
        }),
      ),
    ),
  });
}

/**
 * Designs the rule that gives forwarded connections from a LAN the router's address.
 *
 * Otherwise the host would reply to its neighbour directly, which expects a reply from the WAN's address.
 */
export function designHairpinMasquerade(context: DesignContext): RowSpec<"/ip/firewall/nat"> | undefined {
  const { description } = context;
  return (description.portForwards ?? []).some(hasHairpin)
    ? context.row(
        "/ip/firewall/nat",
        { path: [FORWARDS, "hairpin-masquerade"], stages: ["hairpin masquerade"] },
        {
          chain: "srcnat",
          "out-interface-list": lanInterfaceList(description),
          "connection-mark": hairpinMark(description),
          action: "masquerade",
        },
      )
    : undefined;
}

const hasHairpin = ({ hairpin }: PortForward): boolean => hairpin === true;

function designIngressMark(context: WanContext): RowSpec<"/ip/firewall/mangle"> {
  const { description, wan } = context;
  return context.row(
    "/ip/firewall/mangle",
    { path: ["mark-ingress"], stages: ["ingress mark"] },
    {
      chain: "prerouting",
      "in-interface": context.interface,
      ...excludesManagement("prerouting", description),
      "connection-state": "new",
      "connection-mark": NO_MARK,
      action: "mark-connection",
      "new-connection-mark": connectionMark(description, wan),
      passthrough: true,
    },
  );
}

/** The mark is for the hairpin masquerade, so the address must be known when the plan is made. */
function designHairpinMark(context: WanContext): RowSpec<"/ip/firewall/mangle"> | undefined {
  const { description, values } = context;
  const [address] = context.wan._kind.addresses;
  return address === undefined
    ? undefined
    : context.row(
        "/ip/firewall/mangle",
        { path: ["mark-hairpin"], stages: ["hairpin mark"] },
        {
          chain: "prerouting",
          "in-interface-list": lanInterfaceList(description),
          ...excludesManagement("prerouting", description),
          "dst-address": values.hostOf(address),
          "dst-address-type": "local",
          "connection-state": "new",
          "connection-mark": NO_MARK,
          action: "mark-connection",
          "new-connection-mark": hairpinMark(description),
          passthrough: true,
        },
      );
}

/** The rule matches the router's own addresses only: packets for others pass through. */
function designRule(forward: PortForward, context: WanContext): RowSpec<"/ip/firewall/nat"> {
  return context.row(
    "/ip/firewall/nat",
    { path: ["forwards", forward.name], role: `forward:${forward.name}`, stages: ["forwards"] },
    {
      chain: "dstnat",
      "in-interface": context.interface,
      "dst-address-type": "local",
      ...translation(forward),
    },
  );
}

/** The rule matches the address of this WAN only: the ports of the router's LAN address are not forwarded. */
function designHairpins(forward: PortForward, context: WanContext): RowSpec<"/ip/firewall/nat">[] {
  return context.wan._kind.addresses.map((address) =>
    context.row(
      "/ip/firewall/nat",
      { path: ["hairpins", forward.name], role: `hairpin:${forward.name}`, stages: ["hairpins"] },
      {
        chain: "dstnat",
        "in-interface-list": lanInterfaceList(context.description),
        "dst-address": context.values.hostOf(address),
        ...translation(forward),
      },
    ),
  );
}

/** If a forward has several ports, the port of a connection stays as it is. */
function translation(
  forward: PortForward,
): Omit<DstNatRow, keyof Row | "chain" | "in-interface" | "in-interface-list" | "dst-address"> {
  const isOnePort = /^\d+$/.test(forward.ports);
  return {
    protocol: protocolOf(forward),
    "dst-port": forward.ports,
    action: "dst-nat",
    "to-addresses": forward.to,
    ...(isOnePort ? { "to-ports": String(forward.toPort ?? forward.ports) } : {}),
  };
}
