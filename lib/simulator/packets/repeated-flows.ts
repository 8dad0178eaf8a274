import { UNKNOWN } from "../model";
import type { RouterState } from "../router-state";
import type { Connection } from "./connection";
import type { Memory } from "./hash-branches";
import { enumerateAll, packetOf, Trip } from "./trip";

/** Ends the count where an address or an egress is unknown. */
const UNDECIDED = Symbol("undecided");

/**
 * The share of a connection's flow that gets another public address if it is opened again in another state: 0 to 1.
 *
 * Undefined where a hash decides whose results before and after have nothing to do with each other, as those of an ECMP
 * group whose members change; where an address or a way is unknown; or after too many ways.
 *
 * @param most how many ways are followed
 */
export function otherAddressShare(
  state: RouterState,
  connection: Connection,
  most: number,
): number | undefined {
  const { ends, inInterface, source } = connection;
  if (source === undefined || source.address === UNKNOWN || connection.memories.some(hasPicked)) {
    return undefined;
  }
  let ways = 0;
  try {
    const again = enumerateAll(connection, (branches) => {
      ways += 1;
      const result = new Trip(state, branches, packetOf(ends, inInterface)).go(inInterface === undefined);
      if (ways > most || hasPicked(branches) || result.egress.kind === "unknown") {
        throw UNDECIDED;
      }
      return result;
    });
    return again
      .filter((outcome) => outcome.connection?.source?.address !== source.address)
      .reduce((sum, { share }) => sum + share, 0);
  } catch (error) {
    if (error === UNDECIDED) {
      return undefined;
    }
    throw error;
  }
}

/** Whether a hash has picked among next hops or addresses, which classifiers do not. */
const hasPicked = ({ memory }: { readonly memory: Memory }): boolean => memory.picks.size > 0;
