import { CannotTell } from "../model";
import type { RouterState } from "../router-state";
import type { Connection } from "./connection";
import { type Enumerated, enumerate, type HashBranches, type Memory } from "./hash-branches";
import { mergeOutcomes, type Outcome, type WalkResult } from "./outcome";
import type { Ends, Packet } from "./packet";
import { orCannotTell, Tracer } from "./trace";
import { Walk } from "./walk";

/** One packet, from its beginning to what is known of it at the end. */
export class Trip {
  private readonly tracer = new Tracer();
  private readonly first: Ends;

  public constructor(
    private readonly state: RouterState,
    private readonly branches: HashBranches,
    private readonly packet: Packet,
    private readonly connection?: Connection,
  ) {
    this.first = endsOf(packet);
  }

  public go(chooseSource: boolean): WalkResult {
    const { packet, connection, tracer } = this;
    const walk = new Walk(packet, { state: this.state, branches: this.branches, tracer }, connection);
    const egress = packet.inInterface === undefined ? walk.send(chooseSource) : walk.arrive();
    const lives = egress.kind === "out" || egress.kind === "local";
    return {
      egress,
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
            outInterface: this.leftBy(egress.kind),
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

/** The ends of a packet that may not have its source yet. */
type Unsent = Omit<Ends, "srcAddress"> & Partial<Pick<Ends, "srcAddress">>;

/** The ends of a flow, or of what carries them. */
export function endsOf({ protocol, srcAddress = "0.0.0.0", dstAddress, srcPort, dstPort }: Unsent): Ends {
  return { protocol, srcAddress, dstAddress, srcPort, dstPort };
}

export function packetOf(
  ends: Ends,
  inInterface: string | undefined,
  connection?: Connection,
  direction: "original" | "reply" = "original",
): Packet {
  // Written out: there is a packet for each walk, and spreading takes its time.
  return {
    protocol: ends.protocol,
    srcAddress: ends.srcAddress,
    dstAddress: ends.dstAddress,
    srcPort: ends.srcPort,
    dstPort: ends.dstPort,
    inInterface,
    outInterface: undefined,
    routingMark: undefined,
    packetMark: undefined,
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

/** Walks once for every combination of hash results; if there are too many, the egress is unknown. */
export function enumerateReadable(
  memory: Memory,
  { srcAddress, dstAddress }: Ends,
  run: (branches: HashBranches) => WalkResult,
): readonly Enumerated<WalkResult>[] {
  const enumerated = orCannotTell(() => enumerate(memory, run));
  if (!(enumerated instanceof CannotTell)) {
    return enumerated;
  }
  const egress = { kind: "unknown", reason: enumerated.reason } as const;
  const result = { egress, source: srcAddress, destination: dstAddress, trace: [], forgotten: false };
  return [{ share: 1, result, memory }];
}

/** Walks once for every way that the connection's hashes may have fallen. */
export function enumerateAll(
  connection: Connection,
  run: (branches: HashBranches) => WalkResult,
): readonly Outcome[] {
  const all = connection.memories.reduce((sum, { share }) => sum + share, 0);
  const from = ({ memory, share }: { memory: Memory; share: number }) =>
    enumerateReadable(memory, connection.ends, run).map((enumerated) => ({
      ...enumerated,
      share: (enumerated.share * share) / all,
    }));
  return mergeOutcomes(connection.memories.flatMap(from));
}

/** The walk of a connection's next packet in its first direction. */
export function walkOn(state: RouterState, branches: HashBranches, connection: Connection): WalkResult {
  const packet = packetOf(connection.ends, connection.inInterface, connection, "original");
  return new Trip(state, branches, packet, connection).go(false);
}
