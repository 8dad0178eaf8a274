import { TerraformResource, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import fc from "fast-check";
import type { LanDescription } from "../../../lab/network";
import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  ForwardProtocol,
  type GatewayDescription,
  HashPolicy,
  HealthCheck,
  Otherwise,
  RouterTraffic,
  Wan,
} from "../../../lib";
import { problemsOf } from "../../../lib/gateway/validation/description-problems";
import { literals } from "../../gateway/literals";
import { WANS } from "../packet-lab";

/** The ports of the standing network: three whose ISP takes a fixed address and lends it too, and a modem. */
export const PORTS = WANS.slice(0, 4).map((wan, i) =>
  i < 3 ? { ...wan, addressing: "dhcp" as const } : { ...wan, link: "point-to-point" as const },
);
const MODEM = 3;

/** Two LANs; the first has room for as many hosts as shares are measured by. */
export const LANS: readonly [LanDescription, LanDescription] = [
  { name: "Local", routerAddress: "192.168.0.1/22" },
  { name: "Guests", routerAddress: "192.168.9.1/24" },
];

/** A host of each LAN that ports are forwarded to. */
export const SERVER = "192.168.2.1";
/** Where the host listens. */
export const SERVER_PORT = 8443;
/** Manages the router from outside, by a pin of its own. */
const OPERATOR = "203.0.113.250";

interface SketchedWan {
  readonly used: boolean;
  readonly kind: "static" | "static" | "dhcp";
  readonly masquerade: boolean;
  readonly tier: number;
  readonly weight: number;
  readonly disabled: boolean;
  readonly check: "ping" | "none" | "target";
}

/** A gateway as it is drawn: all that there is to it can be printed, and made again. */
export interface Sketch {
  readonly wans: readonly SketchedWan[];
  /** Whether the first two names stand for one another's ports. */
  readonly crossed: boolean;
  readonly guests: boolean;
  readonly balancing: "ecmp" | HashPolicy | ClassifyBy;
  readonly routerTraffic: RouterTraffic;
  readonly stickyConnections: boolean;
  readonly sourceRouting: boolean;
  readonly pins: readonly { readonly host: number; readonly wan: number; readonly block: boolean }[];
  readonly forwards: readonly {
    readonly port: number;
    readonly protocol: ForwardProtocol;
    readonly wan: number | undefined;
    readonly hairpin: boolean;
  }[];
  readonly managed: boolean;
  readonly resolver: "closed" | "open" | "domain" | undefined;
  readonly ownTable: boolean;
  readonly disabled: boolean;
  /** What somebody switches off by hand in the configuration: rows of a role, of one WAN. */
  readonly sabotage: { readonly wan: number; readonly role: string } | undefined;
}

const rarely = (one: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: one }).map((n) => n === 1);
const wan = fc.integer({ min: 0, max: PORTS.length - 1 });

const anySketchedWan: fc.Arbitrary<SketchedWan> = fc.record({
  used: rarely(3).map((unused) => !unused),
  kind: fc.constantFrom("static", "static", "dhcp"),
  masquerade: rarely(8).map((without) => !without),
  tier: fc.constantFrom(1, 1, 1, 2),
  weight: fc.integer({ min: 1, max: 3 }),
  disabled: rarely(8),
  check: fc.constantFrom("ping", "ping", "none", "target"),
});

