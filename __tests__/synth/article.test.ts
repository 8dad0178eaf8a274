import { Balancing, HashPolicy, Otherwise, Wan } from "../../lib";
import { article, resourcesOf, synthesizeGateway, wlan1, wlan2, wlan3 } from "./synthesize";

describe("the article's gateway", () => {
  const resources = resourcesOf(synthesizeGateway());

  test("stands at these resource addresses, which are API: a change replaces rows on live routers", () => {
    expect(Object.keys(resources).sort()).toEqual([
      "routeros_ip_address.gateway_Local_address_4FD28AD5",
      "routeros_ip_address.gateway_wlan1_address_3B1BCD29",
      "routeros_ip_address.gateway_wlan2_address_18293FF7",
      "routeros_ip_firewall_mangle.gateway_wlan1_mark-connection_D5B63E8E",
      "routeros_ip_firewall_mangle.gateway_wlan1_mark-routing_E14BF1DE",
      "routeros_ip_firewall_mangle.gateway_wlan2_mark-connection_83846FCD",
      "routeros_ip_firewall_mangle.gateway_wlan2_mark-routing_C0E2BE83",
      "routeros_ip_firewall_nat.gateway_wlan1_masquerade_3E62C1AB",
      "routeros_ip_firewall_nat.gateway_wlan2_masquerade_AB1E6141",
      "routeros_ip_route.gateway_wlan1_default-route_C60097FD",
      "routeros_ip_route.gateway_wlan1_policy-route_586CE22A",
      "routeros_ip_route.gateway_wlan2_default-route_B14C67B2",
      "routeros_ip_route.gateway_wlan2_policy-route_2CCA1B95",
      "routeros_routing_table.gateway_wlan1_routing-table_068F0DDD",
      "routeros_routing_table.gateway_wlan2_routing-table_C86CA993",
    ]);
  });

  test("says every field of every row of a WAN, all from the WAN's one record", () => {
    const ofWlan2 = Object.fromEntries(
      Object.values(resources)
        .filter(({ comment }) => String(comment).startsWith("gateway/wlan2/"))
        .map(({ depends_on: _, comment, ...row }) => [comment, row]),
    );
    const route = {
      dst_address: "0.0.0.0/0",
      gateway: "10.111.0.1",
      distance: 1,
      scope: 30,
      target_scope: 10,
      check_gateway: "ping",
      disabled: false,
    };
    expect(ofWlan2).toEqual({
      "gateway/wlan2/address": {
        address: "10.111.0.2/24",
        network: "10.111.0.0",
        interface: "wlan2",
        disabled: false,
      },
      "gateway/wlan2/default-route": { ...route, routing_table: "main" },
      "gateway/wlan2/policy-route": { ...route, routing_table: "to_wlan2" },
      "gateway/wlan2/masquerade": {
        chain: "srcnat",
        out_interface: "wlan2",
        action: "masquerade",
        disabled: false,
      },
      "gateway/wlan2/routing-table": { name: "to_wlan2", fib: true, disabled: false },
      "gateway/wlan2/mark-connection": {
        chain: "input",
        in_interface: "wlan2",
        connection_mark: "no-mark",
        action: "mark-connection",
        new_connection_mark: "wlan2_conn",
        passthrough: true,
        disabled: false,
      },
      "gateway/wlan2/mark-routing": {
        chain: "output",
        connection_mark: "wlan2_conn",
        dst_address: "!10.111.0.0/24",
        action: "mark-routing",
        new_routing_mark: "to_wlan2",
        passthrough: false,
        disabled: false,
      },
    });
  });

  test("gives a LAN its address", () => {
    expect(resources["routeros_ip_address.gateway_Local_address_4FD28AD5"]).toEqual({
      address: "192.168.0.1/24",
      network: "192.168.0.0",
      interface: "Local",
      disabled: false,
      comment: "gateway/Local/address",
    });
  });

  test.each([
    [1, 8],
    [2, 15],
    [3, 22],
  ])("has 7 resources per WAN and 1 per LAN: %i WANs, %i resources", (count, resourceCount) => {
    const wans = [wlan1, wlan2, wlan3].slice(0, count).map((wan) => Wan.static(wan));
    expect(Object.keys(resourcesOf(synthesizeGateway({ wans })))).toHaveLength(resourceCount);
  });

  test("needs nothing for a LAN whose address is managed elsewhere", () => {
    const addresses = Object.values(
      synthesizeGateway({ lans: [{ interface: "Local" }] }).resource.routeros_ip_address ?? {},
    );
    expect(addresses.map(({ interface: name }) => name)).toEqual(["wlan1", "wlan2"]);
  });
});

