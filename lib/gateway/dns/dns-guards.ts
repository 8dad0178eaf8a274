import type { Ipv6RedirectRow, RawRow } from "../../routeros/rows";
import { type DesignContext, enabledForWan } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";

/** The rules that keep the router's resolver from a WAN. */
export interface DnsGuards {
  readonly ipv4: readonly RowSpec<"/ip/firewall/raw">[];
  readonly ipv6: readonly RowSpec<"/ipv6/firewall/nat">[];
}

const PROTOCOLS = ["udp", "tcp"] as const;

/** IANA's discard port, on which RouterOS offers nothing. */
const NOBODYS_PORT = "9";

/**
 * Whether the WANs are closed to questions to the router's resolver. Also while the gateway keeps that closed: Terraform
 * removes a row that nothing needs any more before it changes the row that needed it, so that guards which went with the
 * permission would leave the resolver open for a moment.
 */
export function guardsWans({ dns = {} }: GatewayDescription): boolean {
  return dns.guardWans ?? dns.allowRemoteRequests !== undefined;
}

/**
 * Derives the rules against questions to the router's resolver which come in on a WAN. They act before any filter rule
 * could accept such packets, and stay in force while the WAN is disabled: the resolver is still open.
 */
export function designDnsGuards(wan: Wan, context: DesignContext, after: readonly RowSpec[]): DnsGuards {
  const guarded = guardsWans(context.description) ? PROTOCOLS : [];
  return Object.freeze({
    ipv4: Object.freeze(guarded.map((protocol) => dropIpv4(protocol, wan, context, after))),
    ipv6: Object.freeze(guarded.map((protocol) => redirectIpv6(protocol, wan, context, after))),
  });
}

const questions = (protocol: string, wan: Wan) =>
  ({
    "in-interface": wan.interface,
    "dst-address-type": "local",
    protocol,
    "dst-port": "53",
  }) as const;

function dropIpv4(
  protocol: string,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/raw"> {
  const role = `dns-guard-${protocol}`;
  const row: RawRow = {
    chain: "prerouting",
    ...questions(protocol, wan),
    action: "drop",
    ...enabledForWan(context, wan, role),
  };
  return rowSpec("/ip/firewall/raw", [wan.name, role], row, after);
}

/** The provider has no raw rules for IPv6; of what it has, only NAT comes before the filter. */
function redirectIpv6(
  protocol: string,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ipv6/firewall/nat"> {
  const role = `dns-guard-${protocol}6`;
  const row: Ipv6RedirectRow = {
    chain: "dstnat",
    ...questions(protocol, wan),
    action: "redirect",
    "to-ports": NOBODYS_PORT,
    ...enabledForWan(context, wan, role),
  };
  return rowSpec("/ipv6/firewall/nat", [wan.name, role], row, after);
}
