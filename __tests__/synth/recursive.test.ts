import { Balancing, HealthCheck, Otherwise, Wan } from "../../lib";
import { gatewayOf, resourcesOf, rowsByComment, synthesizeGateway, wlan1, wlan2, wlan3 } from "./synthesize";

const by = (...targets: string[]) => HealthCheck.recursive({ targets });
const wans = [
  Wan.static({ ...wlan1, healthCheck: by("9.9.9.9", "149.112.112.112") }),
  Wan.static({ ...wlan2, healthCheck: by("1.1.1.1", "1.0.0.1") }),
];

describe("a recursive check", () => {
  const synthesized = synthesizeGateway({ wans });
  const rows = rowsByComment(synthesized);
  const everything = {
    dst_address: "0.0.0.0/0",
    distance: 1,
    scope: 30,
    target_scope: 11,
    check_gateway: "ping",
    disabled: false,
  };

  test("leads to each probe target by a host route of scope 10, and stops it at a blackhole that resolves no gateway", () => {
    const toTarget = {
      dst_address: "9.9.9.9/32",
      routing_table: "main",
      check_gateway: "none",
      disabled: false,
    };
    expect(rows["gateway/wlan1/probe-route:9.9.9.9"]).toEqual({
      ...toTarget,
      gateway: "10.112.0.1",
      distance: 1,
      scope: 10,
      target_scope: 10,
    });
    expect(rows["gateway/wlan1/probe-blackhole:9.9.9.9"]).toEqual({
      ...toTarget,
      gateway: "",
      blackhole: true,
      distance: 254,
      scope: 30,
      target_scope: 10,
      lifecycle: { ignore_changes: ["blackhole"] },
    });
  });

  test("makes one default and one policy route for each probe target", () => {
    expect(
      Object.fromEntries(Object.entries(rows).filter(([comment]) => comment.includes("-route:1.0.0.1"))),
    ).toEqual({
      "gateway/wlan2/probe-route:1.0.0.1": expect.anything(),
      "gateway/wlan2/default-route:1.0.0.1": { ...everything, gateway: "1.0.0.1", routing_table: "main" },
      "gateway/wlan2/policy-route:1.0.0.1": { ...everything, gateway: "1.0.0.1", routing_table: "to_wlan2" },
    });
    const { probeRoutes, probeBlackholes, policyRoutes, defaultRoutes } = gatewayOf({ wans }).wan("wlan2");
    for (const routes of [probeRoutes, probeBlackholes]) {
      expect(routes.map((route) => route.dstAddressInput)).toEqual(["1.1.1.1/32", "1.0.0.1/32"]);
    }
    for (const routes of [policyRoutes, defaultRoutes]) {
      expect(routes.map((route) => route.gatewayInput)).toEqual(["1.1.1.1", "1.0.0.1"]);
    }
  });

  test("stands at these resource addresses, which are API", () => {
    expect(
      Object.keys(resourcesOf(synthesized))
        .filter((address) => address.includes("_wlan2_") && address.startsWith("routeros_ip_route."))
        .map((address) => address.replace("routeros_ip_route.gateway_", ""))
        .sort(),
    ).toEqual([
      "wlan2_default-route_1001_DCE6B96B",
      "wlan2_default-route_1111_4ACC3A3E",
      "wlan2_policy-route_1001_85ADAB35",
      "wlan2_policy-route_1111_05C68A88",
      "wlan2_probe-blackhole_1001_4282F824",
      "wlan2_probe-blackhole_1111_86C8D234",
      "wlan2_probe-route_1001_1C278CB1",
      "wlan2_probe-route_1111_81776672",
    ]);
  });

  test("reordering the targets changes nothing, and another probe target leaves the others as they are", () => {
    const reordered = [
      Wan.static({ ...wlan1, healthCheck: by("149.112.112.112", "9.9.9.9") }),
      wans[1] as Wan,
    ];
    const rowsOf = (given: Wan[]) => rowsByComment(synthesizeGateway({ wans: given }));
    expect(rowsOf(reordered)).toEqual(rows);
    const single = [
      Wan.static({ ...wlan1, healthCheck: by("9.9.9.9") }),
      Wan.static({ ...wlan2, healthCheck: by("1.1.1.1") }),
    ];
    expect(rows).toMatchObject(rowsOf(single));
  });

  test("stops the probe target before it leads there, and leads there before any route relies on it", () => {
    const resources = resourcesOf(synthesized);
    const addressOf = (role: string) =>
      Object.keys(resources).find((address) => resources[address]?.comment === `gateway/wlan1/${role}`) ?? "";
    const chain = ["probe-blackhole", "probe-route", "policy-route", "default-route"];
    for (const [i, role] of chain.entries()) {
      const waitsFor = resources[addressOf(`${role}:9.9.9.9`)]?.depends_on;
      expect(waitsFor).toContain(addressOf(i === 0 ? "address" : `${chain[i - 1]}:9.9.9.9`));
    }
  });

  test("is every pin's too", () => {
    const pinned = rowsByComment(
      synthesizeGateway({
        wans,
        policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }],
      }),
    );
    const pins = Object.entries(pinned).filter(([comment]) => comment.includes("/pin"));
    const route = { ...everything, dst_address: "203.0.113.80/32", routing_table: "main" };
    expect(Object.fromEntries(pins)).toEqual({
      "gateway/wlan1/pin-blackhole:203.0.113.80": expect.objectContaining({ distance: 2 }),
      "gateway/wlan1/pin:203.0.113.80:9.9.9.9": { ...route, gateway: "9.9.9.9" },
      "gateway/wlan1/pin:203.0.113.80:149.112.112.112": { ...route, gateway: "149.112.112.112" },
    });
  });

  test("may be the gateway's, where one WAN alone has none of its own", () => {
    const gateway = gatewayOf({
      healthCheck: by("9.9.9.9"),
      wans: [Wan.static(wlan1), Wan.static({ ...wlan2, healthCheck: by("1.1.1.1") })],
    });
    expect(gateway.wan("wlan1").defaultRoutes.map((route) => route.gatewayInput)).toEqual(["9.9.9.9"]);
  });

  test("goes through the interface of a point-to-point WAN", () => {
    const lte = Wan.pointToPoint({ name: "lte", interface: "lte1", healthCheck: by("9.9.9.9") });
    const ofLte = rowsByComment(synthesizeGateway({ wans: [lte, Wan.static(wlan1)] }));
    expect(ofLte["gateway/lte/probe-route:9.9.9.9"]).toMatchObject({ gateway: "lte1", scope: 10 });
    expect(ofLte["gateway/lte/default-route:9.9.9.9"]).toMatchObject({ ...everything, gateway: "9.9.9.9" });
  });

  test("keeps the blackholes of a disabled WAN", () => {
    const off = Wan.static({ ...wlan1, healthCheck: by("9.9.9.9"), disabled: true });
    const ofOff = rowsByComment(synthesizeGateway({ wans: [off, Wan.static(wlan2)] }));
    expect(ofOff["gateway/wlan1/probe-route:9.9.9.9"]).toMatchObject({ disabled: true });
    expect(ofOff["gateway/wlan1/probe-blackhole:9.9.9.9"]).toMatchObject({ disabled: false });
  });

  test("takes the routes of a first-hop check over, by its first target, pins and repeated routes among them", () => {
    const moved = movedFrom({
      balancing: Balancing.repeatedRoutes(),
      wans: [Wan.static({ ...wlan1, weight: 2, healthCheck: by("9.9.9.9") }), Wan.static(wlan2)],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
    });
    expect(moved).toEqual({
      pins_203011380_route: "pins_203011380_route_9999",
      "wlan1_default-route": "wlan1_default-route_9999",
      "wlan1_default-route-2": "wlan1_default-route-2_9999",
      "wlan1_policy-route": "wlan1_policy-route_9999",
    });
    expect(movedFrom({ wans: [Wan.static(wlan1), Wan.static(wlan2)] })).toEqual({});
  });

  test("moves with a renamed WAN, whichever check its state knows it by", () => {
    const renamed = {
      wans: [
        Wan.static({
          ...wlan1,
          name: "fibre",
          renamedFrom: "wlan1",
          healthCheck: by("9.9.9.9", "149.112.112.112"),
        }),
        wans[1] as Wan,
      ],
    };
    const before = Object.keys(resourcesOf(synthesized)).filter((address) => address.includes("_wlan1_"));
    expect(before.length).toBe(13);
    const moved = movedFrom(renamed);
    for (const address of before.map(placeIn)) {
      expect([address, endOf(moved, address)]).toEqual([address, address.replace("wlan1", "fibre")]);
    }
    for (const role of ["policy-route", "default-route"]) {
      for (const name of ["wlan1", "fibre"]) {
        expect(endOf(moved, `${name}_${role}`)).toBe(`fibre_${role}_9999`);
      }
    }
    expect(rowsByComment(synthesizeGateway(renamed))).toEqual(rows);
  });
});

