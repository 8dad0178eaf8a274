import fc from "fast-check";
import type { Isp } from "../../lab/network";
import { HealthCheck, Wan, WhileDown } from "../../lib";
import { designGateway, rowsOf } from "../../lib/design/gateway-design";
import { followFlow, followReply, type Outcome, RouterState } from "../../lib/routing";
import { literals } from "../design/literals";
import { PacketLab, WANS } from "./packet-lab";
import { until } from "./until";

jest.setTimeout(240_000);

const SEED = 20130112;
const GATEWAYS = 34;
const PORT = 8080;
const wans = WANS.slice(0, 3);
const MENUS = [
  "/interface/ethernet",
  "/ip/address",
  "/ip/route",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/routing/table",
  "/ip/settings",
];

/** A gateway, what is wrong around it, and what is sent. */
interface Scene {
  readonly wans: readonly number[];
  readonly masquerade: readonly boolean[];
  readonly pins: readonly { readonly host: number; readonly wan: number; readonly block: boolean }[];
  readonly hashPolicy: "l3" | "l4";
  readonly withoutMarks: boolean;
  readonly fault: { readonly wan: number; readonly kind: "dead-gateway" | "cut" } | undefined;
  readonly destinations: readonly string[];
}

const octet = fc.integer({ min: 1, max: 254 });
const host = fc.integer({ min: 1, max: 40 });
const anyScene: fc.Arbitrary<Scene> = fc.record({
  wans: fc.subarray([0, 1, 2], { minLength: 1 }),
  masquerade: fc.array(
    fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    { minLength: 3, maxLength: 3 },
  ),
  pins: fc.uniqueArray(fc.record({ host, wan: fc.integer({ min: 0, max: 2 }), block: fc.boolean() }), {
    maxLength: 3,
    selector: (pin) => pin.host,
  }),
  hashPolicy: fc.constantFrom("l3", "l4"),
  withoutMarks: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  fault: fc.option(
    fc.record({ wan: fc.integer({ min: 0, max: 2 }), kind: fc.constantFrom("dead-gateway", "cut") }),
    { nil: undefined },
  ) as fc.Arbitrary<Scene["fault"]>,
  destinations: fc.array(
    fc.oneof(
      fc.tuple(octet, octet).map(([a, b]) => `198.18.${a}.${b}`),
      host.map((n) => `203.0.113.${n}`),
    ),
    { minLength: 8, maxLength: 8 },
  ),
});

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

test(`lib/routing predicts what the kernel does with ${GATEWAYS} random gateways and more than 300 flows (seed ${SEED})`, async () => {
  let flows = 0;
  let alternatives = 0;
  for (const scene of fc.sample(anyScene, { seed: SEED, numRuns: GATEWAYS })) {
    await stage(scene);
    const state = RouterState.of(
      Object.fromEntries(MENUS.map((menu) => [menu, lab.router.rows(menu)])),
      circumstancesOf(scene),
    );
    for (const { what, predicted, observed } of [
      ...(await outbound(scene, state)),
      ...(await inbound(state)),
    ]) {
      flows += 1;
      alternatives += predicted.size;
      expect([scene, what, [...predicted], predicted.has(observed), observed]).toEqual([
        scene,
        what,
        [...predicted],
        true,
        observed,
      ]);
    }
    await lab.network.heal();
  }
  expect(flows).toBeGreaterThanOrEqual(300);
  // A prediction of everything would be none.
  expect(alternatives / flows).toBeLessThan(2);
});

interface Compared {
  readonly what: string;
  readonly predicted: ReadonlySet<string>;
  readonly observed: string;
}

const LOST = "no answer";

/** What the far end sees of a way: nothing where the ISP drops a source that is not its customer's. */
function seen({ way, source }: Outcome): string {
  if (way.kind === "cannot tell") {
    throw new Error(way.reason);
  }
  const isp = way.kind === "out" && way.alive ? ispAt(way.interface) : undefined;
  return isp !== undefined && source === isp.customer ? `answered by way of ${isp.name}` : LOST;
}

