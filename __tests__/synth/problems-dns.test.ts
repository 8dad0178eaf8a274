import { TerraformVariable } from "cdktf";
import type { Dns } from "../../lib";
import { type Reason, reasonsWith, routerStack } from "./synthesize";

const isp = { domain: "isp.example", server: "203.0.113.53", wan: "wlan2" };
const withDomain = (domain: object): { dns: Dns } => ({ dns: { domains: [{ ...isp, ...domain }] } });

test.each<[what: string, props: object, reason: Reason]>([
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
    { ...withDomain({}), destinationPins: [{ destination: "203.0.113.53/32", wan: "wlan2" }] },
    {
      path: "dns.domains[0].server",
      fault: { id: "pinned-too", pin: "destinationPins[0]" },
      remedy: { id: "remove-pin", pin: "destinationPins[0]" },
    },
  ],
  [
    "a resolver whose pin's name is taken",
    {
      ...withDomain({}),
      destinationPins: [{ destination: "203.0.113.80", wan: "wlan2", name: "203.0.113.53" }],
    },
    {
      path: "dns.domains[0].server",
      fault: { id: "name-of", of: "destinationPins[0]" },
      remedy: { id: "rename-pin", pin: "destinationPins[0]" },
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
