import { IPv6 } from "ipaddr.js";
import type { DnsStaticRecord } from "../../props/dns";
import type { GatewayDescription } from "../../props/gateway-description";
import { isAddress } from "../../routing/ipv4";
import type { Values } from "../values";
import { problem, repeats } from "./problem";

const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/;
const TIME = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;

/** DNS: servers are addresses; each static name is a host name with one address. */
export function dnsProblems({ dns = {} }: GatewayDescription, values: Values): string[] {
  const records = dns.staticRecords ?? [];
  const servers = values.isToken(dns.servers) ? [] : (dns.servers ?? []);
  return [
    ...(dns.servers?.length === 0
      ? [problem("dns.servers", dns.servers, "is empty", "write the servers' addresses, or leave it out")]
      : []),
    ...servers.flatMap((server, i) =>
      values.isToken(server) || isAddress(server) || IPv6.isValid(server)
        ? []
        : [problem(`dns.servers[${i}]`, server, "is not an IP address", 'write one, such as "9.9.9.9"')],
    ),
    ...records.flatMap((record, i) => recordProblems(record, `dns.staticRecords[${i}]`, values)),
    ...repeats(
      records.map(({ name }, i) => ({ prop: `dns.staticRecords[${i}].name`, value: name })),
      "already has its address in",
      "write one record per name",
    ),
  ];
}

function recordProblems({ name, address, ttl }: DnsStaticRecord, at: string, values: Values): string[] {
  return [
    ...(HOST_NAME.test(name)
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
