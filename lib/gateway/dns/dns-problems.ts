import { IPv6 } from "ipaddr.js";
import { isAddress } from "../../routeros/ipv4";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { problem, repeats } from "../validation/problem";
import type { Dns, DnsStaticRecord } from "./dns";
import { isHostName } from "./host-name";

const TIME = /^(\d{1,4}w)?(\d{1,4}d)?(\d{1,4}h)?(\d{1,4}m)?(\d{1,4}s)?$/;

/** DNS: servers are addresses; each static name is a host name with one address. */
export function dnsProblems({ dns = {} }: GatewayDescription, values: TokenResolver): string[] {
  const records = dns.staticRecords ?? [];
  const servers = values.isToken(dns.servers) ? [] : (dns.servers ?? []);
  return [
    ...guardProblems(dns),
    ...(dns.servers?.length === 0
      ? [problem("dns.servers", dns.servers, "is empty", "write the servers' addresses, or leave it out")]
      : []),
    ...servers.flatMap((server, i) =>
      values.isToken(server) ? [] : serverProblems(server, `dns.servers[${i}]`),
    ),
    ...records.flatMap((record, i) => recordProblems(record, `dns.staticRecords[${i}]`, values)),
    ...repeats(
      records.map(({ name }, i) => ({ prop: `dns.staticRecords[${i}].name`, value: name })),
      "already has its address in",
      "write one record per name",
    ),
  ];
}

function guardProblems({ allowRemoteRequests, guardWans }: Dns): string[] {
  return allowRemoteRequests === true && guardWans === false
    ? [
        problem(
          "dns.guardWans",
          guardWans,
          "would open the router's resolver to every WAN, beside dns.allowRemoteRequests: true",
          "leave it out",
        ),
      ]
    : [];
}

function serverProblems(server: string, prop: string): string[] {
  if (isAddress(server)) {
    return [];
  }
  if (!IPv6.isValid(server) || server.includes("%")) {
    return [problem(prop, server, "is not an IP address", 'write one, such as "9.9.9.9"')];
  }
  // The router shows it so, and a plan would change any other spelling for ever (RFC 5952).
  const canonical = IPv6.parse(server).toRFC5952String();
  return server === canonical
    ? []
    : [problem(prop, server, "is not how a router writes it", `write "${canonical}"`)];
}

function recordProblems(
  { name, address, ttl }: DnsStaticRecord,
  at: string,
  values: TokenResolver,
): string[] {
  return [
    ...(isHostName(name)
      ? []
      : [
          problem(
            `${at}.name`,
            name,
            "is not a host name",
            'write one in lower case, such as "portal.isp.example"',
          ),
        ]),
    ...(values.isToken(address) || isAddress(address)
      ? []
      : [problem(`${at}.address`, address, "is not an IPv4 address", 'write one, such as "203.0.113.80"')]),
    ...(ttl === undefined || values.isToken(ttl) || (ttl !== "" && TIME.test(ttl))
      ? []
      : [problem(`${at}.ttl`, ttl, "is not a time of RouterOS", 'write one, such as "30m" or "1d"')]),
  ];
}
