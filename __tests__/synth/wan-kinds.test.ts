import { TerraformVariable } from "cdktf";
import { EcmpMasqueradeGateway, HealthCheck, Otherwise, type Policy, Wan } from "../../lib";
import {
  article,
  gatewayOf,
  resourcesOf,
  routerStack,
  rowsByComment,
  synthesize,
  synthesizeGateway,
  wlan1,
} from "./synthesize";

const cable = { name: "cable", interface: "ether2" };
const lte = { name: "lte", interface: "lte1" };

describe("a DHCP WAN", () => {
  const wans = [Wan.static(wlan1), Wan.dhcp(cable)];

  test("has a client that writes its default and policy route, and rules without a subnet", () => {
    const rows = rowsByComment(synthesizeGateway({ wans }));
    const ofCable = Object.entries(rows).filter(([comment]) => comment.startsWith("gateway/cable/"));
    expect(Object.fromEntries(ofCable)).toEqual({
      "gateway/cable/routing-table": { name: "to_cable", fib: true, disabled: false },
      "gateway/cable/masquerade": {
        chain: "srcnat",
        out_interface: "ether2",
        action: "masquerade",
        disabled: false,
      },
      "gateway/cable/dhcp-client": {
        interface: "ether2",
        add_default_route: "yes",
        default_route_distance: 1,
        default_route_tables: ["main:1", "to_cable:1"],
        check_gateway: "ping",
        use_peer_dns: false,
        use_peer_ntp: false,
        disabled: false,
      },
      "gateway/cable/mark-connection": {
        chain: "input",
        in_interface: "ether2",
        connection_mark: "no-mark",
        action: "mark-connection",
        new_connection_mark: "cable_conn",
        passthrough: true,
        disabled: false,
      },
      "gateway/cable/mark-routing": {
        chain: "output",
        connection_mark: "cable_conn",
        action: "mark-routing",
        new_routing_mark: "to_cable",
        passthrough: false,
        disabled: false,
      },
    });
  });

  test.each([
    [HealthCheck.arp(), "arp"],
    [HealthCheck.none(), "none"],
  ])("has the check it is given, and its tier as the distance: %j", (healthCheck, check) => {
    const { dhcpClient } = gatewayOf({
      wans: [Wan.static(wlan1), Wan.dhcp({ ...cable, healthCheck, tier: 3 })],
    }).wan("cable");
    expect(dhcpClient?.checkGatewayInput).toBe(check);
    expect(dhcpClient?.defaultRouteTablesInput).toEqual(["main:3", "to_cable:1"]);
  });

  test("has no address or routes of the gateway's, and its client stands last but for the marks", () => {
    const gateway = gatewayOf({ wans });
    const { address, policyRoutes, defaultRoutes, dhcpClient } = gateway.wan("cable");
    expect([address, policyRoutes, defaultRoutes]).toEqual([undefined, [], []]);
    const synthesized = synthesizeGateway({
      wans,
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }],
    });
    const client = resourcesOf(synthesized)[`routeros_ip_dhcp_client.${dhcpClient?.friendlyUniqueId}`];
    const waitsFor = ["cable/masquerade", "wlan1/pin-blackhole:203.0.113.80"].map((role) =>
      Object.keys(resourcesOf(synthesized)).find(
        (address) => resourcesOf(synthesized)[address]?.comment === `gateway/${role}`,
      ),
    );
    expect(client?.depends_on).toEqual(waitsFor);
  });

  test("is led into by a routing rule where a destination is pinned to it, before the blackhole of a blocked one", () => {
    const props = {
      wans,
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["cable"]], otherwise: Otherwise.BLOCK }],
    };
    const rows = rowsByComment(synthesizeGateway(props));
    expect(rows["gateway/cable/pin:203.0.113.80"]).toEqual({
      dst_address: "203.0.113.80/32",
      action: "lookup",
      table: "to_cable",
      disabled: false,
    });
    expect(rows["gateway/cable/pin-blackhole:203.0.113.80"]).toMatchObject({
      dst_address: "203.0.113.80/32",
      blackhole: true,
    });
    const [pin] = gatewayOf(props).pins;
    expect([pin?.routes, pin?.rule?.tableInput]).toEqual([[], "to_cable"]);
  });

  test("may have policies for a network and for a part of it, as long as the rule takes nothing from another WAN", () => {
    const pinned = (...policies: Policy[]) => ({
      wans,
      policies,
    });
    expect(() =>
      gatewayOf(
        pinned(
          { name: "part", to: ["198.51.100.7"], via: [["cable"]], otherwise: Otherwise.NEXT },
          { name: "all", to: ["198.51.100.0/24"], via: [["cable"]] },
        ),
      ),
    ).not.toThrow();
    expect(() =>
      gatewayOf(
        pinned(
          { name: "part", to: ["198.51.100.7"], via: [["cable"]], otherwise: Otherwise.NEXT },
          { name: "all", to: ["198.51.100.0/24"], via: [["wlan1"]] },
        ),
      ),
    ).not.toThrow();
  });
});

