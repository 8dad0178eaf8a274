import { type Outcome, type RouterState, type SurvivingShare, survivingShares } from "../../simulator";
import { isFullShare, isNoShare } from "../../simulator/packets/share-comparison";
import { isPlaceholder } from "../model/isp-assigned-rows";
import type { Distribution } from "./distribution";

/*
 * Three notions of share, in one example: ECMP over wlan1 and wlan2, and an apply that adds wlan3.
 *
 * 1. The distribution (`distribution.ts`): the part of new connections that each WAN gets. Before: wlan1 1/2, wlan2 1/2.
 *    After: 1/3 each.
 * 2. The surviving share (`surviving-share.ts` of the simulator): for a connection that left by wlan1, the part of hash
 *    values for which its next packet still leaves by wlan1. Here it is 1/3, because a new hash chooses among three. It is 1
 *    where a connection mark keeps the connection on its WAN, and 0 where wlan1 is gone.
 * 3. The moved share (this file): the part of all open connections that moves in any case. Which hash values
 *    are in use is unknown. But wlan1 had 1/2 of all connections and keeps at most the 1/3 that the new hash sends there, so at least
 *    1/2 - 1/3 = 1/6 moves away from it. The same holds for wlan2: at least 1/3 of all open connections move.
 */

/** What an apply does at least to the connections that are open meanwhile, as shares of all that leave the router. */
export interface MovedConnections {
  /** Connections that no longer leave as they did. */
  readonly share: number;
  /** Those of them that NAT gave the address of the WAN that they left by: TCP connections among them break. */
  readonly broken: number;
  /** Connections that a new hash decides about, and that would have stayed without the apply: it may move any part of them. */
  readonly rehashed: number;
  /** Moved connections by the interface that they leave. */
  readonly from: ReadonlyMap<string, number>;
  /** Connections that were not followed because they can take too many ways; they count as not moved. */
  readonly leftOut: number;
}

/** How many packets are followed for one origin: enough for each of sixty WANs and every other. */
const MOST_PACKETS = 4_000;

/**
 * The least share of open connections that move.
 *
 * Connections whose next packets all leave by another interface move. Where a new hash decides, a WAN keeps no more of them
 * than the share that the hash sends there. Where the next packets' egress is unknown, or an ISP has yet to assign the
 * address (which may be the old one), no connection is said to move.
 */
export function atLeastMoved(
  before: Distribution,
  states: { readonly before: RouterState; readonly after: RouterState },
): MovedConnections {
  const open = before.outcomes.flatMap((outcome) => {
    const { egress, connection } = outcome;
    return egress.kind === "out" && egress.alive && connection !== undefined
      ? [{ wan: egress.interface, connection, outcome }]
      : [];
  });
  const connections = open.map(({ connection }) => connection);
  const surviving = survivingShares(states.after, connections, MOST_PACKETS);
  const rehashable = connections.filter((connection) => isPart(surviving.get(connection)));
  const survivingBefore = survivingShares(states.before, rehashable, MOST_PACKETS);
  const groups = new Map<string, OpenConnections>();
  let [rehashed, leftOut] = [0, 0];
  for (const { wan, connection, outcome } of open) {
    const { share, source } = outcome;
    const kept = surviving.get(connection);
    if (kept === undefined) {
      leftOut += share;
    }
    // A lease may assign the address that the interface has already.
    if (typeof kept !== "number" || isLeased(states.after, wan)) {
      continue;
    }
    const key = groupKey(wan, source);
    const known = groups.get(key) ?? { wan, moving: 0, rehashed: 0, newShare: 0, translated: 0 };
    if (isPart(kept) && isAll(survivingBefore.get(connection))) {
      rehashed += share;
    }
    groups.set(key, {
      wan,
      moving: known.moving + (isNoShare(kept) ? share : 0),
      rehashed: known.rehashed + (isPart(kept) ? share : 0),
      newShare: isPart(kept) ? Math.max(known.newShare, kept) : known.newShare,
      translated: known.translated + (connection.source === undefined ? 0 : share),
    });
  }
  return { ...addUp([...groups.values()]), rehashed, leftOut };
}

/** Whether the address of an interface is one that an ISP will assign, and that is not known yet. */
function isLeased({ addresses }: RouterState, wan: string): boolean {
  return addresses.own.some(
    (own) => own.interface === wan && typeof own.address === "string" && isPlaceholder(own.address),
  );
}

function isPart(surviving: SurvivingShare | undefined): boolean {
  return typeof surviving === "number" && !isNoShare(surviving) && !isAll(surviving);
}

function isAll(surviving: SurvivingShare | undefined): boolean {
  return typeof surviving === "number" && isFullShare(surviving);
}

/** The open connections that leave by one WAN with one source address. */
interface OpenConnections {
  readonly wan: string;
  /** The share that moves in any case. */
  readonly moving: number;
  /** The share that a new hash decides about. */
  readonly rehashed: number;
  /** The share of flows that the new hash sends to this WAN. */
  readonly newShare: number;
  /** The share whose source address is translated. */
  readonly translated: number;
}

function addUp(groups: readonly OpenConnections[]): Pick<MovedConnections, "share" | "broken" | "from"> {
  const from = new Map<string, number>();
  let [share, broken] = [0, 0];
  for (const group of groups) {
    const least = group.moving + Math.max(0, group.rehashed - group.newShare);
    if (!isNoShare(least)) {
      share += least;
      broken += Math.min(least, group.translated);
      from.set(group.wan, (from.get(group.wan) ?? 0) + least);
    }
  }
  return { share, broken, from };
}

function groupKey(wan: string, source: Outcome["source"]): string {
  return `${wan} ${String(source)}`;
}
