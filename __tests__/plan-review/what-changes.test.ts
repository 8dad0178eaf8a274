import { Balancing, ClassifyBy, type GatewayDescription, RouterTraffic, Wan } from "../../lib";
import { formatJson, formatMarkdown, review } from "../../lib/plan-review";
import { whatChangesLines } from "../../lib/plan-review/text/what-changes-text";
import type { Resources } from "../terraform";
import { changed } from "./findings-in";
import { resourcesOf } from "./gateway-resources";
import { articleResources, LATER, plan } from "./plans";

const lines = (before: Resources, after: Resources): readonly string[] =>
  whatChangesLines(review([plan(before, after)]).routers[0]?.whatChanges ?? []);

const dns = (server: string, resolver: string): GatewayDescription["dns"] => ({
  servers: [server],
  domains: [{ domain: "tv.isp.example", server: resolver, wan: "fibre" }],
  allowRemoteRequests: true,
});

/** A site with three WANs, a resolver and a forward. */
const site = (more: Partial<GatewayDescription> = {}): Resources =>
  resourcesOf({
    lans: [
      { name: "office", interface: "bridge", address: "192.168.10.1/24" },
      { name: "guest", interface: "vlan20", address: "192.168.20.1/24" },
    ],
    wans: [
      Wan.static({
        name: "fibre",
        interface: "ether1",
        address: "198.51.100.2/30",
        gateway: "198.51.100.1",
        weight: 3,
      }),
      Wan.dhcp({ name: "cable", interface: "ether2" }),
      Wan.pointToPoint({ name: "dsl", interface: "pppoe-dsl", tier: 2 }),
    ],
    balancing: Balancing.perConnectionClassifier({
      by: ClassifyBy.BOTH_ADDRESSES,
      routerTraffic: RouterTraffic.FAILOVER,
    }),
    dns: dns("9.9.9.9", "203.0.113.53"),
    portForwards: [{ name: "web", ports: "443", to: "192.168.10.10" }],
    management: { sources: ["10.99.0.0/24"], interfaces: ["ether5"] },
    ...more,
  });

const attacked = site({
  dns: dns("203.0.113.66", "203.0.113.54"),
  portForwards: [
    { name: "web", ports: "443", to: "192.168.10.66" },
    { name: "rdp", ports: "3389", to: "192.168.10.20" },
  ],
});

test("a new forward, a new target and another resolver are said in the owner's words, with old and new value", () => {
  expect(lines(site(), attacked).slice(0, 3)).toEqual([
    "forward rdp: new, tcp 3389 on cable, dsl, fibre → 192.168.10.20",
    "forward web: target 192.168.10.10 → 192.168.10.66 (tcp 443 on cable, dsl, fibre)",
    "router asks 203.0.113.66 (was 9.9.9.9)",
  ]);
  expect(lines(site(), attacked)).toContain("DNS name tv.isp.example: server 203.0.113.53 → 203.0.113.54");
});

test("they are at the top of the report, not folded, and in the JSON report", () => {
  const report = review([plan(site(), attacked)]);
  const markdown = formatMarkdown(report);
  const [top = ""] = markdown.split("| New connections");
  expect(top).toContain("- router asks 203.0.113.66 (was 9.9.9.9)");
  expect(top).not.toContain("<details>");
  const [router] = JSON.parse(formatJson(report)).routers;
  expect(router.whatChanges[1]).toMatchObject({
    kind: "changed",
    category: "forward",
    subject: "forward web",
    values: [{ name: "target", before: "192.168.10.10", after: "192.168.10.66" }],
    text: "forward web: target 192.168.10.10 → 192.168.10.66 (tcp 443 on cable, dsl, fibre)",
  });
});

test("a first plan lists the WANs, LANs and forwards; a destroy lists them as removed", () => {
  const first = lines({}, site());
  expect(first).toEqual(
    expect.arrayContaining([
      "forward web: new, tcp 443 on cable, dsl, fibre → 192.168.10.10",
      "router asks 9.9.9.9",
      "WAN cable: new, DHCP on ether2",
      "WAN fibre: new, 198.51.100.2/30 on ether1, gateway 198.51.100.1",
      "LAN office: new, 192.168.10.1/24 on bridge",
    ]),
  );
  const gone = lines(site(), {});
  expect(gone).toContain("router asks no DNS server (was 9.9.9.9)");
  expect(gone).toContain("WAN cable: removed, DHCP on ether2");
});