/** Any gateway that the construct takes. */
export const anySketch: fc.Arbitrary<Sketch> = fc
  .record({
    wans: fc.array(anySketchedWan, { minLength: PORTS.length, maxLength: PORTS.length }),
    crossed: rarely(8),
    guests: fc.boolean(),
    balancing: fc.constantFrom("ecmp" as const, HashPolicy.L3, HashPolicy.L4, ...Object.values(ClassifyBy)),
    routerTraffic: rarely(3).map((failover) => (failover ? RouterTraffic.FAILOVER : RouterTraffic.BALANCE)),
    stickyConnections: rarely(3),
    sourceRouting: rarely(3),
    pins: fc.uniqueArray(fc.record({ host: fc.integer({ min: 1, max: 5 }), wan, block: fc.boolean() }), {
      maxLength: 2,
      selector: ({ host }) => host,
    }),
    forwards: fc.uniqueArray(
      fc.record({
        port: fc.constantFrom(8001, 8002),
        protocol: fc.constantFrom(ForwardProtocol.TCP, ForwardProtocol.TCP, ForwardProtocol.UDP),
        wan: fc.option(wan, { nil: undefined }),
        hairpin: rarely(3),
      }),
      { maxLength: 2, selector: ({ port }) => port },
    ),
    managed: rarely(4),
    resolver: fc.constantFrom(undefined, undefined, "closed", "open", "domain"),
    ownTable: rarely(5),
    disabled: rarely(25),
    sabotage: fc.option(
      fc.record({
        wan,
        role: fc.constantFrom(
          "mark-connection",
          "mark-routing",
          "mark-ingress",
          "mark-lan-routing",
          "masquerade",
          "policy-route",
        ),
      }),
      { nil: undefined, freq: 3 },
    ),
  })
  .filter(isTaken);

/** Gateways in a row: each is another one altogether, or the last with some of its props changed. */
export function anyRow(length: number): fc.Arbitrary<readonly Sketch[]> {
  const step = fc.record({
    sketch: anySketch,
    changed: fc.option(fc.subarray(KEYS, { minLength: 1, maxLength: 2 }), { nil: KEYS, freq: 3 }),
    mayBreak: rarely(6),
  });
  return fc.array(step, { minLength: length, maxLength: length }).map((steps) => {
    const row: Sketch[] = [];
    for (const { sketch, changed, mayBreak } of steps) {
      const last = row.at(-1) ?? sketch;
      const next = { ...last, ...only(sketch, changed) };
      const eased = mayBreak ? next : withAddressesOf(next, last);
      row.push([eased, next].find(isTaken) ?? sketch);
    }
    return row;
  });
}

/** Most changes shall be ones that the router takes: no address of the last gateway changes in place. */
function withAddressesOf(next: Sketch, last: Sketch): Sketch {
  return {
    ...next,
    crossed: last.crossed,
    disabled: last.disabled,
    wans: next.wans.map((wan, i) => ({ ...wan, disabled: last.wans[i]?.disabled ?? wan.disabled })),
  };
}

const KEYS: (keyof Sketch)[] = [
  "wans",
  "crossed",
  "guests",
  "balancing",
  "routerTraffic",
  "stickyConnections",
  "sourceRouting",
  "pins",
  "forwards",
  "managed",
  "resolver",
  "ownTable",
  "disabled",
  "sabotage",
];

const only = (sketch: Sketch, keys: readonly (keyof Sketch)[]): Partial<Sketch> =>
  Object.fromEntries(keys.map((key) => [key, sketch[key]]));

function isTaken(sketch: Sketch): boolean {
  return problemsOf(propsOf(sketch), "gateway", literals).length === 0;
}

