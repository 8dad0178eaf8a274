import { CannotTell } from "../model";
import type { RouterState } from "../router-state";
import { type Connection, isCutOff } from "./connection";
import { followFlow } from "./flow";
import { enumerate, type Memory, NO_MEMORY } from "./hash-branches";
import { mergeOutcomes, type Outcome } from "./outcome";
import { orCannotTell } from "./trace";
import { enumerateAll, packetOf, Trip, walkOn } from "./trip";

/** The part of a connection's next packets that is kept: 0 to 1. */
export type SurvivingShare = number | "unknown";

/**
 * The part of each connection's next packets that leaves by the interface that it had: of what `followNext` says, the
 * share of `kept`. Connections that differ only in the way that a hash gave them are followed as one.
 *
 * @param most how many packets are followed: connections beyond the budget are missing from the result
 */
export function survivingShares(
  state: RouterState,
  connections: readonly Connection[],
  most: number,
): ReadonlyMap<Connection, SurvivingShare> {
  const parts = new Map<Connection, SurvivingShare>();
  let budget = most;
  for (const group of alike(connections)) {
    const [first] = group;
    const common = group.length > 1 ? commonWays(state, first) : undefined;
    let begun: readonly Outcome[] | undefined;
    for (const connection of group) {
      if (common !== undefined && !isCutOff(state, connection) && !hasFixedHash(connection, common.hashes)) {
        parts.set(connection, keptOf(common.shares, connection));
      } else if (budget > 0 && isCutOff(state, connection)) {
        // It begins anew, as all that look alike do.
        begun ??= followFlow(state, { ...first.ends, inInterface: first.inInterface });
        budget -= begun.length;
        parts.set(connection, begun.some(isUnknown) ? "unknown" : 0);
      } else if (budget > 0) {
        const next = enumerateAll(connection, (branches) => {
          budget -= 1;
          return walkOn(state, branches, connection);
        });
        parts.set(connection, keptOf(sharesOf(next), connection));
      }
    }
  }
  return parts;
}

/** Connections whose packets nothing but their hashes and their source's NAT tells apart, together. */
function alike(connections: readonly Connection[]): Iterable<readonly [Connection, ...Connection[]]> {
  const groups = new Map<string, [Connection, ...Connection[]]>();
  for (const connection of connections) {
    const { ends, inInterface, mark, source, destination, fasttracked } = connection;
    const key = JSON.stringify([ends, inInterface, mark, source === undefined, destination, fasttracked]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [connection]);
    } else {
      group.push(connection);
    }
  }
  return groups.values();
}

/** Every egress of the next packets of connections that look alike, and the hashes that decide. */
function commonWays(
  state: RouterState,
  connection: Connection,
): { shares: Shares; hashes: ReadonlySet<string> } | undefined {
  const { ends, inInterface } = connection;
  const enumerated = orCannotTell(() =>
    enumerate(NO_MEMORY, (branches) => {
      const packet = packetOf(ends, inInterface, connection, "original");
      // Without a source there is none to lose.
      return new Trip(state, branches, packet, { ...connection, source: undefined }).go(false);
    }),
  );
  return enumerated instanceof CannotTell
    ? undefined
    : {
        shares: sharesOf(mergeOutcomes(enumerated)),
        hashes: new Set(enumerated.flatMap(({ memory }) => keysOf(memory))),
      };
}

/** Whether the result of any of these hashes is fixed for a connection. */
function hasFixedHash({ memories }: Connection, hashes: ReadonlySet<string>): boolean {
  return memories.some(({ memory }) => keysOf(memory).some((key) => hashes.has(key)));
}

function keysOf({ picks, remainders }: Memory): readonly string[] {
  return [...picks.keys(), ...remainders.keys()];
}

/** The shares of packets by the interface that they leave by; without one for those that stay at the router. */
type Shares = ReadonlyMap<string | undefined, number> | "unknown";

function sharesOf(outcomes: readonly Outcome[]): Shares {
  if (outcomes.some(isUnknown)) {
    return "unknown";
  }
  const shares = new Map<string | undefined, number>();
  for (const { egress, forgotten, share } of outcomes) {
    if (!forgotten && (egress.kind === "out" || egress.kind === "local")) {
      const out = egress.kind === "out" ? egress.interface : undefined;
      shares.set(out, (shares.get(out) ?? 0) + share);
    }
  }
  return shares;
}

function isUnknown({ egress }: Outcome): boolean {
  return egress.kind === "unknown";
}

function keptOf(shares: Shares, { outInterface }: Connection): SurvivingShare {
  return shares === "unknown" ? shares : (shares.get(outInterface) ?? 0) + (shares.get(undefined) ?? 0);
}
