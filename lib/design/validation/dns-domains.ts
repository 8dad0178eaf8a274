import type { DnsDomain } from "../../props/dns";
import type { GatewayDescription } from "../../props/gateway-description";
import { WanKind } from "../../props/wan";
import { format, hostOrPrefix, isAddress, specialUseOf } from "../../routing/ipv4";
import { shown } from "../../text/shown";
import { MAIN, pinName, routesTable } from "../names";
import type { Values } from "../values";
import { isHostName } from "./host-name";
import { networkOf } from "./networks";
import { problem, repeats } from "./problem";

/** Domains of an ISP: each named once, its resolver beyond one WAN, and no pin of the owner's leads there too. */
export function dnsDomainProblems(gateway: GatewayDescription, values: Values): string[] {
  const domains = gateway.dns?.domains ?? [];
  const records = gateway.dns?.staticRecords ?? [];
  const names = [
    ...records.map(({ name }, i) => ({ prop: `dns.staticRecords[${i}].name`, value: name })),
    ...domains.map(({ domain }, i) => ({ prop: `dns.domains[${i}].domain`, value: domain })),
  ];
  return [
    ...domains.flatMap((domain, i) => domainProblems(domain, `dns.domains[${i}]`, gateway, values)),
    // Two static records of one name are a problem of their own.
    ...repeats(names, "is already answered by", "write each name once").filter((text) =>
      text.startsWith("dns.domains"),
    ),
    ...domains.flatMap((domain, i) => otherWanProblems(domain, domains.slice(0, i), `dns.domains[${i}]`)),
  ];
}

function domainProblems(
  { domain, server, wan }: DnsDomain,
  at: string,
  gateway: GatewayDescription,
  values: Values,
): string[] {
  const names = gateway.wans.map(({ name }) => name);
  const leased = gateway.wans.some(({ name, kind }) => name === wan && kind === WanKind.DHCP);
  return [
    ...(leased && routesTable(gateway) !== MAIN
      ? [
          problem(
            `${at}.wan`,
            wan,
            "gets its address by DHCP, so the route to the resolver is a routing rule, which would apply to the LANs of other gateways too",
            "name another WAN, or leave out routingTable",
          ),
        ]
      : []),
    ...(isHostName(domain)
      ? []
      : [
          problem(
            `${at}.domain`,
            domain,
            "is not a domain",
            'write one in lower case, such as "isp.example"',
          ),
        ]),
    ...(names.includes(wan)
      ? serverProblems({ prop: `${at}.server`, server, wan }, gateway, values)
      : [
          problem(
            `${at}.wan`,
            wan,
            "is not a WAN of this gateway",
            `write one of ${names.map(shown).join(", ")}`,
          ),
        ]),
  ];
}

interface GivenServer {
  readonly prop: string;
  readonly server: string;
  readonly wan: string;
}

function serverProblems(
  { prop, server, wan }: GivenServer,
  gateway: GatewayDescription,
  values: Values,
): string[] {
  if (values.isToken(server)) {
    return [problem(prop, server, "is a token, and decides which routes are made", "write the address")];
  }
  const remedy = 'write the address of the ISP\'s resolver, such as "203.0.113.53"';
  if (!isAddress(server)) {
    return [problem(prop, server, "is not an IPv4 address", remedy)];
  }
  const special = specialUseOf(server);
  if (special !== undefined) {
    return [problem(prop, server, `is ${special} space`, remedy)];
  }
  const network = networkOf(server, gateway, values);
  if (network?.router === server) {
    return [problem(prop, server, `is the router's own address of ${network.prop}`, remedy)];
  }
  if (network !== undefined && network.wan !== wan) {
    const fault = `lies in ${format(network.prefix)} of ${network.prop}, which the WAN ${shown(wan)} does not lead to`;
    return [problem(prop, server, fault, "write the WAN that leads there, or another resolver")];
  }
  return pinProblems({ prop, server, wan }, gateway);
}

/** The resolver gets a pin of its own. */
function pinProblems({ prop, server }: GivenServer, { destinationPins = [] }: GatewayDescription): string[] {
  return destinationPins.flatMap((pin, i) => {
    const pinned = hostOrPrefix(pin.destination);
    if (pinned !== undefined && format(pinned) === `${server}/32`) {
      const remedy = "leave that pin out: the domain's resolver gets one by itself";
      return [problem(prop, server, `is pinned by destinationPins[${i}] too`, remedy)];
    }
    return pinName(pin) === server
      ? [problem(prop, server, `is the name of destinationPins[${i}]`, "give that pin another name")]
      : [];
  });
}

function otherWanProblems({ server, wan }: DnsDomain, earlier: readonly DnsDomain[], at: string): string[] {
  const other = earlier.findIndex((domain) => domain.server === server && domain.wan !== wan);
  return other === -1
    ? []
    : [
        problem(
          `${at}.wan`,
          wan,
          `is not the WAN of dns.domains[${other}], whose resolver is the same`,
          "reach each resolver through one WAN",
        ),
      ];
}
