import { setTimeout } from "node:timers/promises";
import type { SeenFlow } from "../../lab/network";
import { ECHO_PORT, type Flow } from "../../lab/traffic";
import { LOSS_MS } from "../until";
import type { PacketLab } from "./packet-lab";

/** The LAN that flows are sent from. */
const LAN = "Local";

/**
 * Where flows go that are sent during an apply: so many places, used in turn, that no flow has addresses and ports of an
 * earlier one, and behind those that shares are measured by.
 */
const FIRST_PLACE = 1500;
const PLACES = 4096;
/** So many flows are under way at a time: when a WAN loses its address, no more than these miss their answers. */
export const AT_ONCE = 64;

/** Between two rounds: a moment that the router is held in is longer by far, and sending takes all of a processor otherwise. */
const PAUSE_MS = 10;

/** Nobody waits for an answer that long because of a busy machine. */
export const PATIENT = { timeoutMs: 3000, concurrency: AT_ONCE };

/** Connections of the LAN that are kept open. */
export interface HeldConnections {
  /** The part of them that does not go on as it began, now; those that get no answer are waited for. */
  brokenShare(withinMs?: number): Promise<number>;
  release(): Promise<void>;
}

/** Opens so many connections of the LAN, of which those that are answered are kept open. */
export async function holdConnections(
  { network, traffic }: PacketLab,
  count: number,
): Promise<HeldConnections> {
  const lan = network.lan(LAN);
  const held = await traffic.hold(
    {
      protocol: "tcp",
      from: lan.namespace,
      sources: lan.addresses(30),
      destinations: network.internet.addresses(count),
    },
    { timeoutMs: LOSS_MS },
  );
  const opened = held.answers.filter(({ ok }) => ok).length;
  return {
    brokenShare: async (withinMs = LOSS_MS) => {
      const broken = (await held.pulse(withinMs)).filter(({ state }) => state !== "alive").length;
      return opened === 0 ? 0 : broken / opened;
    },
    release: () => held.release(),
  };
}

/** How new flows of the LAN fared while something happened. */
export interface Meanwhile {
  readonly sent: number;
  /** How many had no answer, and no ISP saw them come with its customer's source. */
  readonly lost: number;
  /** How many had no answer although an ISP saw them come as they should, by ISP. */
  readonly cutOff: ReadonlyMap<string, number>;
  /** How many flows each ISP saw with a source that is not its customer's. */
  readonly foreign: ReadonlyMap<string, number>;
  /** One of them, by ISP. */
  readonly examples: ReadonlyMap<string, SeenFlow | undefined>;
}

/**
 * Sends new flows of the LAN, round after round, while something happens; a lost one is waited for as long as is said. What
 * happens may wait for a whole round: one that begins after it has asked for it.
 */
export async function sendDuring(
  lab: PacketLab,
  change: (wholeRound: () => Promise<void>) => Promise<void>,
  timeoutMs = PATIENT.timeoutMs,
): Promise<Meanwhile> {
  const { network, traffic } = lab;
  await network.resetCounters();
  const lan = network.lan(LAN);
  const places = network.internet.addresses(FIRST_PLACE + PLACES).slice(FIRST_PLACE);
  const failed: Flow[] = [];
  let [sent, changing] = [0, true];
  let asked: (() => void)[] = [];
  const wholeRound = () =>
    new Promise<void>((resolve) => {
      asked.push(resolve);
    });
  const sending = (async () => {
    for (let turn = 0; changing; turn += 1) {
      const waiting = asked;
      asked = [];
      const first = (turn * AT_ONCE) % PLACES;
      const destinations = places.slice(first, first + AT_ONCE);
      const flows = await traffic.send(
        { protocol: "udp", from: lan.namespace, sources: lan.addresses(4), destinations },
        { ...PATIENT, timeoutMs },
      );
      sent += flows.answers.length;
      failed.push(...flows.failed.map(({ flow }) => flow));
      for (const resume of waiting) {
        resume();
      }
      await setTimeout(PAUSE_MS);
    }
  })();
  try {
    await change(wholeRound);
  } finally {
    changing = false;
    await sending;
  }
  const seen = await seenByIsps(lab);
  const cutOff = seen.map(({ wan, own }): [string, number] => [wan, failed.filter(isIn(own)).length]);
  const foreign = seen.filter((isp) => isp.foreign.length > 0);
  return {
    sent,
    lost: failed.length - cutOff.reduce((sum, [, count]) => sum + count, 0),
    cutOff: new Map(cutOff.filter(([, count]) => count > 0)),
    foreign: new Map(foreign.map((isp) => [isp.wan, isp.foreign.length])),
    examples: new Map(foreign.map((isp) => [isp.wan, isp.foreign[0]])),
  };
}

/** Whether an ISP saw a datagram to those who answer. */
export const isDatagram = ({ protocol, destinationPort }: SeenFlow): boolean =>
  protocol === "udp" && destinationPort === ECHO_PORT;

/** A router keeps the port of a flow that it masquerades where it can, and here no two flows have the same. */
const isIn = (seen: readonly SeenFlow[]) => {
  const keys = new Set(seen.map(({ destination, sourcePort }) => `${destination} ${sourcePort}`));
  return ({ to, fromPort }: Flow): boolean => keys.has(`${to} ${fromPort}`);
};

interface SeenByIsp {
  readonly wan: string;
  /** The flows with its customer's source. */
  readonly own: readonly SeenFlow[];
  readonly foreign: readonly SeenFlow[];
}

/**
 * What the ISPs saw of those flows. Leases are asked for without any source, and what TCP sends when a connection has ended
 * on the router, which nobody translates, is no part of them.
 */
function seenByIsps({ network }: PacketLab): Promise<SeenByIsp[]> {
  return Promise.all(
    network.wans.map(async (isp) => {
      const { flows, foreignFlows } = await isp.observe();
      return { wan: isp.name, own: flows.filter(isDatagram), foreign: foreignFlows.filter(isDatagram) };
    }),
  );
}
