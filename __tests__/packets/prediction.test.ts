import fc from "fast-check";
import type { Isp } from "../../lab/network";
import { type Answer, ECHO_PORT, type Sending, type Sent } from "../../lab/traffic";
import { followFlow, followReply, type Outcome, RouterState, unknownText } from "../../lib/simulator";
import { runs } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { putRows } from "./gateway-rows";
import { PacketLab } from "./packet-lab";
import { anyScene, circumstancesOf, isLeased, lostBy, rowsOfScene, type Scene, wans } from "./scenes";

const SEED = 20130112;
const GATEWAYS = runs(5, 34);
/** So many at least, where each WAN of a scene sees two and the Internet eight of which some may be the same. */
const FLOWS = 9 * GATEWAYS;
const PORT = 8080;
const MENUS = [
  "/interface/ethernet",
  "/interface/list",
  "/interface/list/member",
  "/ip/firewall/address-list",
  "/ip/address",
  "/ip/route",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/routing/rule",
  "/routing/table",
  "/ip/settings",
];

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

test(`lib/simulator predicts what the kernel does with ${GATEWAYS} random gateways and ${FLOWS} flows or more (seed ${SEED})`, async () => {
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
      ...(await inbound(scene, state)),
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
    await lab.heal();
  }
  expect(flows).toBeGreaterThanOrEqual(FLOWS);
  // A prediction of everything would be none.
  expect(alternatives / flows).toBeLessThan(2);
});

interface Compared {
  readonly what: string;
  readonly predicted: ReadonlySet<string>;
  readonly observed: string;
}

const LOST = "no answer";

/** What the far end sees of a way: nothing where the ISP drops a source that is not its customer's, or everything. */
function seen({ egress, source }: Outcome, { fault }: Scene): string {
  if (egress.kind === "unknown") {
    throw new Error(unknownText(egress.reason));
  }
  const isp = egress.kind === "out" && egress.alive ? ispAt(egress.interface) : undefined;
  const passes = fault?.kind !== "black-hole" || wans[fault.wan]?.name !== isp?.name;
  return isp !== undefined && passes && source === isp.customer ? `answered by way of ${isp.name}` : LOST;
}

/** A flow, and what may become of it. */
interface Predicted extends Omit<Compared, "observed"> {
  readonly source: string;
  readonly destination: string;
}

/** Sends flows: an answer that must come is waited for, whatever else the machine does; one that may not come is not. */
async function compare(
  sending: Pick<Sending, "protocol" | "from" | "port">,
  flows: readonly Predicted[],
  observe: (answer: Answer, sent: Sent) => string,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const mayBeLost of [false, true]) {
    const some = flows.filter(({ predicted }) => predicted.has(LOST) === mayBeLost);
    if (some.length === 0) {
      continue;
    }
    const [sources, destinations] = [some.map((flow) => flow.source), some.map((flow) => flow.destination)];
    const timeoutMs = mayBeLost ? 250 : PATIENCE_MS;
    const sent = await lab.traffic.send({ ...sending, sources, destinations }, { timeoutMs });
    for (const [i, { what, predicted }] of some.entries()) {
      const answer = sent.answers[i];
      const observed = answer?.ok === true ? observe(answer, sent) : LOST;
      compared.push({ what, predicted, observed });
    }
  }
  return compared;
}

function outbound(scene: Scene, state: RouterState): Promise<Compared[]> {
  const lan = lab.network.lan("Local");
  const [source = ""] = lan.addresses(1);
  const flows = [...new Set(scene.destinations)].map((destination): Predicted => {
    const outcomes = followFlow(state, {
      inInterface: "Local",
      protocol: "udp",
      srcAddress: source,
      dstAddress: destination,
      dstPort: ECHO_PORT,
    });
    return {
      what: `from the LAN to ${destination}`,
      predicted: new Set(outcomes.map((outcome) => seen(outcome, scene))),
      source,
      destination,
    };
  });
  const observe = (answer: Answer, sent: Sent) => `answered by way of ${sent.wanOf(answer)}`;
  return compare({ protocol: "udp", from: lan.namespace }, flows, observe);
}

/** A connection from outside to the router's address on each WAN: whether its answer comes back. */
async function inbound(scene: Scene, state: RouterState): Promise<Compared[]> {
  const flows = lab.network.wans.flatMap((isp) =>
    lab.network.internet.addresses(2).map((source): Predicted => {
      const outcomes = followFlow(state, {
        inInterface: isp.name,
        protocol: "tcp",
        srcAddress: source,
        dstAddress: isp.customer,
        dstPort: PORT,
      });
      return {
        what: `from ${source} to the router on ${isp.name}`,
        predicted: new Set(outcomes.flatMap((outcome) => answersOf({ scene, state }, outcome, isp))),
        source,
        destination: isp.customer,
      };
    }),
  );
  const from = lab.network.internet.namespace;
  return compare({ protocol: "tcp", from, port: PORT }, flows, () => "answered");
}

function answersOf(
  { scene, state }: { scene: Scene; state: RouterState },
  outcome: Outcome,
  isp: Isp,
): string[] {
  if (outcome.egress.kind !== "local" || outcome.connection === undefined) {
    return [LOST];
  }
  return followReply(state, outcome.connection).map((reply) =>
    seen(reply, scene) === `answered by way of ${isp.name}` ? "answered" : LOST,
  );
}

function ispAt(name: string): Isp | undefined {
  return lab.network.wans.find((isp) => isp.name === name);
}

/** Writes a scene's rows to the standing router, breaks what it breaks, and waits until the router knows. */
async function stage(scene: Scene): Promise<void> {
  const { router, network } = lab;
  router.set("/ip/settings", undefined, { "ipv4-multipath-hash-policy": scene.hashPolicy });
  putRows(router, rowsOfScene(scene));
  await router.settled();
  await until("every route is up", () => lab.inactive().length === 0 && haveLeases(scene));
  await router.settled();
  const broken = scene.fault && wans[scene.fault.wan];
  if (scene.fault !== undefined && broken !== undefined) {
    await network.wan(broken.name).inflict(scene.fault.kind);
    const lost = lostBy(scene);
    await until("the fault is noticed", () =>
      router.rows("/ip/route").every((row) => !isActive(row) || !lost.includes(row["gateway"] ?? "")),
    );
    await router.settled();
  }
}

const isActive = (row: Record<string, string>): boolean => row["active"] === "true";

/** Whether every client of a scene has its lease, and both routes of it could be used. */
function haveLeases(scene: Scene): boolean {
  const gateways = scene.wans.flatMap((i) => (isLeased(scene, i) ? [wans[i]?.gateway] : []));
  const leased = lab.router
    .rows("/ip/route")
    .filter((row) => row["dhcp"] === "true" && row["inactive"] !== "true");
  return gateways.every((gateway) => leased.filter((row) => row["gateway"] === gateway).length === 2);
}
