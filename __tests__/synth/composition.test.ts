import { App, Aspects, TerraformResource } from "cdktf";
import { EcmpMasqueradeGateway, HealthCheck, Wan } from "../../lib";
import { article, gatewayOf, newApp, routerStack, synthesize, wlan1, wlan2 } from "./synthesize";

describe("reading a gateway back", () => {
  test("a WAN gives its resources as generated from the provider", () => {
    const wan = gatewayOf().wan("wlan2");
    expect(wan.address?.addressInput).toBe("10.111.0.2/24");
    expect(wan.masquerade?.outInterfaceInput).toBe("wlan2");
    expect(wan.routingTable.nameInput).toBe("to_wlan2");
    expect(wan.policyRoutes.map((route) => route.routingTableInput)).toEqual(["to_wlan2"]);
    expect(wan.defaultRoutes.map((route) => route.gatewayInput)).toEqual(["10.111.0.1"]);
    expect(wan.connectionMark.newConnectionMarkInput).toBe("wlan2_conn");
    expect(wan.routingMark.newRoutingMarkInput).toBe("to_wlan2");
  });

  test("fails on an unknown WAN with the names there are", () => {
    expect(() => gatewayOf().wan("wlan3")).toThrow(
      new Error('the gateway "site/gateway" has no WAN "wlan3"; write one of "wlan1", "wlan2"'),
    );
  });

  test("the other resources are fields too", () => {
    const gateway = gatewayOf({
      dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal", address: "203.0.113.80" }] },
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
    });
    expect(gateway.lanAddresses.map(({ addressInput }) => addressInput)).toEqual(["192.168.0.1/24"]);
    expect(gateway.dns?.serversInput).toEqual(["9.9.9.9"]);
    expect(gateway.dnsRecords.map(({ nameInput }) => nameInput)).toEqual(["portal"]);
    expect(
      gateway.pins.map(({ name, routes }) => [name, ...routes.map((route) => route.dstAddressInput)]),
    ).toEqual([["203.0.113.80", "203.0.113.80/32"]]);
    expect(gateway.ipSettings).toBeUndefined();
    expect(EcmpMasqueradeGateway.isEcmpMasqueradeGateway(gateway)).toBe(true);
    expect(EcmpMasqueradeGateway.isEcmpMasqueradeGateway(gateway.wan("wlan1"))).toBe(false);
  });
});

describe("escape hatches", () => {
  test("an override, a setter and an aspect reach the plan", () => {
    const stack = routerStack();
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", article);
    const { address, masquerade } = gateway.wan("wlan1");
    address?.addOverride("comment", "by hand");
    if (masquerade !== undefined) {
      masquerade.ipsecPolicy = "out,none";
    }
    Aspects.of(gateway).add({
      visit: (node) => {
        if (TerraformResource.isTerraformResource(node)) {
          node.addOverride("lifecycle.prevent_destroy", true);
        }
      },
    });
    const { resource } = synthesize(stack);
    expect(resource.routeros_ip_address?.[address?.friendlyUniqueId ?? ""]?.comment).toBe("by hand");
    expect(resource.routeros_ip_firewall_nat?.[masquerade?.friendlyUniqueId ?? ""]?.ipsec_policy).toBe(
      "out,none",
    );
    for (const byName of Object.values(resource)) {
      for (const { lifecycle } of Object.values(byName)) {
        expect(lifecycle).toMatchObject({ prevent_destroy: true });
      }
    }
  });
});

describe("health checks", () => {
  const checksOf = (...args: Parameters<typeof gatewayOf>) => {
    const gateway = gatewayOf(...args);
    return gateway.wans.map((wan) => [
      ...[...wan.policyRoutes, ...wan.defaultRoutes].map((route) => route.checkGatewayInput),
    ]);
  };

  test.each([
    [HealthCheck.ping(), "ping"],
    [HealthCheck.arp(), "arp"],
    [HealthCheck.none(), "none"],
  ])("for all WANs, on every route of a WAN alike: %j", (healthCheck, check) => {
    expect(checksOf({ healthCheck })).toEqual([
      [check, check],
      [check, check],
    ]);
  });

  test("a WAN may have its own, which its pins follow", () => {
    const props = {
      wans: [Wan.static({ ...wlan1, healthCheck: HealthCheck.arp() }), Wan.static(wlan2)],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
    };
    expect(checksOf(props)).toEqual([
      ["arp", "arp"],
      ["ping", "ping"],
    ]);
    expect(gatewayOf(props).pins[0]?.routes[0]?.checkGatewayInput).toBe("arp");
  });
});

describe("one WAN alone", () => {
  const warningsOf = (wans: Wan[]) => {
    const stack = routerStack(newApp());
    new EcmpMasqueradeGateway(stack, "gateway", { ...article, wans });
    synthesize(stack);
    return App.of(stack).manifest.stacks[stack.node.id]?.annotations.map(
      ({ level, message }) => `${level}: ${message}`,
    );
  };

  test("is a warning", () => {
    expect(warningsOf([Wan.static(wlan1)])).toEqual([
      '@cdktf/warn: [gateway:single-wan] wans: "wlan1" is the only WAN, so there is no balancing and no failover; add a second WAN',
    ]);
  });

  test("two are none", () => {
    expect(warningsOf([Wan.static(wlan1), Wan.static(wlan2)])).toEqual([]);
  });
});
