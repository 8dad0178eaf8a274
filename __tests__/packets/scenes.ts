import fc from "fast-check";
import { Balancing, ClassifyBy, HealthCheck, Otherwise, Wan } from "../../lib";
import { gatewayRows, type WrittenRow } from "./gateway-rows";
import { WANS } from "./packet-lab";

/** The uplinks of the standing network; a scene uses some of them, by an address of its own or by a lease. */
export const wans = WANS.slice(0, 3).map((wan) => ({ ...wan, addressing: "dhcp" as const }));

/** How many probe targets each WAN has; more of them change no share, as they have one next hop. */
const TARGETS = 2;

/** A gateway, what is wrong around it, and what is sent. */
export interface Scene {
  readonly wans: readonly number[];
  readonly masquerade: readonly boolean[];
  /** Which of them get their addresses by DHCP; only where there are no targets. */
  readonly leased: readonly boolean[];
  readonly tiers: readonly number[];
  readonly pins: readonly { readonly host: number; readonly wan: number; readonly block: boolean }[];
  readonly hashPolicy: "l3" | "l4";
  /** What a classifier hashes; absent under ECMP. */
  readonly classifyBy: ClassifyBy | undefined;
  readonly weights: readonly number[];
  readonly stickyConnections: true | undefined;
  readonly withoutMarks: boolean;
  /** Routes lead to probe targets beyond the first hops, which are asked in their stead. */
  readonly targets: boolean;
  /** What only a probe target can find out comes only where there are some. */
  readonly fault: { readonly wan: number; readonly kind: "dead-gateway" | "cut" | "black-hole" } | undefined;
  readonly destinations: readonly string[];
}

const octet = fc.integer({ min: 1, max: 254 });
const host = fc.integer({ min: 1, max: 40 });
const wan = fc.integer({ min: 0, max: 2 });

export const anyScene: fc.Arbitrary<Scene> = fc
  .record({
    wans: fc.subarray([0, 1, 2], { minLength: 1 }),
    masquerade: fc.array(
      fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      { minLength: 3, maxLength: 3 },
    ),
    leased: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    tiers: fc.array(fc.constantFrom(1, 1, 1, 2), { minLength: 3, maxLength: 3 }),
    pins: fc.uniqueArray(fc.record({ host, wan, block: fc.boolean() }), {
      maxLength: 3,
      selector: (pin) => pin.host,
    }),
    hashPolicy: fc.constantFrom<("l3" | "l4")[]>("l3", "l4"),
    classifyBy: fc.option(fc.constantFrom(...Object.values(ClassifyBy)), { nil: undefined }),
    weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
    stickyConnections: fc.option(fc.constant(true as const), { nil: undefined }),
    withoutMarks: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    targets: fc.boolean(),
    fault: fc.option(
      fc.record({
        wan,
        kind: fc.constantFrom<("dead-gateway" | "cut" | "black-hole")[]>("dead-gateway", "cut", "black-hole"),
      }),
      { nil: undefined },
    ),
    destinations: fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.tuple(octet, octet).map(([a, b]) => `198.18.${a}.${b}`) },
        { weight: 4, arbitrary: host.map((n) => `203.0.113.${n}`) },
        { weight: 1, arbitrary: wan.map((i) => targetsOf(i)[0] ?? "") },
      ),
      { minLength: 8, maxLength: 8 },
    ),
  })
  .filter(({ targets, fault }) => targets || fault?.kind !== "black-hole");

const targetsOf = (index: number): string[] =>
  Array.from({ length: TARGETS }, (_, i) => `198.51.100.${10 * (index + 1) + i}`);

/** Whether a WAN of the standing network gets its address by DHCP in a scene. */
export const isLeased = ({ targets, leased }: Scene, index: number): boolean =>
  !targets && leased[index] === true;

/** The gateways that must be found dead before packets are judged. */
export function lostBy({ wans: used, targets, fault }: Scene): readonly string[] {
  if (fault === undefined || !used.includes(fault.wan)) {
    return [];
  }
  return targets ? targetsOf(fault.wan) : [wans[fault.wan]?.gateway ?? ""];
}

/** A scene's fault in the words of the prediction. */
export function circumstancesOf({ fault }: Scene) {
  const { name = "", gateway = "" } = (fault && wans[fault.wan]) ?? {};
  switch (fault?.kind) {
    case "cut":
      return { downInterfaces: [name] };
    case "dead-gateway":
      return { deadNextHops: [gateway] };
    case "black-hole":
      return { deadNextHops: targetsOf(fault.wan) };
    default:
      return {};
  }
}

/** The rows of a scene's gateway. */
export function rowsOfScene(scene: Scene): WrittenRow[] {
  const named = scene.wans.map((i) => wanOf(scene, i));
  const description = {
    lans: [{ interface: "Local", address: "192.168.0.1/24" }],
    wans: named,
    balancing: scene.classifyBy && Balancing.perConnectionClassifier({ by: scene.classifyBy }),
    stickyConnections: scene.stickyConnections,
    policies: scene.pins.map((pin) => ({
      name: `pinned${pin.host}`,
      to: [`203.0.113.${pin.host}`],
      via: [[named[pin.wan % named.length]?.name ?? ""]],
      otherwise: pin.block ? Otherwise.BLOCK : Otherwise.BALANCE,
    })),
  };
  return gatewayRows(description).filter(
    ({ menu }) => !(scene.withoutMarks && menu === "/ip/firewall/mangle"),
  );
}

function wanOf(scene: Scene, index: number): Wan {
  const { name = "", routerAddress = "", gateway = "" } = wans[index] ?? {};
  const options = {
    name,
    interface: name,
    masquerade: scene.masquerade[index],
    tier: scene.tiers[index],
    weight: scene.classifyBy && scene.weights[index],
    healthCheck: scene.targets ? HealthCheck.recursive({ targets: targetsOf(index) }) : HealthCheck.ping(),
  };
  return isLeased(scene, index)
    ? Wan.dhcp(options)
    : Wan.static({ ...options, address: routerAddress, gateway });
}