describe("a point-to-point WAN", () => {
  test("has its interface as gateway, no check, and a rule that keeps TCP to what fits through it", () => {
    const rows = rowsByComment(synthesizeGateway({ wans: [Wan.static(wlan1), Wan.pointToPoint(lte)] }));
    const route = {
      dst_address: "0.0.0.0/0",
      gateway: "lte1",
      distance: 1,
      scope: 30,
      target_scope: 10,
      check_gateway: "none",
      disabled: false,
    };
    const ofLte = Object.entries(rows).filter(([comment]) => comment.startsWith("gateway/lte/"));
    expect(Object.fromEntries(ofLte)).toEqual({
      "gateway/lte/routing-table": { name: "to_lte", fib: true, disabled: false },
      "gateway/lte/masquerade": {
        chain: "srcnat",
        out_interface: "lte1",
        action: "masquerade",
        disabled: false,
      },
      "gateway/lte/clamp-mss": {
        chain: "forward",
        out_interface: "lte1",
        protocol: "tcp",
        tcp_flags: "syn",
        action: "change-mss",
        new_mss: "clamp-to-pmtu",
        passthrough: true,
        disabled: false,
      },
      "gateway/lte/policy-route": { ...route, routing_table: "to_lte" },
      "gateway/lte/default-route": { ...route, routing_table: "main" },
      "gateway/lte/mark-connection": {
        chain: "input",
        in_interface: "lte1",
        connection_mark: "no-mark",
        action: "mark-connection",
        new_connection_mark: "lte_conn",
        passthrough: true,
        disabled: false,
      },
      "gateway/lte/mark-routing": {
        chain: "output",
        connection_mark: "lte_conn",
        action: "mark-routing",
        new_routing_mark: "to_lte",
        passthrough: false,
        disabled: false,
      },
    });
  });

  test("may have a PPPoE client of the gateway's, made before any row names its interface", () => {
    const stack = routerStack();
    const password = new TerraformVariable(stack, "password", { sensitive: true });
    new EcmpMasqueradeGateway(stack, "gateway", {
      ...article,
      dns: { allowRemoteRequests: true },
      stickyConnections: true,
      wans: [
        Wan.static(wlan1),
        Wan.pointToPoint({
          name: "dsl",
          interface: "pppoe-out1",
          pppoe: { interface: "ether3", user: "customer", password: password.stringValue },
        }),
      ],
    });
    const synthesized = synthesize(stack);
    expect(rowsByComment(synthesized)["gateway/dsl/pppoe-client"]).toEqual({
      name: "pppoe-out1",
      interface: "ether3",
      user: "customer",
      password: "${var.password}",
      add_default_route: false,
      use_peer_dns: false,
      disabled: false,
    });
    const resources = resourcesOf(synthesized);
    const client = Object.keys(resources).find((address) => address.includes("pppoe_client")) ?? "";
    const naming = Object.entries(resources).filter(
      ([address, row]) =>
        address !== client && Object.values(row).includes("pppoe-out1") && !address.includes("_list_member"),
    );
    expect(naming).toHaveLength(10);
    for (const [address] of naming) {
      expect([address, ancestorsOf(resources, address).has(client)]).toEqual([address, true]);
    }
  });
});

function ancestorsOf(resources: Record<string, Record<string, unknown>>, address: string): Set<string> {
  const direct = (resources[address]?.depends_on ?? []) as string[];
  return new Set(direct.flatMap((earlier) => [earlier, ...ancestorsOf(resources, earlier)]));
}

describe("two WANs with one gateway address or network", () => {
  const gateways = (...wans: Wan[]) =>
    gatewayOf({ wans }).wans.map(({ defaultRoutes, policyRoutes }) => [
      ...defaultRoutes.map((route) => route.gatewayInput),
      ...policyRoutes.map((route) => route.gatewayInput),
    ]);
  const stick = (name: string, address: string, gateway = "192.168.8.1") =>
    Wan.static({ name, interface: name, address, gateway });

  test("are told apart by the interface, on both and on no other", () => {
    expect(
      gateways(stick("lte1", "192.168.8.100/24"), stick("lte2", "192.168.8.101/24"), Wan.static(wlan1)),
    ).toEqual([
      ["192.168.8.1%lte1", "192.168.8.1%lte1"],
      ["192.168.8.1%lte2", "192.168.8.1%lte2"],
      ["10.112.0.1", "10.112.0.1"],
    ]);
  });

  test("one network behind two gateways too", () => {
    expect(gateways(stick("a", "192.168.8.100/24"), stick("b", "192.168.8.101/24", "192.168.8.2"))).toEqual([
      ["192.168.8.1%a", "192.168.8.1%a"],
      ["192.168.8.2%b", "192.168.8.2%b"],
    ]);
  });

  test("their targets' routes as well", () => {
    const dish = (name: string, address: string, target: string) =>
      Wan.static({
        name,
        interface: name,
        address,
        gateway: "100.64.0.1",
        healthCheck: HealthCheck.recursive({ targets: [target] }),
      });
    const gateway = gatewayOf({
      wans: [dish("a", "100.64.0.2/10", "9.9.9.9"), dish("b", "100.64.0.3/10", "1.1.1.1")],
    });
    expect(gateway.wans.map(({ probeRoutes }) => probeRoutes.map((route) => route.gatewayInput))).toEqual([
      ["100.64.0.1%a"],
      ["100.64.0.1%b"],
    ]);
  });
});
