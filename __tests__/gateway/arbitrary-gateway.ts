import fc from "fast-check";
import { Balancing, ClassifyBy, RouterTraffic } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { HealthCheck } from "../../lib/gateway/health-check/health-check";
import type { Lan } from "../../lib/gateway/lan/lan";
import { Otherwise } from "../../lib/gateway/policies/policy";
import { ForwardProtocol } from "../../lib/gateway/port-forwards/port-forward";
import { Wan } from "../../lib/gateway/wan/wan";

const NAME = fc
  .stringMatching(/^[a-z][a-z0-9_.-]{0,7}$/)
  .filter((name) => !["dns", "forwards", "lists", "pins", "settings"].includes(name));

const classifier = fc
  .record({
    by: fc.constantFrom(...Object.values(ClassifyBy)),
    exclude: fc.subarray(["10.200.0.0/16", "198.18.0.1"]),
    excludePrivate: fc.boolean(),
    routerTraffic: fc
      .boolean()
      .map((failover) => (failover ? RouterTraffic.FAILOVER : RouterTraffic.BALANCE)),
  })
  .map((options) => Balancing.perConnectionClassifier(options));

/** Valid gateways: any names, 1 to 6 WANs, 1 to 3 LANs, networks of any size, pins and checks at will. */
export const anyGateway: fc.Arbitrary<GatewayDescription> = fc
  .record({
    names: fc.uniqueArray(NAME, { minLength: 9, maxLength: 9 }),
    wanCount: fc.integer({ min: 1, max: 6 }),
    lanCount: fc.integer({ min: 1, max: 3 }),
    prefixLengths: fc.array(fc.integer({ min: 16, max: 30 }), { minLength: 9, maxLength: 9 }),
    masquerade: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    healthCheck: fc.constantFrom(undefined, HealthCheck.ping(), HealthCheck.arp(), HealthCheck.none()),
    pins: fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: 4 }),
    otherwise: fc.constantFrom(undefined, ...Object.values(Otherwise)),
    name: fc.option(NAME, { nil: undefined }),
    stickyConnections: fc.constantFrom(undefined, true),
    sourceRouting: fc.constantFrom(undefined, true),
    balancing: fc.oneof(fc.constantFrom(undefined, Balancing.ecmp(), Balancing.repeatedRoutes()), classifier),
    weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
    allowRemoteRequests: fc.constantFrom(undefined, true, false),
    forwards: fc.array(
      fc.record({
        protocol: fc.constantFrom(undefined, ForwardProtocol.TCP, ForwardProtocol.UDP),
        wanCount: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
        hairpin: fc.constantFrom(undefined, true, false),
        range: fc.integer({ min: 0, max: 99 }),
      }),
      { maxLength: 4 },
    ),
    management: fc.record({
      sources: fc.subarray(["10.201.0.0/16", "10.100.0.9"]),
      interfaces: fc.subarray(["lan 0", "ether9"]),
    }),
    excludeIpsec: fc.constantFrom(undefined, true, false),
    resolvers: fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { maxLength: 3 }),
  })
  .map((seed) => {
    const network = (i: number) => `10.${i}.0`;
    const lans: Lan[] = seed.names.slice(6, 6 + seed.lanCount).map((name, i) => ({
      name,
      interface: `lan ${i}`,
      address: `${network(100 + i)}.1/${seed.prefixLengths[i]}`,
    }));
    const wans = seed.names.slice(0, seed.wanCount).map((name, i) =>
      Wan.static({
        name,
        interface: `wan ${i}`,
        address: `${network(i)}.2/${seed.prefixLengths[3 + i] ?? 24}`,
        gateway: `${network(i)}.1`,
        masquerade: seed.masquerade[i],
        weight: ["classifier", "repeated routes"].includes(seed.balancing?._kind ?? "")
          ? seed.weights[i]
          : undefined,
      }),
    );
    return {
      lans,
      wans,
      name: seed.name,
      healthCheck: seed.healthCheck,
      stickyConnections: seed.stickyConnections,
      sourceRouting: seed.sourceRouting,
      balancing: seed.balancing,
      management: seed.management,
      excludeIpsec: seed.excludeIpsec,
      portForwards: seed.forwards.map(({ range, wanCount, ...forward }, i) => ({
        ...forward,
        name: `forward${i}`,
        ports: range === 0 ? `${1000 * (i + 1)}` : `${1000 * (i + 1)}-${1000 * (i + 1) + range}`,
        to: `192.168.77.${i + 1}`,
        wans: wanCount === undefined ? undefined : wans.slice(0, wanCount).map(({ name }) => name),
      })),
      dns: {
        allowRemoteRequests: seed.allowRemoteRequests,
        domains: seed.resolvers.map((resolver, i) => ({
          domain: `isp${i}.example`,
          server: `198.51.100.${resolver}`,
          wan: wans[i % wans.length]?.name ?? "",
        })),
      },
      policies: seed.pins.map((pin, i) => ({
        name: `policy${i}`,
        to: [`203.0.113.${pin}`],
        via: [[wans[i % wans.length]?.name ?? ""]],
        otherwise: seed.otherwise,
      })),
    };
  });

