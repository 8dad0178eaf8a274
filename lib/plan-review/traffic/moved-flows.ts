import { type Outcome, type RouterState, type SurvivingShare, survivingShares } from "../../simulator";
import { isPlaceholder } from "../model/isp-assigned-rows";
import type { Distribution } from "./distribution";

/** What an apply does at least to connections that are open meanwhile, as parts of all that leave the router. */
export interface Moved {
  /** Connections that no longer leave as they did. */
  readonly share: number;
  /** Those of them that NAT gives the source of the WAN they left by: TCP among them breaks. */
  readonly broken: number;
  /** Connections that left as before until now, and about which a new hash decides: it may move any part of them. */
  readonly rehashed: number;
  /** By the interface that they leave. */
  readonly from: ReadonlyMap<string, number>;
  /** Connections that were not followed, because there are too many ways, and count as not moved. */
  readonly leftOut: number;
}

/** How many packets are followed for one origin: enough for every way of sixty WANs to every other. */
const MOST_PACKETS = 4_000;

/**
 * The least part of open connections that move.
 *
 * The connections of a way whose next packets all go elsewhere move. Where a new hash decides, nobody knows which
 * connections it keeps, but it can keep on a way no more than the part of all that it sends there. Where the way of the
 * next packets cannot be told, none is said to move; nor where an ISP is yet to give the address, which may be the old one.
 */
export function atLeastMoved(
  before: Distribution,
  { was, is }: { readonly was: RouterState; readonly is: RouterState },
): Moved {
  const open = before.outcomes.flatMap((outcome) => {
    const { egress, connection } = outcome;
    return egress.kind === "out" && egress.alive && connection !== undefined
      ? [{ port: egress.interface, connection, outcome }]
      : [];
  });
  const connections = open.map(({ connection }) => connection);
  const keptBy = survivingShares(is, connections, MOST_PACKETS);
  const decided = connections.filter((connection) => isPart(keptBy.get(connection)));
  const keptUntilNow = survivingShares(was, decided, MOST_PACKETS);
  const ways = new Map<string, Way>();
  let [rehashed, leftOut] = [0, 0];
  for (const { port, connection, outcome } of open) {
    const { share, source } = outcome;
    const kept = keptBy.get(connection);
    if (kept === undefined) {
      leftOut += share;
    }
    // A lease may give the address that the interface has already.
    if (typeof kept !== "number" || isLeased(is, port)) {
      continue;
    }
    const key = wayKey(port, source);
    const known = ways.get(key) ?? { interface: port, sure: 0, open: 0, kept: 0, translated: 0 };
    if (isPart(kept) && isAll(keptUntilNow.get(connection))) {
      rehashed += share;
    }
    ways.set(key, {
      interface: port,
      sure: known.sure + (kept < EPSILON ? share : 0),
      open: known.open + (isPart(kept) ? share : 0),
      kept: isPart(kept) ? Math.max(known.kept, kept) : known.kept,
      translated: known.translated + (connection.source === undefined ? 0 : share),
    });
  }
  return { ...addUp([...ways.values()]), rehashed, leftOut };
}

/** Whether the address of an interface is one that an ISP will give, and that nobody knows yet. */
function isLeased({ addresses }: RouterState, port: string): boolean {
  return addresses.own.some(
    (own) => own.interface === port && typeof own.address === "string" && isPlaceholder(own.address),
  );
}

function isPart(kept: SurvivingShare | undefined): boolean {
  return typeof kept === "number" && kept >= EPSILON && !isAll(kept);
}

function isAll(kept: SurvivingShare | undefined): boolean {
  return typeof kept === "number" && kept > 1 - EPSILON;
}

const EPSILON = 1e-9;

/** The open connections of one way. */
interface Way {
  readonly interface: string;
  /** The share that moves in any case. */
  readonly sure: number;
  /** The share about which a new hash decides. */
  readonly open: number;
  /** The part of flows that a new hash sends here. */
  readonly kept: number;
  /** The share whose source is translated. */
  readonly translated: number;
}

function addUp(ways: readonly Way[]): Pick<Moved, "share" | "broken" | "from"> {
  const from = new Map<string, number>();
  let [share, broken] = [0, 0];
  for (const way of ways) {
    const least = way.sure + Math.max(0, way.open - way.kept);
    if (least > EPSILON) {
      share += least;
      broken += Math.min(least, way.translated);
      from.set(way.interface, (from.get(way.interface) ?? 0) + least);
    }
  }
  return { share, broken, from };
}

function wayKey(port: string, source: Outcome["source"]): string {
  return `${port} ${String(source)}`;
}
