import type { WanContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import type { RowSpec } from "../row-spec";

/** The rules that discard DNS queries from a WAN to the router's resolver. */
export interface DnsGuards {
  readonly ipv4: readonly RowSpec<"/ip/firewall/raw">[];
  readonly ipv6: readonly RowSpec<"/ipv6/firewall/nat">[];
}

const PROTOCOLS = ["udp", "tcp"] as const;

/** IANA's discard port, on which RouterOS has no service. */
const DISCARD_PORT = "9";

/**
 * Whether the WANs have guards. They also have them while the gateway keeps the resolver closed: Terraform destroys a row
 * before it updates the row that needed it, so guards that were destroyed with the permission would leave the resolver open
 * for a moment.
 */
export function guardsWans({ dns = {} }: GatewayDescription): boolean {
  return dns.guardWans ?? dns.allowRemoteRequests !== undefined;
}

/**
 * Designs the guards of a WAN. They apply before any filter rule can accept such packets, and stay enabled while the WAN is
 * disabled, because the resolver is still open.
 */
export function designDnsGuards(context: WanContext): DnsGuards {
  const protocols = guardsWans(context.description) ? PROTOCOLS : [];
  return Object.freeze({
    ipv4: Object.freeze(protocols.map((protocol) => dropIpv4(protocol, context))),
    ipv6: Object.freeze(protocols.map((protocol) => redirectIpv6(protocol, context))),
  });
}

const guardPlace = (role: string) => ({ path: [role], stages: ["dns guards"], disabled: false }) as const;

const queries = (protocol: string, { interface: interfaceName }: WanContext) =>
  ({
    "in-interface": interfaceName,
    "dst-address-type": "local",
    protocol,
    "dst-port": "53",
  }) as const;

function dropIpv4(protocol: string, context: WanContext): RowSpec<"/ip/firewall/raw"> {
  return context.row("/ip/firewall/raw", guardPlace(`dns-guard-${protocol}`), {
    chain: "prerouting",
    ...queries(protocol, context),
    action: "drop",
  });
}

/** The provider has no raw rules for IPv6. NAT is the only menu it has that applies before the filter. */
function redirectIpv6(protocol: string, context: WanContext): RowSpec<"/ipv6/firewall/nat"> {
  return context.row("/ipv6/firewall/nat", guardPlace(`dns-guard-${protocol}6`), {
    chain: "dstnat",
    ...queries(protocol, context),
    action: "redirect",
    "to-ports": DISCARD_PORT,
  });
}