/** What a WAN of a mixed gateway is, beside what it was. */
interface Kind {
  readonly kind: "static" | "dhcp" | "point-to-point";
  readonly target: boolean;
  readonly tier: number;
  readonly disabled: boolean;
}

const anyKind: fc.Arbitrary<Kind> = fc.record({
  kind: fc.constantFrom("static", "dhcp", "point-to-point"),
  target: fc.boolean(),
  tier: fc.constantFrom(1, 1, 2),
  disabled: fc.constantFrom(false, false, false, true),
});

/** Valid gateways whose WANs are of any kind, in any tier, with targets, and with one gateway address or two. */
export const anyMixedGateway: fc.Arbitrary<GatewayDescription> = fc
  .record({
    gateway: anyGateway,
    kinds: fc.array(anyKind, { minLength: 6, maxLength: 6 }),
    // Two targets for every WAN, or one here and there.
    twoTargets: fc.boolean(),
    oneNetwork: fc.boolean(),
  })
  .map(({ gateway, kinds, twoTargets, oneNetwork }) => {
    const wans = gateway.wans.map((wan, i) => {
      const given = kinds[i] as Kind;
      // A lease's gateway can neither be found by targets nor stand in for another WAN's users.
      const mayBeDhcp = gateway.balancing?.classifyBy !== ClassifyBy.SOURCE_ADDRESS;
      const single = given.kind === "dhcp" && !mayBeDhcp ? "static" : given.kind;
      // Two targets are next hops of their own on a link, and one gateway elsewhere.
      const kind = twoTargets ? (kinds[0]?.kind === "point-to-point" ? "point-to-point" : "static") : single;
      const targets = [`8.8.${i}.1`, `8.8.${i}.2`].slice(0, twoTargets ? 2 : given.target ? 1 : 0);
      const { name, interface: port, masquerade, weight } = wan;
      const { tier, disabled } = given;
      const options = {
        name,
        interface: port,
        masquerade,
        tier,
        disabled,
        // A DHCP client's routes are not repeated.
        weight: gateway.balancing?._kind === "repeated routes" ? 1 : weight,
        healthCheck: targets.length > 0 ? HealthCheck.recursive({ targets }) : undefined,
      };
      const address = oneNetwork ? `10.0.0.${i + 2}/24` : (wan.address ?? "");
      const via = oneNetwork ? "10.0.0.1" : (wan.gateway ?? "");
      switch (kind) {
        case "dhcp":
          return Wan.dhcp({ ...options, healthCheck: undefined });
        case "point-to-point":
          return Wan.pointToPoint({
            ...options,
            healthCheck: options.healthCheck ?? HealthCheck.none(),
          });
        default:
          return Wan.static({ ...options, address, gateway: via });
      }
    });
    const isStatic = wans.every(({ kind }) => kind === "static");
    return {
      ...gateway,
      wans,
      // What an address is needed for is refused where that is not known.
      portForwards: isStatic
        ? gateway.portForwards
        : gateway.portForwards?.map((forward) => ({ ...forward, hairpin: undefined })),
    };
  });
