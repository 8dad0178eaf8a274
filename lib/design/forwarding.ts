import type { Wan } from "../props/wan";
import { designForwards, type ForwardDesign } from "./forward-design";
import { designHairpinMark, designIngressMark } from "./forward-marks";
import type { Placed } from "./placed";
import type { WanSurroundings } from "./surroundings";

/** The port forwards of a WAN, and what brings their replies back; each absent where nothing asks for it. */
export interface Forwarding {
  /** Marks a connection that comes in on the WAN. */
  readonly ingressMark?: Placed<"/ip/firewall/mangle">;
  /** Marks a connection from a LAN to the WAN's address. */
  readonly hairpinMark?: Placed<"/ip/firewall/mangle">;
  readonly forwards: readonly ForwardDesign[];
  /** All of the above, in an order in which none stands before what it comes after. */
  readonly rows: readonly Placed[];
}

/**
 * Derives the forwards of one WAN.
 *
 * @param followMark sends the replies of hosts behind the router by the WAN of their connection's mark
 */
export function designForwarding(
  wan: Wan,
  around: WanSurroundings,
  followMark: Placed | undefined,
  after: readonly Placed[],
): Forwarding {
  const ingressMark = designIngressMark(wan, around, after);
  const hairpinMark = designHairpinMark(wan, around, after);
  const forwards = designForwards(wan, around, {
    replies: [ingressMark, followMark].filter((row) => row !== undefined),
    hairpins: [hairpinMark, around.hairpinMasquerade].filter((row) => row !== undefined),
  });
  const rules = forwards.flatMap(({ rule, hairpin }) => [rule, hairpin]);
  const rows = [ingressMark, hairpinMark, ...rules].filter((row) => row !== undefined);
  return Object.freeze({
    ingressMark,
    hairpinMark,
    forwards: Object.freeze(forwards),
    rows: Object.freeze(rows),
  });
}