const wisp = (gateway: string, name = "wisp") =>
  resourcesOf({
    lans: [{ interface: "Local", address: "192.168.0.1/24" }],
    wans: [
      Wan.static({ name, interface: "wlan1", address: "10.112.0.2/24", gateway }),
      Wan.static({ name: "dsl", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1" }),
    ],
  });

test("a WAN's gateway is one value although several routes have it", () => {
  expect(lines(wisp("10.112.0.1"), wisp("10.112.0.254"))).toEqual([
    "wisp: gateway 10.112.0.1 → 10.112.0.254",
  ]);
});

test("a forward that comes to another WAN is not new", () => {
  const forward = (on: readonly string[]): Resources =>
    changed({
      routeros_ip_firewall_nat: Object.fromEntries(
        on.map((name) => [
          `camera_${name}`,
          {
            chain: "dstnat",
            action: "dst-nat",
            protocol: "tcp",
            dst_port: "554",
            in_interface: name,
            to_addresses: "192.168.0.7",
            comment: "camera",
          },
        ]),
      ),
    });
  expect(lines(forward(["wlan1"]), forward(["wlan1", "wlan2"]))).toEqual([
    'forward "camera": WANs wlan1 → wlan1, wlan2 (tcp 554 on wlan1, wlan2)',
  ]);
});

describe("rows of hand-written HCL", () => {
  const rule = (more: object) => ({
    chain: "input",
    action: "accept",
    protocol: "tcp",
    dst_port: "22",
    ...more,
  });
  const filter = (more: object): Resources =>
    articleResources(2, { routeros_ip_firewall_filter: { ssh: rule(more) } });

  test.each<[string, Resources, Resources, readonly string[]]>([
    [
      "a rule by its comment",
      articleResources(),
      filter({ comment: "allow ssh", src_address: "10.0.0.0/8", in_interface: "wlan1" }),
      ['rule "allow ssh" in input: new, accept tcp 22 from 10.0.0.0/8 on wlan1'],
    ],
    [
      "a rule by what it matches",
      articleResources(),
      filter({ src_address: "!10.0.0.0/8" }),
      ["rule in input: new, accept tcp 22 from anything but 10.0.0.0/8"],
    ],
    ["a port", filter({}), filter({ dst_port: "2222" }), ["rule in input: port 22 → 2222"]],
    ["a switch", filter({ disabled: false }), filter({ disabled: true }), ["rule in input: disabled"]],
    [
      "an address and a route",
      articleResources(),
      changed({
        routeros_ip_address: { Local: { address: "192.168.1.1/24", network: "192.168.1.0" } },
        routeros_ip_route: { vpn: { dst_address: "10.0.0.0/8", gateway: "192.168.1.7", distance: 5 } },
      }),
      [
        "address on Local: address 192.168.0.1/24 → 192.168.1.1/24",
        "route to 10.0.0.0/8: new, by 192.168.1.7, distance 5",
      ],
    ],
    [
      "a menu that no packet depends on",
      articleResources(),
      articleResources(2, { routeros_system_user: { bob: { name: "bob", group: "full" } } }),
      ["system user bob: new, group=full"],
    ],
    [
      "a value that is not known yet",
      filter({}),
      filter({ dst_port: LATER }),
      ["rule in input: port 22 → (not shown)"],
    ],
    [
      "entries of a list",
      articleResources(2, {
        routeros_ip_firewall_addr_list: { a: { list: "vips", address: "10.0.0.1" } },
      }),
      articleResources(2, {
        routeros_ip_firewall_addr_list: { b: { list: "vips", address: "10.0.0.2" } },
      }),
      ["list vips: new: 10.0.0.2, removed: 10.0.0.1"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });
});

test("of more than ten changes, the most important have a line, and the last line counts the others", () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `r${i}`,
      { dst_address: `10.${i}.0.0/16`, gateway: "192.168.0.7" },
    ]),
  );
  const shown = lines(
    articleResources(),
    articleResources(2, {
      routeros_ip_route: many,
      routeros_ip_firewall_filter: { f: { chain: "input", action: "drop" } },
      routeros_system_user: { bob: { name: "bob", group: "full" } },
    }),
  );
  expect(shown).toHaveLength(10);
  expect(shown[0]).toBe("rule in input: new, drop");
  expect(shown.at(-1)).toBe("13 more: 12 new routes, 1 new setting");
});
