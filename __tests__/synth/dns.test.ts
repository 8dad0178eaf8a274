import { TerraformStack } from "cdktf";
import { type Dns, Wan } from "../../lib";
import { gatewayOf, resourcesOf, synthesize, synthesizeGateway, wlan1, wlan2 } from "./synthesize";

const isp = { domain: "isp.example", server: "203.0.113.53", wan: "wlan2" };

/** A gateway's resources by comment; the resolver has none. */
function byComment(dns: Parameters<typeof gatewayOf>[0]): Record<string, Record<string, unknown>> {
  const resources = Object.entries(resourcesOf(synthesizeGateway(dns)));
  return Object.fromEntries(
    resources.map(([address, row]) => [String(row.comment ?? address.split(".")[0]), { address, ...row }]),
  );
}

test("a domain is forwarded to its resolver, and the resolver is pinned to its WAN and blocked elsewhere", () => {
  const rows = byComment({ dns: { domains: [isp] } });
  const record = rows["gateway/dns/isp.example"] ?? {};
  expect(record).toEqual({
    address: expect.stringMatching(/^routeros_ip_dns_record\.gateway_dns_domains_/),
    name: "isp.example",
    type: "FWD",
    forward_to: "203.0.113.53",
    match_subdomain: true,
    ttl: "1d",
    disabled: false,
    comment: "gateway/dns/isp.example",
    depends_on: [rows["gateway/wlan2/pin:203.0.113.53"]?.address],
  });
  expect(rows["gateway/wlan2/pin:203.0.113.53"]).toMatchObject({
    dst_address: "203.0.113.53/32",
    gateway: "10.111.0.1",
    routing_table: "main",
    distance: 1,
    check_gateway: "ping",
  });
  expect(rows["gateway/wlan2/pin-blackhole:203.0.113.53"]).toMatchObject({
    dst_address: "203.0.113.53/32",
    blackhole: true,
    distance: 2,
  });
  expect(rows["routeros_ip_dns"]).toBeUndefined();
});

test("domains of one resolver share its pin, and a neighbour on the WAN needs none", () => {
  const gateway = gatewayOf({
    dns: {
      domains: [
        isp,
        { ...isp, domain: "tv.example" },
        { domain: "wifi.example", server: "10.112.0.1", wan: "wlan1" },
      ],
    },
  });
  expect(gateway.pins.map(({ name }) => name)).toEqual(["203.0.113.53"]);
  expect(gateway.dnsDomains).toHaveLength(3);
  const { resource } = synthesize(TerraformStack.of(gateway));
  const forwards = Object.values(resource.routeros_ip_dns_record ?? {});
  expect(forwards.map((row) => [row.name, (row.depends_on as string[] | undefined)?.length])).toEqual([
    ["isp.example", 1],
    ["tv.example", 1],
    ["wifi.example", undefined],
  ]);
});

test("remote requests are allowed once every WAN is guarded against them", () => {
  const rows = byComment({ dns: { servers: ["9.9.9.9"], allowRemoteRequests: true } });
  const guards = ["wlan1", "wlan2"].flatMap((wan) =>
    ["udp", "tcp"].map((protocol) => ({ wan, protocol, role: `gateway/${wan}/dns-guard-${protocol}` })),
  );
  for (const { wan, protocol, role } of guards) {
    expect(rows[role]).toEqual({
      address: expect.stringContaining(`routeros_ip_firewall_raw.gateway_${wan}_dns-guard-${protocol}_`),
      chain: "prerouting",
      in_interface: wan,
      dst_address_type: "local",
      protocol,
      dst_port: "53",
      action: "drop",
      disabled: false,
      comment: role,
    });
  }
  for (const { wan, protocol, role } of guards) {
    expect(rows[`${role}6`]).toEqual({
      address: expect.stringContaining(`routeros_ipv6_firewall_nat.gateway_${wan}_dns-guard-${protocol}6_`),
      chain: "dstnat",
      in_interface: wan,
      dst_address_type: "local",
      protocol,
      dst_port: "53",
      action: "redirect",
      to_ports: "9",
      disabled: false,
      comment: `${role}6`,
    });
  }
  const dns = rows["routeros_ip_dns"] ?? {};
  expect(dns).toMatchObject({ servers: ["9.9.9.9"], allow_remote_requests: true });
  expect(dns["depends_on"]).toEqual(
    expect.arrayContaining(guards.flatMap(({ role }) => [rows[role]?.address, rows[`${role}6`]?.address])),
  );
  const { ignore_changes } = dns["lifecycle"] as { ignore_changes: string[] };
  expect(ignore_changes).not.toContain("allow_remote_requests");
  expect(ignore_changes).toContain("use_doh_server");
});

test("the guards stay in force while their WAN, or the whole gateway, is disabled: the resolver is open then too", () => {
  const dns = { allowRemoteRequests: true };
  const wans = [Wan.static({ ...wlan1, disabled: true }), Wan.static(wlan2)];
  for (const props of [
    { dns, wans },
    { dns, disabled: true },
  ]) {
    const { resource } = synthesizeGateway(props);
    const guards = [resource.routeros_ip_firewall_raw, resource.routeros_ipv6_firewall_nat].flatMap((rules) =>
      Object.values(rules ?? {}),
    );
    expect(guards.map((row) => row.disabled)).toEqual(guards.map(() => false));
    expect(guards.length).toBeGreaterThanOrEqual(8);
  }
});

test.each([
  [
    "a resolver that is kept closed, so that none of them goes before it closes",
    { allowRemoteRequests: false },
    4,
    1,
  ],
  ["a resolver that somebody else opens", { guardWans: true }, 4, 0],
  ["no resolver that is closed for good", { allowRemoteRequests: false, guardWans: false }, 0, 1],
  ["no resolver that nobody asked about", { servers: ["9.9.9.9"] }, 0, 1],
])("the guards are for %s", (_, dns, guards, resolvers) => {
  const { resource } = synthesizeGateway({ dns });
  expect(Object.keys(resource.routeros_ip_firewall_raw ?? {})).toHaveLength(guards);
  expect(Object.keys(resource.routeros_ipv6_firewall_nat ?? {})).toHaveLength(guards);
  expect(Object.values(resource.routeros_ip_dns ?? {}).map((row) => row.allow_remote_requests)).toEqual(
    Array(resolvers).fill((dns as Dns).allowRemoteRequests),
  );
});

test("the router asks by table main, also where the LANs have a table of their own", () => {
  const rows = byComment({ routingTable: "guests", dns: { domains: [isp] } });
  expect(rows["gateway/wlan2/pin:203.0.113.53"]).toMatchObject({ routing_table: "main" });
  expect(rows["gateway/wlan2/pin-blackhole:203.0.113.53"]).toMatchObject({ routing_table: "main" });
  expect(rows["gateway/wlan2/default-route"]).toMatchObject({ routing_table: "guests" });
});