describe("what a gateway is asked for besides", () => {
  const routesOf = (synthesized: ReturnType<typeof synthesizeGateway>) =>
    Object.fromEntries(
      Object.values(synthesized.resource.routeros_ip_route ?? {}).map(({ comment, ...route }) => [
        comment,
        route,
      ]),
    );

  test("a fully routed network leaves by the WAN with its own addresses", () => {
    const wans = [Wan.static({ ...wlan1, masquerade: false }), Wan.static(wlan2)];
    const rules = Object.values(synthesizeGateway({ wans }).resource.routeros_ip_firewall_nat ?? {});
    expect(rules.map((rule) => rule.out_interface)).toEqual(["wlan2"]);
  });

  test("a pinned destination has a route out of its WAN, checked like the WAN's others", () => {
    const routes = routesOf(
      synthesizeGateway({ policies: [{ name: "pinned", to: ["198.51.100.0/24"], via: [["wlan2"]] }] }),
    );
    const { depends_on: _, "//": __, ...row } = routes["gateway/wlan2/pin:198.51.100.0-24"] ?? {};
    expect(row).toEqual({
      dst_address: "198.51.100.0/24",
      gateway: "10.111.0.1",
      routing_table: "main",
      distance: 1,
      scope: 30,
      target_scope: 10,
      check_gateway: "ping",
      disabled: false,
    });
    expect(Object.keys(routes).filter((comment) => comment.includes("blackhole"))).toEqual([]);
  });

  test("a blocked pin is discarded behind its route, and before any default route can carry it", () => {
    const synthesized = synthesizeGateway({
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], otherwise: Otherwise.BLOCK }],
      balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }),
    });
    const routes = routesOf(synthesized);
    const { depends_on: _, "//": __, ...row } = routes["gateway/wlan2/pin-blackhole:203.0.113.80"] ?? {};
    expect(row).toEqual({
      dst_address: "203.0.113.80/32",
      blackhole: true,
      gateway: "",
      routing_table: "main",
      distance: 2,
      scope: 30,
      target_scope: 10,
      check_gateway: "none",
      disabled: false,
      lifecycle: { ignore_changes: ["blackhole"] },
    });
    const blackhole = Object.keys(synthesized.resource.routeros_ip_route ?? {}).find((name) =>
      name.includes("blackhole"),
    );
    for (const later of [
      "gateway/wlan1/default-route",
      "gateway/wlan2/default-route",
      "gateway/wlan2/pin:203.0.113.80",
    ]) {
      expect(routes[later]?.depends_on).toContain(`routeros_ip_route.${blackhole}`);
    }
  });

  test("static records answer for a day unless they say otherwise", () => {
    const records = Object.values(
      synthesizeGateway({
        dns: {
          staticRecords: [
            { name: "portal.isp.example", address: "203.0.113.80" },
            { name: "router.lan", address: "192.168.0.1", ttl: "30m" },
          ],
        },
      }).resource.routeros_ip_dns_record ?? {},
    );
    expect(records.map(({ "//": _, ...record }) => record)).toEqual([
      {
        name: "portal.isp.example",
        type: "A",
        address: "203.0.113.80",
        ttl: "1d",
        disabled: false,
        comment: "gateway/dns/portal.isp.example",
      },
      {
        name: "router.lan",
        type: "A",
        address: "192.168.0.1",
        ttl: "30m",
        disabled: false,
        comment: "gateway/dns/router.lan",
      },
    ]);
  });

  test("nothing of the device's singletons is managed unless asked for", () => {
    const { resource } = synthesizeGateway({ ...article });
    expect(resource.routeros_ip_settings).toBeUndefined();
    expect(resource.routeros_ip_dns).toBeUndefined();
  });
});