/** The gateway of a sketch. */
export function propsOf(sketch: Sketch): GatewayDescription & EcmpMasqueradeGatewayProps {
  const wans = sketch.wans.flatMap((each, port) => (each.used ? [wanOf(sketch, each, port)] : []));
  const nameAt = (index: number): string => wans[index % Math.max(wans.length, 1)]?.name ?? "";
  const lans = (sketch.guests ? LANS : LANS.slice(0, 1)).map(({ name, routerAddress }) => ({
    interface: name,
    address: routerAddress,
  }));
  return {
    lans,
    wans,
    balancing: balancingOf(sketch),
    stickyConnections: sketch.stickyConnections && !isClassified(sketch) ? true : undefined,
    sourceRouting: sketch.sourceRouting && !isClassified(sketch) ? true : undefined,
    policies: [
      ...sketch.pins.map(({ host, wan: index, block }) => ({
        name: `pinned${host}`,
        to: [`203.0.113.${host}`],
        via: [[nameAt(index)]],
        otherwise: block ? Otherwise.BLOCK : Otherwise.BALANCE,
      })),
      ...(sketch.managed ? [{ name: "operator", to: [OPERATOR], via: [[nameAt(0)]] }] : []),
    ],
    portForwards: sketch.forwards.map(({ port, protocol, wan: index, hairpin }) => ({
      name: `forward${port}`,
      protocol,
      ports: String(port),
      to: SERVER,
      toPort: SERVER_PORT,
      wans: index === undefined ? undefined : [nameAt(index)],
      hairpin,
    })),
    management: sketch.managed ? { sources: [OPERATOR] } : undefined,
    dns: dnsOf(sketch, nameAt(1)),
    routingTable: sketch.ownTable ? "lans" : undefined,
    disabled: sketch.disabled,
  };
}

function wanOf({ crossed, balancing }: Sketch, each: SketchedWan, port: number): Wan {
  const { name = "", routerAddress = "", gateway = "" } = PORTS[port] ?? {};
  const names = crossed ? [1, 0, 2, 3] : [0, 1, 2, 3];
  const targets = [`198.51.100.${10 * (port + 1)}`];
  const check = {
    ping: port === MODEM ? HealthCheck.none() : HealthCheck.ping(),
    none: HealthCheck.none(),
    target: HealthCheck.recursive({ targets }),
  }[each.check];
  const options = {
    name: `isp${names[port]}`,
    interface: name,
    masquerade: each.masquerade,
    tier: each.tier,
    weight: isClassified({ balancing }) ? each.weight : 1,
    disabled: each.disabled,
    healthCheck: check,
  };
  if (port === MODEM) {
    return Wan.pointToPoint(options);
  }
  return each.kind === "dhcp" && each.check !== "target"
    ? Wan.dhcp(options)
    : Wan.static({ ...options, address: routerAddress, gateway });
}

const CLASSIFIED: readonly string[] = Object.values(ClassifyBy);
const isClassified = ({ balancing }: Pick<Sketch, "balancing">): boolean => CLASSIFIED.includes(balancing);

function balancingOf(sketch: Sketch): Balancing {
  const { balancing, routerTraffic } = sketch;
  if (isClassified(sketch)) {
    return Balancing.perConnectionClassifier({ by: balancing as ClassifyBy, routerTraffic });
  }
  return Balancing.ecmp(balancing === "ecmp" ? {} : { hashPolicy: balancing as HashPolicy });
}

function dnsOf({ resolver }: Sketch, wan: string): GatewayDescription["dns"] {
  switch (resolver) {
    case "closed":
      return { servers: ["9.9.9.9"], allowRemoteRequests: false };
    case "open":
      return { servers: ["9.9.9.9"], allowRemoteRequests: true };
    case "domain":
      return { domains: [{ domain: "isp.example", server: "203.0.113.53", wan }] };
    default:
      return undefined;
  }
}

/** Writes a sketch's gateway into a stack, and switches off by hand what the sketch says. */
export function writeSketch(stack: TerraformStack, sketch: Sketch): void {
  const props = propsOf(sketch);
  const gateway = new EcmpMasqueradeGateway(stack, "gateway", props);
  const { sabotage } = sketch;
  if (sabotage !== undefined) {
    const name = props.wans[sabotage.wan % props.wans.length]?.name ?? "";
    for (const resource of gateway.node.findAll().filter(isResource)) {
      if (resource.node.path.includes(`/${name}/`) && resource.node.path.includes(sabotage.role)) {
        resource.addOverride("disabled", true);
      }
    }
  }
}

const isResource = (node: IConstruct): node is TerraformResource =>
  TerraformResource.isTerraformResource(node);
