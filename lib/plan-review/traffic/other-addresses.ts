import { otherAddressShare, type RouterState } from "../../simulator";
import type { Distribution } from "./distribution";

/** How many ways are followed for one origin. */
const MOST_WAYS = 2_000;

/**
 * The share of flows whose next connection gets another public address than the one before the apply: a host keeps its
 * address with a server only while the classifier gives the two the same WAN. Undefined where that is not known, as for
 * ECMP, whose hash chooses anew among other members.
 *
 * With remainders 3:1:1 and then 6:3:1, 4 of 10 flows get another address, although each WAN's share moves by 2/10 at most.
 */
export function otherAddresses(before: Distribution, after: RouterState): number | undefined {
  const most = Math.floor(MOST_WAYS / before.outcomes.length);
  let sum = 0;
  for (const { share, connection } of before.outcomes) {
    const other = connection && otherAddressShare(after, connection, most);
    if (other === undefined) {
      return undefined;
    }
    sum += share * other;
  }
  return sum;
}
