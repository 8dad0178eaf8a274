import { type Continuation, followNext, type Outcome, type RouterState } from "../../routing";
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
  readonly doubts: readonly string[];
}

/**
 * The least part of open connections that move.
 *
 * The connections of a way whose next packets all go elsewhere move. Where a new hash decides, nobody knows which
 * connections it keeps, but it can keep on a way no more than the part of all that it sends there. Where the way of the
 * next packets cannot be told, none is said to move.
 */
export function atLeastMoved(
  before: Distribution,
  after: Distribution,
  { was, is }: { readonly was: RouterState; readonly is: RouterState },
): Moved {
  const ways = new Map<string, Way>();
  let rehashed = 0;
  const doubts = new Set<string>([...before.doubts, ...after.doubts]);
  for (const outcome of before.outcomes) {
    const { way, connection, share, source } = outcome;
    if (way.kind !== "out" || !way.alive || connection === undefined) {
      continue;
    }
    const next = followNext(is, connection);
    const reasons = next.flatMap(({ way: later }) => (later.kind === "cannot tell" ? [later.reason] : []));
    if (reasons.length > 0) {
      for (const reason of reasons) {
        doubts.add(reason);
      }
      continue;
    }
    const kept = keptOf(next);
    const key = wayKey(way.interface, source);
    const known = ways.get(key) ?? { interface: way.interface, sure: 0, open: 0, kept: 0, translated: 0 };
    const isOpen = kept >= EPSILON && kept <= 1 - EPSILON;
    if (isOpen && keptOf(followNext(was, connection)) > 1 - EPSILON) {
      rehashed += share;
    }
    ways.set(key, {
      interface: way.interface,
      sure: known.sure + (kept < EPSILON ? share : 0),
      open: known.open + (isOpen ? share : 0),
      kept: isOpen ? Math.max(known.kept, kept) : known.kept,
      translated: known.translated + (connection.source === undefined ? 0 : share),
    });
  }
  return { ...addUp([...ways.values()]), rehashed, doubts: [...doubts] };
}

function keptOf(next: readonly Continuation[]): number {
  return next.filter(({ fate }) => fate === "kept").reduce((sum, each) => sum + each.share, 0);
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
