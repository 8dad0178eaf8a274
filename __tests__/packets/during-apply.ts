import type { SeenFlow } from "../../lab/network";
import { ECHO_PORT } from "../../lab/traffic";
import type { PacketLab } from "./packet-lab";

/** The LAN that flows are sent from. */
const LAN = "Local";

/**
 * Where flows go that are sent during an apply: so many places, used in turn, that no flow has addresses and ports of an
 * earlier one, and behind those that shares are measured by.
 */
const FIRST_PLACE = 1500;
const PLACES = 4096;
const AT_ONCE = 64;

/** Nobody waits for an answer that long because of a busy machine. */
const PATIENT = { timeoutMs: 3000, concurrency: AT_ONCE };

/** Connections of the LAN that are kept open. */
export interface HeldConnections {
  /** The part of them that does not go on as it began, now; an answer is waited for as long as is said, or 3 seconds. */
  brokenShare(withinMs?: number): Promise<number>;
  release(): Promise<void>;
}

/** Opens so many connections of the LAN, of which those that are answered are kept open. */
export async function holdConnections(
  { network, traffic }: PacketLab,
  count: number,
): Promise<HeldConnections> {
  const lan = network.lan(LAN);
  const held = await traffic.hold({
    protocol: "tcp",
    from: lan.namespace,
    sources: lan.addresses(30),
    destinations: network.internet.addresses(count),
  });
  const opened = held.answers.filter(({ ok }) => ok).length;
  return {
    brokenShare: async (withinMs) => {
      const broken = (await held.pulse(withinMs)).filter(({ state }) => state !== "alive").length;
      return opened === 0 ? 0 : broken / opened;
    },
    release: () => held.release(),
  };
}

/** How new flows of the LAN fared while something happened. */
export interface Meanwhile {
  readonly sent: number;
  /** How many had no answer. */
  readonly lost: number;
  /** How many flows each ISP saw with a source that is not its customer's. */
  readonly foreign: ReadonlyMap<string, number>;
  /** One of them, by ISP. */
  readonly examples: ReadonlyMap<string, SeenFlow | undefined>;
}

/** Sends new flows of the LAN without a pause while something happens. */
export async function sendDuring(lab: PacketLab, change: () => Promise<void>): Promise<Meanwhile> {
  const { network, traffic } = lab;
  await network.resetCounters();
  const lan = network.lan(LAN);
  const places = network.internet.addresses(FIRST_PLACE + PLACES).slice(FIRST_PLACE);
  let [sent, lost, changing] = [0, 0, true];
  const sending = (async () => {
    for (let turn = 0; changing; turn += 1) {
      const first = (turn * AT_ONCE) % PLACES;
      const destinations = places.slice(first, first + AT_ONCE);
      const flows = await traffic.send(
        { protocol: "udp", from: lan.namespace, sources: lan.addresses(4), destinations },
        PATIENT,
      );
      sent += flows.answers.length;
      lost += flows.failed.length;
    }
  })();
  try {
    await change();
  } finally {
    changing = false;
    await sending;
  }
  const seen = await foreignFlows(lab);
  return {
    sent,
    lost,
    foreign: new Map(seen.map(([wan, flows]) => [wan, flows.length])),
    examples: new Map(seen.map(([wan, flows]) => [wan, flows[0]])),
  };
}

/** Whether an ISP saw a datagram to those who answer. */
export const isDatagram = ({ protocol, destinationPort }: SeenFlow): boolean =>
  protocol === "udp" && destinationPort === ECHO_PORT;

/**
 * What the ISPs saw of those flows without their customer's source. Leases are asked for without any, and what TCP sends
 * when a connection has ended on the router, which nobody translates, is no part of them.
 */
async function foreignFlows({ network }: PacketLab): Promise<[string, readonly SeenFlow[]][]> {
  const seen = network.wans.map(async (isp): Promise<[string, readonly SeenFlow[]]> => {
    const { foreignFlows } = await isp.observe();
    return [isp.name, foreignFlows.filter(isDatagram)];
  });
  return (await Promise.all(seen)).filter(([, flows]) => flows.length > 0);
}