async function outbound(scene: Scene, state: RouterState): Promise<Compared[]> {
  const lan = lab.network.lan("Local");
  const [source = ""] = lan.addresses(1);
  const sent = await lab.traffic.send(
    {
      protocol: "udp",
      from: lan.namespace,
      sources: [source],
      destinations: [...new Set(scene.destinations)],
    },
    { timeoutMs: 250 },
  );
  return sent.answers.map((answer) => {
    const { to: dstAddress, toPort: dstPort } = answer.flow;
    const outcomes = followFlow(state, {
      inInterface: "Local",
      protocol: "udp",
      srcAddress: source,
      dstAddress,
      dstPort,
    });
    return {
      what: `from the LAN to ${dstAddress}`,
      predicted: new Set(outcomes.map(seen)),
      observed: answer.ok ? `answered by way of ${sent.wanOf(answer)}` : LOST,
    };
  });
}

/** A connection from outside to the router's address on each WAN: whether its answer comes back. */
async function inbound(state: RouterState): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const isp of lab.network.wans) {
    const sources = lab.network.internet.addresses(2);
    const sent = await lab.traffic.send(
      {
        protocol: "tcp",
        from: lab.network.internet.namespace,
        sources,
        destinations: [isp.customer],
        port: PORT,
      },
      { timeoutMs: 250 },
    );
    for (const answer of sent.answers) {
      const outcomes = followFlow(state, {
        inInterface: isp.name,
        protocol: "tcp",
        srcAddress: answer.flow.from,
        dstAddress: isp.customer,
        dstPort: PORT,
      });
      compared.push({
        what: `from ${answer.flow.from} to the router on ${isp.name}`,
        predicted: new Set(outcomes.flatMap((outcome) => answersOf(state, outcome, isp))),
        observed: answer.ok ? "answered" : LOST,
      });
    }
  }
  return compared;
}

function answersOf(state: RouterState, outcome: Outcome, isp: Isp): string[] {
  if (outcome.way.kind !== "local" || outcome.connection === undefined) {
    return [LOST];
  }
  return followReply(state, outcome.connection).map((reply) =>
    seen(reply) === `answered by way of ${isp.name}` ? "answered" : LOST,
  );
}

function ispAt(name: string): Isp | undefined {
  return lab.network.wans.find((isp) => isp.name === name);
}

function circumstancesOf({ fault }: Scene) {
  const wan = fault && wans[fault.wan];
  return fault?.kind === "cut"
    ? { downInterfaces: [wan?.name ?? ""] }
    : { deadNextHops: wan === undefined ? [] : [wan.gateway] };
}

/** Writes a scene's rows to the standing router, breaks what it breaks, and waits until the router knows. */
async function stage(scene: Scene): Promise<void> {
  const { router, network } = lab;
  for (const menu of [
    "/ip/firewall/mangle",
    "/ip/firewall/nat",
    "/ip/route",
    "/ip/address",
    "/routing/table",
  ]) {
    for (const row of router.rows(menu).filter(({ dynamic, comment }) => dynamic !== "true" && comment)) {
      router.remove(menu, row[".id"] ?? "");
    }
  }
  router.set("/ip/settings", undefined, { "ipv4-multipath-hash-policy": scene.hashPolicy });
  for (const { menu, row } of designed(scene)) {
    router.add(menu, row);
  }
  await router.settled();
  await until("every route is up", () => lab.inactive().length === 0);
  const broken = scene.fault && wans[scene.fault.wan];
  if (scene.fault !== undefined && broken !== undefined) {
    await network.wan(broken.name).inflict(scene.fault.kind);
    if (scene.wans.includes(scene.fault.wan)) {
      await until("the fault is noticed", () => lab.inactive().includes(broken.gateway));
    }
  }
  await router.settled();
}

function designed(scene: Scene): { menu: string; row: Record<string, string> }[] {
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
  return rowsOf(designGateway(description, "gateway", literals))
    .map(({ row }) => wire({ ...row }))
    .filter(({ menu }) => !(scene.withoutMarks && menu === "/ip/firewall/mangle"));
}

/** A designed row as it goes over the wire, and the menu it is for. */
function wire(row: Record<string, unknown>): { menu: string; row: Record<string, string> } {
  const menu =
    "fib" in row
      ? "/routing/table"
      : "dst-address" in row && "gateway" in row
        ? "/ip/route"
        : row["chain"] === "srcnat"
          ? "/ip/firewall/nat"
          : "chain" in row
            ? "/ip/firewall/mangle"
            : "/ip/address";
  const texts = Object.entries(row)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => [name, value === true ? "yes" : value === false ? "no" : String(value)]);
  return { menu, row: Object.fromEntries(texts) };
}
