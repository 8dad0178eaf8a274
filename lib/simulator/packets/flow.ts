import { isAddress } from "../../routeros/ipv4";
import type { RouterState } from "../router-state";
import { type Connection, isCutOff, isForgotten, replyEnds } from "./connection";
import { NO_MEMORY } from "./hash-branches";
import { mergeOutcomes, type Outcome } from "./outcome";
import type { Ends } from "./packet";
import { endsOf, enumerateAll, enumerateReadable, packetOf, Trip, walkOn } from "./trip";

/**
 * The first packet of a connection. From a host: `inInterface` is where it comes in, whether it is for the router, for
 * a host behind it, or for the Internet. From the router: without `inInterface`, and without `srcAddress` too unless
 * the program has bound one.
 */
export interface Flow extends Omit<Ends, "srcAddress"> {
  readonly inInterface?: string;
  /** Needed with `inInterface`. */
  readonly srcAddress?: string;
}

/** What becomes of a connection's next packet when the router is no longer what it was. */
export interface Continuation extends Outcome {
  /**
   * - `kept`: it leaves as before;
   * - `moved`: it leaves by another interface, with the source it had: an ISP that filters foreign sources drops it;
   * - `renewed`: the router has forgotten it, and `afterwards` says how its packets go on. A TCP connection is reset
   *   by its far end, which sees a new source; UDP goes on from there;
   * - `ended`: it goes nowhere.
   */
  readonly fate: "kept" | "moved" | "renewed" | "ended";
  /** The ways of the packets that follow, as a new connection. */
  readonly afterwards?: readonly Outcome[];
}

/**
 * Follows the first packet of a connection: which way it takes while these gateways are alive, with which source, and why.
 *
 * Where a hash decides, there is one outcome for each possible result, with its share of flows. Where something is not
 * supported or not known yet, the egress is `unknown`.
 */
export function followFlow(state: RouterState, flow: Flow): readonly Outcome[] {
  if (flow.inInterface !== undefined && flow.srcAddress === undefined) {
    throw new RangeError("a flow that comes in by an interface needs a srcAddress");
  }
  const wrong = [flow.srcAddress ?? "0.0.0.0", flow.dstAddress].find((address) => !isAddress(address));
  if (wrong !== undefined) {
    throw new RangeError(`"${wrong}" is not an IPv4 address`);
  }
  const ends: Ends = { ...endsOf(flow), srcAddress: flow.srcAddress ?? "0.0.0.0" };
  return mergeOutcomes(
    enumerateReadable(NO_MEMORY, ends, (branches) => {
      const packet = packetOf(ends, flow.inInterface);
      const walk = new Trip(state, branches, packet);
      return walk.go(flow.srcAddress === undefined);
    }),
  );
}

/**
 * The packets of a connection on their way back: what its far end sends, or what the router itself answers.
 *
 * @param inInterface where the reply comes in; by default where its destination lives if that is an address of the
 *   router (an ISP delivers replies to the owner of the source), and else where the connection left
 */
export function followReply(
  state: RouterState,
  connection: Connection,
  inInterface?: string,
): readonly Outcome[] {
  const ends = replyEnds(connection);
  const home = state.addresses.interfaceOf(ends.dstAddress) ?? connection.outInterface;
  const from = connection.outInterface === undefined ? undefined : (inInterface ?? home);
  return enumerateAll(connection, (branches) =>
    new Trip(state, branches, packetOf(ends, from, connection, "reply"), connection).go(false),
  );
}

/**
 * The next packet of a connection in its first direction, on a router whose rows or circumstances may have changed.
 * The connection is taken to have been answered: its state is `established`.
 *
 * A masqueraded connection is forgotten when its interface goes down or loses the address [manual: NAT], and when its
 * packets turn to another interface (see {@link isForgotten}); a src-natted one keeps its source on any way.
 */
export function followNext(state: RouterState, connection: Connection): readonly Continuation[] {
  const { ends, inInterface } = connection;
  let begun: readonly Outcome[] | undefined;
  const afresh = (): readonly Outcome[] => {
    begun ??= followFlow(state, { ...ends, inInterface });
    return begun;
  };
  if (isCutOff(state, connection)) {
    return afresh().map((outcome) => ({ ...outcome, fate: "renewed", afterwards: afresh() }));
  }
  const next = enumerateAll(connection, (branches) => walkOn(state, branches, connection));
  return next.map((outcome) => {
    const { egress } = outcome;
    if (outcome.forgotten) {
      return { ...outcome, fate: "renewed", afterwards: afresh() };
    }
    if (egress.kind === "out") {
      return { ...outcome, fate: egress.interface === connection.outInterface ? "kept" : "moved" };
    }
    return { ...outcome, fate: egress.kind === "local" ? "kept" : "ended" };
  });
}
