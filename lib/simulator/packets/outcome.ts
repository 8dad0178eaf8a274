import { UNKNOWN, type Unknown } from "../model";
import type { UnknownReason } from "../unknown-reason";
import { unknownText } from "../unknown-text";
import type { Connection } from "./connection";
import type { Enumerated, Memory } from "./hash-branches";
import { isSameShare } from "./share-comparison";
import type { Trace } from "./trace";

/** Where a packet goes. */
export type Egress =
  | {
      readonly kind: "out";
      readonly interface: string;
      /** The neighbour that it is handed to: a gateway, or the destination itself. */
      readonly nextHop: string;
      /** Whether that neighbour answers at all; a packet for one that does not is lost. */
      readonly alive: boolean;
    }
  | { readonly kind: "local" }
  | { readonly kind: "dropped" | "blackhole" | "unreachable" }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

/** One of the ways that a packet may go, with the share of flows that go it. */
export interface Outcome {
  /** 1 where nothing is hashed. The shares of all outcomes add up to 1. */
  readonly share: number;
  readonly egress: Egress;
  /** The source that the packet leaves with, or reaches the router with. */
  readonly source: string | Unknown;
  /** The destination that it leaves with; as it was last where it goes nowhere. */
  readonly destination: string;
  readonly connectionMark?: string;
  /** The table whose route was taken, or `local`. */
  readonly table?: string;
  /** Why: the rows that led there, in order. */
  readonly trace: Trace;
  /** Other rows that lead to the same, where a hash chooses among them. */
  readonly otherTraces: readonly Trace[];
  /** Whether the router has forgotten the packet's connection over it. */
  readonly forgotten: boolean;
  /** What the router remembers afterwards; undefined where the packet went nowhere. */
  readonly connection?: Connection;
}

/** What one run of a walk comes to. */
export type WalkResult = Omit<Outcome, "share" | "otherTraces" | "connection"> & {
  readonly connection?: Omit<Connection, "memories">;
};

/** Puts runs that came to the same together; the largest share first, then by name. */
export function mergeOutcomes(enumerated: readonly Enumerated<WalkResult>[]): readonly Outcome[] {
  const merged = new Map<string, Merged>();
  for (const { share, result, memory } of enumerated) {
    const key = outcomeKey(result);
    const known = merged.get(key);
    if (known === undefined) {
      const traces = [result.trace];
      merged.set(key, { first: result, last: result, share, traces, memories: [{ share, memory }] });
    } else {
      known.last = result;
      known.share += share;
      known.memories.push({ share, memory });
      known.traces.push(result.trace);
    }
  }
  // Shares are sums, whose last digits depend on the order of what was added.
  const compareShares = (a: number, b: number): number => (isSameShare(a, b) ? 0 : a - b);
  return [...merged]
    .sort(([a, left], [b, right]) => compareShares(right.share, left.share) || (a < b ? -1 : a > b ? 1 : 0))
    .map(([, outcome]) => outcomeOf(outcome));
}

/** Runs that came to the same. */
interface Merged {
  readonly first: WalkResult;
  last: WalkResult;
  share: number;
  readonly traces: Trace[];
  readonly memories: { share: number; memory: Memory }[];
}

function outcomeOf({ first, last: { connection }, share, traces, memories }: Merged): Outcome {
  // Written out: there is one for each way of a hash, and spreading takes its time.
  const outcome: Outcome = {
    share,
    egress: first.egress,
    source: first.source,
    destination: first.destination,
    connectionMark: first.connectionMark,
    table: first.table,
    trace: first.trace,
    forgotten: first.forgotten,
    connection: connection && {
      ends: connection.ends,
      inInterface: connection.inInterface,
      outInterface: connection.outInterface,
      mark: connection.mark,
      source: connection.source,
      destination: connection.destination,
      fasttracked: connection.fasttracked,
      memories,
    },
    otherTraces: [],
  };
  if (traces.length > 1) {
    // Computed on demand: comparing long traces takes as long as the walks.
    const get = (): readonly Trace[] => distinct(traces).slice(1);
    Object.defineProperty(outcome, "otherTraces", { get, enumerable: true });
  }
  return outcome;
}

/** An egress in a few words: `wlan1 via 10.112.0.1`, `local`, `unknown: ...`. */
export function formatEgress(way: Egress): string {
  switch (way.kind) {
    case "out":
      return `${way.interface} via ${way.nextHop}${way.alive ? "" : " (dead)"}`;
    case "unknown":
      return `unknown: ${unknownText(way.reason)}`;
    default:
      return way.kind;
  }
}

function outcomeKey({ egress, source, destination, connectionMark, table, connection }: WalkResult): string {
  const translated = connection && [
    connection.source?.action,
    String(connection.source?.address),
    connection.source?.port,
    connection.destination?.address,
    connection.destination?.port,
    connection.fasttracked,
  ];
  const shown = source === UNKNOWN ? "unknown" : source;
  return JSON.stringify([formatEgress(egress), shown, destination, connectionMark, table, translated]);
}

/** Traces, each once and at its first place. */
function distinct(traces: readonly Trace[]): readonly Trace[] {
  const byText = new Map<string, Trace>();
  for (const trace of traces) {
    const text = JSON.stringify(trace);
    byText.set(text, byText.get(text) ?? trace);
  }
  return [...byText.values()];
}
