import fc from "fast-check";
import {
  Balancing,
  ClassifyBy,
  ForwardProtocol,
  type GatewayDescription,
  HealthCheck,
  type Lan,
  Wan,
  WhileDown,
} from "../../lib";

const NAME = fc
  .stringMatching(/^[a-z][a-z0-9_.-]{0,7}$/)
  .filter((name) => !["dns", "forwards", "lists", "pins", "settings"].includes(name));

const classifier = fc
  .record({
    by: fc.constantFrom(...Object.values(ClassifyBy)),
    except: fc.subarray(["10.200.0.0/16", "198.18.0.1"]),
    exceptPrivate: fc.boolean(),
  })
  .map((options) => Balancing.classifier(options));

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
    whileDown: fc.constantFrom(undefined, WhileDown.BALANCE, WhileDown.BLOCK),
    name: fc.option(NAME, { nil: undefined }),
    pinConnections: fc.constantFrom(undefined, true),
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
    spareIpsec: fc.constantFrom(undefined, true, false),
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
      pinConnections: seed.pinConnections,
      sourceRouting: seed.sourceRouting,
      balancing: seed.balancing,
      management: seed.management,
      spareIpsec: seed.spareIpsec,
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
      destinationPins: seed.pins.map((pin, i) => ({
        destination: `203.0.113.${pin}`,
        wan: wans[i % wans.length]?.name ?? "",
        whileDown: seed.whileDown,
      })),
    };
  });
