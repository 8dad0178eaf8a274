import fc from "fast-check";
import { HealthCheck, Wan, WhileDown } from "../../lib";
import { designGateway, rowsOf } from "../../lib/design/gateway-design";
import { literals } from "../design/literals";
import { WANS } from "./packet-lab";

/** The uplinks of the standing network; a scene uses some of them. */
export const wans = WANS.slice(0, 3);

/** How many canaries each WAN has; more of them change no share, as they have one next hop. */
const CANARIES = 2;

/** A gateway, what is wrong around it, and what is sent. */
export interface Scene {
  readonly wans: readonly number[];
  readonly masquerade: readonly boolean[];
  readonly pins: readonly { readonly host: number; readonly wan: number; readonly block: boolean }[];
  readonly hashPolicy: "l3" | "l4";
  readonly withoutMarks: boolean;
  /** Routes lead to canaries beyond the first hops, which are asked in their stead. */
  readonly canaries: boolean;
  /** What only a canary can find out comes only where there are some. */
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
    pins: fc.uniqueArray(fc.record({ host, wan, block: fc.boolean() }), {
      maxLength: 3,
      selector: (pin) => pin.host,
    }),
    hashPolicy: fc.constantFrom<("l3" | "l4")[]>("l3", "l4"),
    withoutMarks: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    canaries: fc.boolean(),
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
        { weight: 1, arbitrary: wan.map((i) => canariesOf(i)[0] ?? "") },
      ),
      { minLength: 8, maxLength: 8 },
    ),
  })
  .filter(({ canaries, fault }) => canaries || fault?.kind !== "black-hole");

const canariesOf = (index: number): string[] =>
  Array.from({ length: CANARIES }, (_, i) => `198.51.100.${10 * (index + 1) + i}`);

/** The gateways that must be found dead before packets are judged. */
export function lostBy({ wans: used, canaries, fault }: Scene): readonly string[] {
  if (fault === undefined || !used.includes(fault.wan)) {
    return [];
  }
  return canaries ? canariesOf(fault.wan) : [wans[fault.wan]?.gateway ?? ""];
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
      return { deadNextHops: canariesOf(fault.wan) };
    default:
      return {};
  }
}

/** A row as it goes over the wire, and the menu it is for. */
interface Written {
  readonly menu: string;
  readonly row: Record<string, string>;
}

/** The rows of a scene's gateway. */
export function rowsOfScene(scene: Scene): Written[] {
  const named = scene.wans.flatMap((i) => wans[i] ?? []);
  const description = {
    lans: [{ interface: "Local", address: "192.168.0.1/24" }],
    wans: named.map(({ name, routerAddress, gateway }, i) =>
      Wan.static({ name, interface: name, address: routerAddress, gateway, masquerade: scene.masquerade[i] }),
    ),
    healthCheck: HealthCheck.ping(),
    destinationPins: scene.pins.map((pin) => ({
      destination: `203.0.113.${pin.host}`,
      wan: named[pin.wan % named.length]?.name ?? "",
      whileDown: pin.block ? WhileDown.BLOCK : WhileDown.BALANCE,
    })),
  };
  const written = rowsOf(designGateway(description, "gateway", literals))
    .map(({ menu, row }) => ({ menu: menu as string, row: wire({ ...row }) }))
    .filter(({ menu }) => !(scene.withoutMarks && menu === "/ip/firewall/mangle"));
  return scene.canaries ? byCanaries(written) : written;
}

/** Every route by a WAN's gateway becomes one by each of its canaries, and these have host routes. */
function byCanaries(written: readonly Written[]): Written[] {
  const comment = "canary";
  const hosts = wans.flatMap(({ gateway }, i) =>
    canariesOf(i).map((canary) => ({
      menu: "/ip/route",
      row: { "dst-address": `${canary}/32`, gateway, scope: "10", comment },
    })),
  );
  const used = hosts.filter(({ row }) => written.some((other) => other.row["gateway"] === row.gateway));
  const routes = written.flatMap(({ menu, row }) => {
    const index = wans.findIndex(({ gateway }) => gateway === row["gateway"]);
    return index < 0
      ? [{ menu, row }]
      : canariesOf(index).map((gateway) => ({ menu, row: { ...row, gateway, "target-scope": "11" } }));
  });
  return [...routes, ...used];
}

function wire(row: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(row)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => [name, value === true ? "yes" : value === false ? "no" : String(value)]);
  return Object.fromEntries(texts);
}
