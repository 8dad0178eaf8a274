import fc from "fast-check";
import { readPlan, review } from "../../lib/plan-review";
import { routersOf } from "../../lib/plan-review/model/router-change";
import { allWans } from "../../lib/plan-review/traffic/wans";
import { PacketLab, VERSION } from "./packet-lab";
import { applyReviewed } from "./pairs/apply";
import { type Failing, tryFailure } from "./pairs/failure";
import { flowTrial, ROUTER_PORT, strongestOf, subjectsOf } from "./pairs/flow-assertions";
import {
  anyRow,
  LANS,
  PORTS,
  propsOf,
  SERVER,
  SERVER_PORT,
  type Sketch,
  writeSketch,
} from "./pairs/gateways";
import { contradictions } from "./pairs/probe";
import { forwardTrials, OPERATOR, operatorTrials, replyTrials, shareTrials } from "./pairs/trials";

/** Another seed and number may be given, to search further by hand: `PAIRS_SEED=1 PAIRS=50 npx tsx __tests__/run.ts pairs`. */
const SEED = Number(process.env["PAIRS_SEED"] ?? 20130112);
const GATEWAYS = Number(process.env["PAIRS"] ?? 8);

/** A gateway that answers late, as all do on a busy machine, is not taken for a dead one. */
const PATIENT_CHECKS = {
  "check-gateway-ping-interval": "300ms",
  "check-gateway-ping-timeout": "300ms",
  "check-gateway-ping-count": "4",
};

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(PORTS, { lans: LANS });
  const { network, router, traffic } = lab;
  const modem = PORTS.find(({ link }) => link === "point-to-point");
  // A modem gets its address by itself.
  router.add("/ip/address", {
    address: modem?.routerAddress.replace(/\/.*/, "") ?? "",
    network: modem?.gateway ?? "",
    interface: modem?.name ?? "",
  });
  router.set("/routing/settings", undefined, PATIENT_CHECKS);
  // The lab's REST API is on the management address alone; a router's is on that of the LAN too.
  await network.router.sysctl({ "net/ipv4/ip_nonlocal_bind": 1 });
  await traffic.agent(network.router).listen({ protocol: "tcp", port: 443, addresses: ["192.168.0.1"] });
  const [local, guests] = [network.lan("Local"), network.lan("Guests")];
  expect(local.addresses(1)).toEqual([SERVER]);
  await local.introduce(local.addresses(480));
  await Promise.all([
    traffic.serve(network.router, ROUTER_PORT),
    traffic.serve(local.namespace, SERVER_PORT),
    traffic.serve(local.namespace),
    traffic.serve(guests.namespace),
    ...network.wans.slice(0, 3).map((isp) => traffic.serve(isp.neighbourNamespace)),
  ]);
});
afterAll(() => lab.down());

test(`no packet contradicts what the review says of ${GATEWAYS} random changes of a gateway (seed ${SEED})`, async () => {
  const [row = []] = fc.sample(anyRow(GATEWAYS), { seed: SEED, numRuns: 1 });
  const found: string[] = [];
  const held = new Map<string, number>();
  for (const [turn, after] of row.entries()) {
    const pair = { turn, before: row[turn - 1], after };
    const against = await tryPair(pair, held).catch((error) => [String(error)]);
    if (against.length > 0) {
      found.push([...against, JSON.stringify(pair)].join("\n"));
    }
  }
  expect(found).toEqual([]);
  // Where nothing is said to hold, nothing is contradicted.
  for (const [id, least] of Object.entries({
    "flow-assertion": 5,
    "reply-path": 0.5,
    "operator-path": 0.5,
  })) {
    expect([id, held.get(id)]).toEqual([id, expect.any(Number)]);
    expect(held.get(id)).toBeGreaterThanOrEqual(least * GATEWAYS);
  }
});

/** A gateway after another one; the first comes after none. */
interface Pair {
  readonly turn: number;
  readonly before: Sketch | undefined;
  readonly after: Sketch;
}

/** Reviews a change, applies it, and sends packets; gives what these contradict, and counts what is said to hold. */
async function tryPair({ turn, before, after }: Pair, held: Map<string, number>): Promise<readonly string[]> {
  lab.terraform.write((stack) => writeSketch(stack, after));
  const sketches = before === undefined ? [after] : [before, after];
  const subjects = subjectsOf(lab, sketches.map(propsOf));
  const failing = failingIn(after, turn);

  const plan = readPlan(await lab.terraform.plannedJson(), "plan.json");
  const [change] = routersOf([plan]);
  if (change === undefined) {
    return ["the plan has no router"];
  }
  const wans = allWans(change);
  const was = change.before.isEmpty ? [] : strongestOf(lab, subjects, { snapshot: change.before, wans });
  const is = strongestOf(lab, subjects, { snapshot: change.after, wans });
  // A WAN that is disabled is none of the router's, and nobody can ask about its failure.
  const canFail = wans.some((wan) => wan.interface === failing.name);
  const leaving = subjects.filter(({ about }) => canFail && about === "wan");
  const isDown = strongestOf(lab, leaving, { snapshot: change.after, wans, down: failing.name });
  const { routers, findings } = review([plan], {
    operator: OPERATOR,
    flowAssertions: [...is, ...isDown].map(({ assertion }) => assertion),
    routerOsVersion: VERSION,
  });
  const [router] = routers;
  if (router === undefined) {
    return ["the review has no router"];
  }
  for (const { id } of findings.filter(({ verdict }) => verdict === "pass")) {
    held.set(id, (held.get(id) ?? 0) + 1);
  }

  const contradicted = await contradictions(lab, was.map(flowTrial));
  const applied = await applyReviewed(lab, router);
  const against = [
    ...findings
      .filter(({ id, verdict }) => id === "flow-assertion" && verdict !== "pass")
      .map(({ message }) => `the same flow assertion does not pass: ${message}`),
    ...contradicted.map((text) => `before: ${text}`),
    ...applied.against.map((text) => `during: ${text}`),
  ];
  if (!applied.isDone) {
    await startAnew();
    return against;
  }
  const trials = [
    ...shareTrials(
      lab,
      router.shares
        .filter(({ origin }) => origin.kind !== "class")
        .map(({ origin, after: stated }) => ({ origin: origin.id, stated })),
    ),
    ...replyTrials(lab, router),
    ...forwardTrials(lab, router),
    ...operatorTrials(lab, router),
    ...is.map(flowTrial),
  ];
  const afterwards = await contradictions(lab, trials);
  const whileDown = await tryFailure(lab, router, failing, isDown);
  return [
    ...against,
    ...afterwards.map((text) => `after: ${text}`),
    ...whileDown.map((text) => `while ${failing.name} is down: ${text}`),
  ];
}

/** The WAN of a gateway that fails in its turn. */
function failingIn(sketch: Sketch, turn: number): Failing {
  const { wans } = propsOf(sketch);
  const wan = wans[turn % wans.length];
  return { name: wan?.interface ?? "", targets: wan?.healthCheck?.targets ?? [] };
}

/** Where an apply broke off, nobody said how the router stands then. */
async function startAnew(): Promise<void> {
  const { ok, text } = await lab.terraform.destroy();
  expect([ok, text]).toEqual([true, text]);
}
