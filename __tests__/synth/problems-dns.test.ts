import { TerraformVariable } from "cdktf";
import type { Dns } from "../../lib";
import { problemsWith, routerStack } from "./synthesize";

const isp = { domain: "isp.example", server: "203.0.113.53", wan: "wlan2" };
const withDomain = (domain: object): { dns: Dns } => ({ dns: { domains: [{ ...isp, ...domain }] } });
const resolver = 'write the address of the ISP\'s resolver, such as "203.0.113.53"';

test.each<[what: string, props: object, problem: string]>([
  [
    "a domain in upper case",
    withDomain({ domain: "ISP.example" }),
    'dns.domains[0].domain: "ISP.example" is not a domain: write one in lower case, such as "isp.example"',
  ],
  [
    "a domain twice",
    { dns: { domains: [isp, isp] } },
    'dns.domains[1].domain: "isp.example" is already answered by dns.domains[0].domain: write each name once',
  ],
  [
    "a domain that is a static record",
    { dns: { staticRecords: [{ name: "isp.example", address: "203.0.113.80" }], domains: [isp] } },
    'dns.domains[0].domain: "isp.example" is already answered by dns.staticRecords[0].name: write each name once',
  ],
  [
    "a domain of no WAN",
    withDomain({ wan: "wlan9" }),
    'dns.domains[0].wan ("isp.example"): "wlan9" is not a WAN of this gateway: write one of "wlan1", "wlan2"',
  ],
  [
    "one resolver through two WANs",
    { dns: { domains: [isp, { ...isp, domain: "tv.example", wan: "wlan1" }] } },
    'dns.domains[1].wan ("tv.example"): "wlan1" is not the WAN of dns.domains[0], whose resolver is the same: reach each resolver through one WAN',
  ],
  [
    "a resolver by name",
    withDomain({ server: "dns.isp.example" }),
    `dns.domains[0].server ("isp.example"): "dns.isp.example" is not an IPv4 address: ${resolver}`,
  ],
  [
    "a resolver that is multicast",
    withDomain({ server: "224.0.0.251" }),
    `dns.domains[0].server ("isp.example"): "224.0.0.251" is multicast space: ${resolver}`,
  ],
  [
    "the router as the resolver",
    withDomain({ server: "10.111.0.2" }),
    `dns.domains[0].server ("isp.example"): "10.111.0.2" is the router's own address of wans[1]: ${resolver}`,
  ],
  [
    "a resolver in another WAN's network",
    withDomain({ server: "10.112.0.53" }),
    'dns.domains[0].server ("isp.example"): "10.112.0.53" lies in 10.112.0.0/24 of wans[0], which the WAN "wlan2" does not lead to: write the WAN that leads there, or another resolver',
  ],
  [
    "a resolver in a LAN",
    withDomain({ server: "192.168.0.53" }),
    'dns.domains[0].server ("isp.example"): "192.168.0.53" lies in 192.168.0.0/24 of lans[0], which the WAN "wlan2" does not lead to: write the WAN that leads there, or another resolver',
  ],
  [
    "a resolver that is pinned already",
    { ...withDomain({}), destinationPins: [{ destination: "203.0.113.53/32", wan: "wlan2" }] },
    'dns.domains[0].server ("isp.example"): "203.0.113.53" is pinned by destinationPins[0] too: leave that pin out: the domain\'s resolver gets one by itself',
  ],
  [
    "a resolver whose pin's name is taken",
    {
      ...withDomain({}),
      destinationPins: [{ destination: "203.0.113.80", wan: "wlan2", name: "203.0.113.53" }],
    },
    'dns.domains[0].server ("isp.example"): "203.0.113.53" is the name of destinationPins[0]: give that pin another name',
  ],
  [
    "domains that are no list",
    { dns: { domains: isp } },
    `dns.domains: ${JSON.stringify(isp).slice(0, 59)}… is not a list: write [{ domain: ..., server: ..., wan: ... }]`,
  ],
  [
    "a domain without a resolver",
    { dns: { domains: [{ domain: "isp.example", wan: "wlan2" }] } },
    'dns.domains[0].server ("isp.example"): undefined is missing: write a string',
  ],
  [
    "a resolver that is open to the WANs",
    { dns: { allowRemoteRequests: true, guardWans: false } },
    "dns.guardWans: false would open the router's resolver to every WAN, beside dns.allowRemoteRequests: true: leave it out",
  ],
  [
    "allowRemoteRequests that is no boolean",
    { dns: { allowRemoteRequests: "yes" } },
    'dns.allowRemoteRequests: "yes" is not a boolean: write true or false',
  ],
])("refuses %s", (_, props, problem) => {
  expect(problemsWith(props)).toContain(problem);
});

test("accepts the ISP's gateway, or a neighbour of it, as the resolver", () => {
  expect(problemsWith(withDomain({ server: "10.111.0.1" }))).toEqual([]);
  expect(problemsWith(withDomain({ server: "10.111.0.53" }))).toEqual([]);
});

test("a token says too little of a resolver", () => {
  const token = new TerraformVariable(routerStack(), "resolver", {}).stringValue;
  expect(problemsWith(withDomain({ server: token }))).toEqual([
    `dns.domains[0].server ("isp.example"): ${JSON.stringify(token)} is a token, and decides which routes are made: write the address`,
  ]);
});
