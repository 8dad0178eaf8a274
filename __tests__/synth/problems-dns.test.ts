import { TerraformVariable } from "cdktf";
import type { Dns } from "../../lib";
import { type Reason, reasonsWith, routerStack } from "./synthesize";

const isp = { domain: "isp.example", server: "203.0.113.53", wan: "wlan2" };
const withDomain = (domain: object): { dns: Dns } => ({ dns: { domains: [{ ...isp, ...domain }] } });

test.each<[what: string, props: object, reason: Reason]>([
  [
    "no DNS server",
    { dns: { servers: [] } },
    { path: "dns.servers", fault: { id: "empty" }, remedy: { id: "remove-or-write", code: '["9.9.9.9"]' } },
  ],
  [
    "a DNS server by name",
    { dns: { servers: ["9.9.9.9", "dns.example"] } },
    {
      path: "dns.servers[1]",
      fault: { id: "not-an-ip-address" },
      remedy: { id: "write-such-as", example: '"9.9.9.9"' },
    },
  ],
  [
    "a record in capitals",
    { dns: { staticRecords: [{ name: "Portal", address: "203.0.113.80" }] } },
    {
      path: "dns.staticRecords[0].name",
      fault: { id: "not-a-host-name" },
      remedy: { id: "write-such-as", example: '"portal.isp.example"' },
    },
  ],
  [
    "a record without address",
    { dns: { staticRecords: [{ name: "portal", address: "" }] } },
    {
      path: "dns.staticRecords[0].address",
      fault: { id: "not-an-address" },
      remedy: { id: "write-such-as", example: '"203.0.113.80"' },
    },
  ],
  [
    "a record's time in words",
    { dns: { staticRecords: [{ name: "portal", address: "203.0.113.80", ttl: "one day" }] } },
    {
      path: "dns.staticRecords[0].ttl",
      fault: { id: "not-a-time" },
      remedy: { id: "write-such-as", example: '"30m" or "1d"' },
    },
  ],
  [
    "a record's name twice",
    {
      dns: {
        staticRecords: [
          { name: "portal", address: "203.0.113.80" },
          { name: "portal", address: "203.0.113.81" },
        ],
      },
    },
    {
      path: "dns.staticRecords[1].name",
      fault: { id: "duplicate", earlier: "dns.staticRecords[0].name" },
      remedy: { id: "write-once", what: "name" },
    },
  ],
  [
    "an IPv6 server in a spelling that a router changes",
    { dns: { servers: ["2620:FE::FE"] } },
    {
      path: "dns.servers[0]",
      fault: { id: "not-canonical" },
      remedy: { id: "write", code: '"2620:fe::fe"' },
    },
  ],
  [
    "an IPv6 server with a zone",
    { dns: { servers: ["fe80::1%wlan1"] } },
    {
      path: "dns.servers[0]",
      fault: { id: "not-an-ip-address" },
      remedy: { id: "write-such-as", example: '"9.9.9.9"' },
    },
  ],
  [
    "a record with a label of 64 letters",
    { dns: { staticRecords: [{ name: "a".repeat(64), address: "203.0.113.80" }] } },
    {
      path: "dns.staticRecords[0].name",
      fault: { id: "not-a-host-name" },
      remedy: { id: "write-such-as", example: '"portal.isp.example"' },
    },
  ],
  [
    "a domain in upper case",
    withDomain({ domain: "ISP.example" }),
    {
      path: "dns.domains[0].domain",
      fault: { id: "not-a-domain" },
      remedy: { id: "write-such-as", example: '"isp.example"' },
    },
  ],
  [
    "a domain twice",
    { dns: { domains: [isp, isp] } },
    {
      path: "dns.domains[1].domain",
      fault: { id: "duplicate", earlier: "dns.domains[0].domain" },
      remedy: { id: "write-once", what: "name" },
    },
  ],
  [
    "a domain that is a static record",
    { dns: { staticRecords: [{ name: "isp.example", address: "203.0.113.80" }], domains: [isp] } },
    {
      path: "dns.domains[0].domain",
      fault: { id: "duplicate", earlier: "dns.staticRecords[0].name" },
      remedy: { id: "write-once", what: "name" },
    },
  ],
  [
    "a domain of no WAN",
    withDomain({ wan: "wlan9" }),
    {
      path: "dns.domains[0].wan",
      fault: { id: "unknown-wan" },
      remedy: { id: "write-either", choices: ['"wlan1"', '"wlan2"'] },
    },
  ],
  [
    "one resolver through two WANs",
    { dns: { domains: [isp, { ...isp, domain: "tv.example", wan: "wlan1" }] } },
    {
      path: "dns.domains[1].wan",
      fault: { id: "resolver-by-other-wan", of: "dns.domains[0]" },
      remedy: { id: "one-wan-per-resolver" },
    },
  ],
  [
    "a resolver by name",
    withDomain({ server: "dns.isp.example" }),
    {
      path: "dns.domains[0].server",
      fault: { id: "not-an-address" },
      remedy: { id: "write-such-as", what: "the address of the ISP's resolver", example: '"203.0.113.53"' },
    },
  ],
  [
    "a resolver that is multicast",
    withDomain({ server: "224.0.0.251" }),
    {
      path: "dns.domains[0].server",
      fault: { id: "special-use", use: "multicast" },
      remedy: { id: "write-such-as", what: "the address of the ISP's resolver", example: '"203.0.113.53"' },
    },
  ],
  [
    "the router as the resolver",
    withDomain({ server: "10.111.0.2" }),
    {
      path: "dns.domains[0].server",
      fault: { id: "own-address", of: "wans[1]" },
      remedy: { id: "write-such-as", what: "the address of the ISP's resolver", example: '"203.0.113.53"' },
    },
  ],
  [
    "a resolver in another WAN's network",
    withDomain({ server: "10.112.0.53" }),
    {
      path: "dns.domains[0].server",
      fault: { id: "in-other-network", network: "10.112.0.0/24", of: "wans[0]", wan: "wlan2" },
      remedy: { id: "write-wan-or-resolver" },
    },
  ],
  [
    "a resolver in a LAN",
    withDomain({ server: "192.168.0.53" }),
    {
      path: "dns.domains[0].server",
      fault: { id: "in-other-network", network: "192.168.0.0/24", of: "lans[0]", wan: "wlan2" },
      remedy: { id: "write-wan-or-resolver" },
    },
  ],
  [
    "a resolver that is pinned already",
    { ...withDomain({}), policies: [{ name: "pinned", to: ["203.0.113.53/32"], via: [["wlan2"]] }] },
    {
      path: "dns.domains[0].server",
      fault: { id: "in-policy", policy: "policies[0].to[0]" },
      remedy: { id: "remove-destination", destination: "policies[0].to[0]" },
    },
  ],
  [
    "a resolver whose pin's name is taken",
    {
      ...withDomain({}),
      policies: [{ name: "203.0.113.53", to: ["${TfToken[TOKEN.1]}"], via: [["wlan2"]] }],
    },
    {
      path: "dns.domains[0].server",
      fault: { id: "name-of", of: "policies[0]" },
      remedy: { id: "rename-policy", policy: "policies[0]" },
    },
  ],
  [
    "domains that are no list",
    { dns: { domains: isp } },
    {
      path: "dns.domains",
      fault: { id: "not-a-list" },
      remedy: { id: "write", code: "[{ domain: ..., server: ..., wan: ... }]" },
    },
  ],
  [
    "a domain without a resolver",
    { dns: { domains: [{ domain: "isp.example", wan: "wlan2" }] } },
    { path: "dns.domains[0].server", fault: { id: "missing" }, remedy: { id: "write-string" } },
  ],
  [
    "a resolver that is open to the WANs",
    { dns: { allowRemoteRequests: true, guardWans: false } },
    { path: "dns.guardWans", fault: { id: "opens-resolver" }, remedy: { id: "remove" } },
  ],
  [
    "allowRemoteRequests that is no boolean",
    { dns: { allowRemoteRequests: "yes" } },
    { path: "dns.allowRemoteRequests", fault: { id: "not-a-boolean" } },
  ],
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toContainEqual(reason);
});

test("accepts the ISP's gateway, or a neighbour of it, as the resolver", () => {
  expect(reasonsWith(withDomain({ server: "10.111.0.1" }))).toEqual([]);
  expect(reasonsWith(withDomain({ server: "10.111.0.53" }))).toEqual([]);
});

test("a token says too little of a resolver", () => {
  const token = new TerraformVariable(routerStack(), "resolver", {}).stringValue;
  expect(reasonsWith(withDomain({ server: token }))).toEqual([
    { path: "dns.domains[0].server", fault: { id: "token", because: "rows" } },
  ]);
});
