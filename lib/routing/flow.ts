import { type Chance, type Explored, explore, type Memory, NO_MEMORY } from "./chance";
import { type Connection, isForgotten, replyEnds } from "./connection";
import { isAddress } from "./ipv4";
import { CannotTell } from "./model";
import { mergeOutcomes, type Outcome, type WalkResult } from "./outcome";
import type { Ends, Packet } from "./packet";
import type { RouterState } from "./router-state";
import { orCannotTell, Tracer } from "./trace";
import { Walk } from "./walk";

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
 * *This flow, with these gateways alive: which way, with what source, and why.*
 *
 * Answers for the first packet of a connection. Where a hash decides, the answer is every way it may decide, each with
 * its share of flows; where something is not modelled or not known yet, the way is `cannot tell`.
 */
export function followFlow(state: RouterState, flow: Flow): readonly Outcome[] {
  if (flow.inInterface !== undefined && flow.srcAddress === undefined) {
    throw new RangeError("a flow that comes in by an interface needs a srcAddress");
  }
  const wrong = [flow.srcAddress ?? "0.0.0.0", flow.dstAddress].find((address) => !isAddress(address));
  if (wrong !== undefined) {
    throw new RangeError(`"${wrong}" is no IPv4 address`);
  }
  const ends: Ends = { ...endsOf(flow), srcAddress: flow.srcAddress ?? "0.0.0.0" };
  return mergeOutcomes(
    exploreReadable(NO_MEMORY, ends, (chance) => {
      const packet = packetOf(ends, flow.inInterface);
      const walk = new Trip(state, chance, packet);
      return walk.go(flow.srcAddress === undefined);
    }),
  );
}

/**
 * The packets of a connection on their way back: what its far end sends, or what the router itself answers.
 *
 * @param inInterface where the reply comes in; by default where its destination lives if that is an address of the
 *   router (an ISP delivers replies to whom the source belongs), and else where the connection left
 */
export function followReply(
  state: RouterState,
  connection: Connection,
  inInterface?: string,
): readonly Outcome[] {
  const ends = replyEnds(connection);
  const home = state.addresses.interfaceOf(ends.dstAddress) ?? connection.outInterface;
  const from = connection.outInterface === undefined ? undefined : (inInterface ?? home);
  return exploreAll(connection, (chance) =>
    new Trip(state, chance, packetOf(ends, from, connection, "reply"), connection).go(false),
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
  const { ends, inInterface, source } = connection;
  const afresh = (): readonly Outcome[] => followFlow(state, { ...ends, inInterface });
  if (source?.action === "masquerade" && !state.addresses.holds(source.interface, source.address)) {
    const afterwards = afresh();
    return afterwards.map((outcome) => ({ ...outcome, fate: "renewed", afterwards }));
  }
  const outcomes = exploreAll(connection, (chance) => {
    const packet = packetOf(ends, inInterface, connection, "original");
    return new Trip(state, chance, packet, connection).go(false);
  });
  return outcomes.map((outcome) => {
    const { way } = outcome;
    if (outcome.forgotten) {
      return { ...outcome, fate: "renewed", afterwards: afresh() };
    }
    if (way.kind === "out") {
      return { ...outcome, fate: way.interface === connection.outInterface ? "kept" : "moved" };
    }
    return { ...outcome, fate: way.kind === "local" ? "kept" : "ended" };
  });
}

/** One packet, from its beginning to what is known of it at the end. */
class Trip {
  private readonly tracer = new Tracer();
  private readonly first: Ends;

  public constructor(
    private readonly state: RouterState,
    private readonly chance: Chance,
    private readonly packet: Packet,
    private readonly connection?: Connection,
  ) {
    this.first = endsOf(packet);
  }

  public go(chooseSource: boolean): WalkResult {
    const { packet, connection, tracer } = this;
    const walk = new Walk(packet, { state: this.state, chance: this.chance, tracer }, connection);
    const way = packet.inInterface === undefined ? walk.send(chooseSource) : walk.arrive();
    const lives = way.kind === "out" || way.kind === "local";
    return {
      way,
      source: walk.leavingSource ?? packet.srcAddress,
      destination: packet.dstAddress,
      connectionMark: packet.connection.mark,
      table: walk.table,
      trace: tracer.trace,
      forgotten: walk.forgotten,
      connection: lives
        ? {
            ends: connection?.ends ?? { ...this.first, srcAddress: this.startingSource() },
            inInterface: connection === undefined ? packet.inInterface : connection.inInterface,
            outInterface: this.leftBy(way.kind),
            mark: packet.connection.mark,
            source: walk.source,
            destination: walk.destination,
            fasttracked: packet.connection.fasttracked,
          }
        : undefined,
    };
  }

  /** The source that a packet of the router's own was given on its way. */
  private startingSource(): string {
    return this.packet.inInterface === undefined ? this.packet.srcAddress : this.first.srcAddress;
  }

  private leftBy(kind: string): string | undefined {
    if (this.packet.connection.direction === "reply") {
      return this.connection?.outInterface;
    }
    return kind === "out" ? this.packet.outInterface : undefined;
  }
}

function endsOf({ protocol, srcAddress = "0.0.0.0", dstAddress, srcPort, dstPort }: Flow | Ends): Ends {
  return { protocol, srcAddress, dstAddress, srcPort, dstPort };
}

function packetOf(
  ends: Ends,
  inInterface: string | undefined,
  connection?: Connection,
  direction: "original" | "reply" = "original",
): Packet {
  return {
    ...ends,
    inInterface,
    connection: {
      state: connection === undefined ? "new" : "established",
      direction,
      mark: connection?.mark,
      sourceTranslated: connection?.source !== undefined,
      destinationTranslated: connection?.destination !== undefined,
      fasttracked: connection?.fasttracked ?? false,
    },
  };
}

/** Walks once for every way that hashes may fall; where these are too many, nothing can be told. */
function exploreReadable(
  memory: Memory,
  { srcAddress, dstAddress }: Ends,
  run: (chance: Chance) => WalkResult,
): readonly Explored<WalkResult>[] {
  const explored = orCannotTell(() => explore(memory, run));
  if (!(explored instanceof CannotTell)) {
    return explored;
  }
  const way = { kind: "cannot tell", reason: explored.reason } as const;
  const result = { way, source: srcAddress, destination: dstAddress, trace: [], forgotten: false };
  return [{ share: 1, result, memory }];
}

/** Walks once for every way that the connection's hashes may have fallen. */
function exploreAll(connection: Connection, run: (chance: Chance) => WalkResult): readonly Outcome[] {
  const all = connection.memories.reduce((sum, { share }) => sum + share, 0);
  const from = ({ memory, share }: { memory: Memory; share: number }) =>
    exploreReadable(memory, connection.ends, run).map((explored) => ({
      ...explored,
      share: (explored.share * share) / all,
    }));
  return mergeOutcomes(connection.memories.flatMap(from));
}