/** Where the places that the state may know move to, as they stand below the gateway. */
function movedFrom(props: Parameters<typeof synthesizeGateway>[0]): Record<string, string> {
  const moved = (synthesizeGateway(props).moved ?? []).map(({ from, to }) => [placeIn(from), placeIn(to)]);
  expect(new Set(moved.map(([from]) => from)).size).toBe(moved.length);
  expect(new Set(moved.map(([, to]) => to)).size).toBe(moved.length);
  return Object.fromEntries(moved);
}

const placeIn = (address: string) => address.replace(/^\w+\.gateway_/, "").replace(/_[0-9A-F]{8}$/, "");

/** The last of the places that follow each other. */
function endOf(moved: Record<string, string>, place: string): string {
  const next = moved[place];
  return next === undefined ? place : endOf(moved, next);
}

describe("tiers", () => {
  test("are the distance of default routes in main, and of nothing else", () => {
    const gateway = gatewayOf({
      wans: [Wan.static(wlan1), Wan.static({ ...wlan2, tier: 2 }), Wan.static({ ...wlan3, tier: 2 })],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]] }],
    });
    const distances = (routes: { distanceInput?: number }[]) => routes.map((route) => route.distanceInput);
    expect(gateway.wans.map((wan) => distances(wan.defaultRoutes))).toEqual([[1], [2], [2]]);
    expect(gateway.wans.map((wan) => distances(wan.policyRoutes))).toEqual([[1], [1], [1]]);
    expect(distances(gateway.pins[0]?.routes ?? [])).toEqual([1]);
  });

  test("may have different numbers of targets", () => {
    const mixed = [
      Wan.static({ ...wlan1, healthCheck: by("9.9.9.9", "149.112.112.112") }),
      Wan.static({ ...wlan2, tier: 2 }),
    ];
    expect(() => gatewayOf({ wans: mixed })).not.toThrow();
  });
});
