import { IPv6 } from "ipaddr.js";
import { isAddress } from "../../routeros/ipv4";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { duplicates, type Problem, problem } from "../validation/problem";
import { type Dns, type DnsStaticRecord, isHostName } from "./dns";

const TIME = /^(\d{1,4}w)?(\d{1,4}d)?(\d{1,4}h)?(\d{1,4}m)?(\d{1,4}s)?$/;

const A_HOST_NAME = { id: "write-such-as", example: '"portal.isp.example"' } as const;
const AN_ADDRESS = { id: "write-such-as", example: '"203.0.113.80"' } as const;
const A_TIME = { id: "write-such-as", example: '"30m" or "1d"' } as const;

/** DNS: servers are addresses; each static name is a host name with one address. */
export function dnsProblems({ dns = {} }: GatewayDescription, values: TokenResolver): Problem[] {
  const records = dns.staticRecords ?? [];
  const servers = values.isToken(dns.servers) ? [] : (dns.servers ?? []);
  return [
    ...guardProblems(dns),
    ...(dns.servers?.length === 0
      ? [problem("dns.servers", dns.servers, "empty", { id: "remove-or-write", code: '["9.9.9.9"]' })]
      : []),
    ...servers.flatMap((server, i) =>
      values.isToken(server) ? [] : serverProblems(server, `dns.servers[${i}]`),
    ),
    ...records.flatMap((record, i) => recordProblems(record, `dns.staticRecords[${i}]`, values)),
    ...duplicates(
      records.map(({ name }, i) => ({ path: `dns.staticRecords[${i}].name`, value: name })),
      { id: "write-once", what: "name" },
    ),
  ];
}

function guardProblems({ allowRemoteRequests, guardWans }: Dns): Problem[] {
  return allowRemoteRequests === true && guardWans === false
    ? [problem("dns.guardWans", guardWans, "opens-resolver", "remove")]
    : [];
}

function serverProblems(server: string, path: string): Problem[] {
  if (isAddress(server)) {
    return [];
  }
  if (!IPv6.isValid(server) || server.includes("%")) {
    return [problem(path, server, "not-an-ip-address", { id: "write-such-as", example: '"9.9.9.9"' })];
  }
  // The router stores this spelling, and every plan would change any other one back (RFC 5952).
  const canonical = IPv6.parse(server).toRFC5952String();
  return server === canonical
    ? []
    : [problem(path, server, "not-canonical", { id: "write", code: `"${canonical}"` })];
}

function recordProblems(
  { name, address, ttl }: DnsStaticRecord,
  path: string,
  values: TokenResolver,
): Problem[] {
  return [
    ...(isHostName(name) ? [] : [problem(`${path}.name`, name, "not-a-host-name", A_HOST_NAME)]),
    ...(values.isToken(address) || isAddress(address)
      ? []
      : [problem(`${path}.address`, address, "not-an-address", AN_ADDRESS)]),
    ...(ttl === undefined || values.isToken(ttl) || (ttl !== "" && TIME.test(ttl))
      ? []
      : [problem(`${path}.ttl`, ttl, "not-a-time", A_TIME)]),
  ];
}
