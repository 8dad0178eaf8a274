import type { WanDesignContext } from "../design-context";
import type { RowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { designHairpinMark, designIngressMark } from "./forward-marks";
import { designForwards, type ForwardDesign } from "./forward-rows";

/** The port forwards of a WAN, and what brings their replies back; each absent where nothing asks for it. */
export interface Forwarding {
  /** Marks a connection that comes in on the WAN. */
  readonly ingressMark?: RowSpec<"/ip/firewall/mangle">;
  /** Marks a connection from a LAN to the WAN's address. */
  readonly hairpinMark?: RowSpec<"/ip/firewall/mangle">;
  readonly forwards: readonly ForwardDesign[];
  /** All of the above, in an order in which none stands before what it comes after. */
  readonly rows: readonly RowSpec[];
}

/**
 * Derives the forwards of one WAN.
 *
 * @param followMark sends the replies of hosts behind the router by the WAN of their connection's mark
 */
export function designForwarding(
  wan: Wan,
  context: WanDesignContext,
  followMark: RowSpec | undefined,
  after: readonly RowSpec[],
): Forwarding {
  const ingressMark = designIngressMark(wan, context, after);
  const hairpinMark = designHairpinMark(wan, context, after);
  const forwards = designForwards(wan, context, {
    replies: [ingressMark, followMark].filter((row) => row !== undefined),
    hairpins: [hairpinMark, context.hairpinMasquerade].filter((row) => row !== undefined),
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
