import { type Actions, runChain } from "../firewall/chains";
import { FILTER_ACTIONS, MANGLE_ACTIONS, RAW_ACTIONS } from "../firewall/mangle";
import {
  type DestinationTranslation,
  destinationActions,
  type SourceTranslation,
  sourceActions,
} from "../firewall/nat";
import type { FirewallTable } from "../firewall/rule-index";
import { CannotTell, type RouterModel, type Unknown } from "../model";
import { decide, type RoutingDecision } from "../routes/lookup";
import { RowIndex } from "../row-index";
import { reactingScript } from "../scripts";
import { unknownText } from "../unknown-text";
import { type Connection, isForgotten } from "./connection";
import type { Egress } from "./outcome";
import type { Packet, PacketContext } from "./packet";

const ACTIONS: Readonly<Record<Exclude<FirewallTable, "nat">, Actions>> = {
  raw: RAW_ACTIONS,
  mangle: MANGLE_ACTIONS,
  filter: FILTER_ACTIONS,
};

/** Ends a walk early. It is no error, whose stack would take longer to write down than the walk. */
class Stopped {
  public constructor(public readonly kind: "dropped" | "blackhole" | "unreachable") {}
}

/**
 * One packet's walk through the router, in the order of the manual's packet flow diagram:
 *
 * - arriving: raw, mangle prerouting, dst-nat, routing; then mangle and filter input, or mangle and filter forward,
 *   mangle postrouting, src-nat;
 * - from the router itself: routing, raw, mangle output, filter output, routing once more if a mark was set, mangle
 *   postrouting, src-nat.
 */
export class Walk {
  public source?: SourceTranslation;
  public destination?: DestinationTranslation;
  public table?: string;
  /** Whether the router has forgotten the packet's connection over it. */
  public forgotten = false;
  /** The source that the packet leaves with. */
  public leavingSource?: string | Unknown;

  /** @param connection the packet's connection, unless this is its first packet */
  public constructor(
    private readonly packet: Packet,
    private readonly context: PacketContext,
    private readonly connection?: Connection,
  ) {
    this.source = connection?.source;
    this.destination = connection?.destination;
  }

  /** A packet that comes in by an interface. */
  public arrive(): Egress {
    return this.untilStopped(() => {
      this.requireRunning(this.packet.inInterface ?? "");
      this.refuseFasttracked();
      this.pass("raw", "prerouting");
      this.pass("mangle", "prerouting");
      this.translateDestination();
      this.checkReversePath();
      const decision = this.decide();
      return decision.kind === "local" ? this.deliver() : this.forward(decision);
    });
  }

  /** A packet of the router's own. */
  public send(chooseSource: boolean): Egress {
    return this.untilStopped(() => {
      this.refuseFasttracked();
      const first = chooseSource ? this.chooseSource() : this.decide();
      this.packet.outInterface = first.kind === "out" ? first.hop.interface : "lo";
      this.pass("raw", "output");
      this.pass("mangle", "output");
      this.refuseNatIn("output");
      this.pass("filter", "output");
      // The "routing adjustment" of the packet flow diagram: with a mark, the router decides again.
      return this.leave(this.packet.routingMark === undefined ? first : this.decide());
    });
  }

  private untilStopped(walk: () => Egress): Egress {
    try {
      return walk();
    } catch (error) {
      if (error instanceof Stopped) {
        return { kind: error.kind };
      }
      if (error instanceof CannotTell) {
        this.context.tracer.note(`Unknown: ${unknownText(error.reason)}.`, ...(error.row ? [error.row] : []));
        return { kind: "unknown", reason: error.reason };
      }
      throw error;
    }
  }

  /**
   * The router's own packets take the source that belongs to the first decision, made before any mark. TCP then asks
   * for the way once more with that source, and the hash may pick another next hop: so the Linux kernel does it, and
   * RouterOS builds on one (an inference; on Linux 6.18, 400 connections over two equal next hops and without NAT left
   * in four equal parts). Other protocols are taken to ask once (there, 400 datagrams left in two parts).
   */
  private chooseSource(): RoutingDecision {
    const { packet, context } = this;
    const first = decide({ ...packet, srcAddress: undefined }, context);
    this.stopUnlessUsable(first);
    const { addresses } = context.state;
    if (first.kind === "local") {
      packet.srcAddress = packet.dstAddress;
      return first;
    }
    if (first.kind === "out") {
      const { hop } = first;
      const own = addresses.towards(hop.interface, hop.address ?? packet.dstAddress);
      const source = hop.prefSrc ?? own?.address;
      if (typeof source !== "string") {
        throw new CannotTell({
          kind: "source-address-unknown",
          interface: hop.interface,
          row: own?.row.reference,
        });
      }
      packet.srcAddress = source;
      context.tracer.note(
        `The router sends it from ${source}.`,
        ...(own === undefined ? [] : [own.row.reference]),
      );
    }
    return packet.protocol === "tcp" ? this.decide() : this.noteTable(first);
  }

  private decide(): RoutingDecision {
    const decision = decide(this.packet, this.context);
    this.stopUnlessUsable(decision);
    return this.noteTable(decision);
  }

  private noteTable(decision: RoutingDecision): RoutingDecision {
    this.table = decision.table;
    return decision;
  }

  private stopUnlessUsable(decision: RoutingDecision): void {
    if (decision.kind !== "local" && decision.kind !== "out") {
      this.table = decision.table;
      if (decision.kind === "unreachable" && this.context.state.isImpaired) {
        this.requireNoReaction();
      }
      throw new Stopped(decision.kind);
    }
  }

  /** A script that reacts to failures may have changed the routes that would lose this packet. */
  private requireNoReaction(): void {
    const script = this.context.state.router.memo(reactingScript);
    if (script !== undefined) {
      throw new CannotTell({ kind: "script-may-reroute", row: script.reference });
    }
  }

  private deliver(): Egress {
    this.pass("mangle", "input");
    this.pass("filter", "input");
    this.refuseNatIn("input");
    return { kind: "local" };
  }

  private forward(decision: RoutingDecision): Egress {
    if (this.context.state.router.setting("/ip/settings", "ip-forward", "true") === "false") {
      this.context.tracer.note("The router does not forward packets (ip-forward=no).");
      throw new Stopped("dropped");
    }
    this.packet.outInterface = decision.kind === "out" ? decision.hop.interface : undefined;
    this.pass("mangle", "forward");
    this.pass("filter", "forward");
    return this.leave(decision);
  }

  private leave(decision: RoutingDecision): Egress {
    if (decision.kind !== "out") {
      return { kind: "local" };
    }
    const { packet } = this;
    const { hop } = decision;
    packet.outInterface = hop.interface;
    this.pass("mangle", "postrouting");
    const nextHop = hop.address ?? packet.dstAddress;
    this.translateSource(nextHop);
    const alive = this.context.state.interfaces.answers({ interface: hop.interface, address: nextHop });
    if (!alive) {
      this.requireNoReaction();
      this.context.tracer.note(`${nextHop} does not answer, and no check detects it: the packet is lost.`);
    }
    return { kind: "out", interface: hop.interface, nextHop, alive };
  }

  private pass(table: keyof typeof ACTIONS, chain: string): void {
    if (runChain(table, chain, ACTIONS[table], this.packet, this.context) === "dropped") {
      throw new Stopped("dropped");
    }
  }

  /** At prerouting: dst-nat of a first packet, and of later ones what the connection's NAT requires. */
  private translateDestination(): void {
    const { packet, connection } = this;
    if (connection === undefined) {
      const decided = (destination: DestinationTranslation): void => {
        this.destination = destination;
      };
      runChain("nat", "dstnat", destinationActions(decided), packet, this.context);
      if (this.destination !== undefined) {
        this.setDestination(this.destination.address, this.destination.port);
        packet.connection.destinationTranslated = true;
      }
    } else if (packet.connection.direction === "reply" && this.source !== undefined) {
      this.setDestination(connection.ends.srcAddress, connection.ends.srcPort);
      this.context.tracer.note(`The connection's NAT gives it back its destination ${packet.dstAddress}.`);
    } else if (packet.connection.direction === "original" && this.destination !== undefined) {
      this.setDestination(this.destination.address, this.destination.port);
      this.context.tracer.note(`The connection's NAT keeps its destination at ${packet.dstAddress}.`);
    }
  }

  /** At postrouting: src-nat of a first packet, and of later ones what the connection's NAT requires. */
  private translateSource(nextHop: string): void {
    const { packet, connection, context } = this;
    const out = packet.outInterface ?? "";
    if (connection === undefined) {
      const decided = (source: SourceTranslation): void => {
        this.source = source;
      };
      if (runChain("nat", "srcnat", sourceActions(nextHop, decided), packet, context) === "dropped") {
        throw new Stopped("dropped");
      }
      packet.connection.sourceTranslated = this.source !== undefined;
      this.leavingSource = this.source?.address;
    } else if (packet.connection.direction === "original") {
      if (isForgotten(connection, out)) {
        context.tracer.note(
          `It was masqueraded for ${this.source?.interface} and would now leave by ${out}: ` +
            "this packet is dropped, the connection forgotten (likely; as Linux does).",
        );
        this.forgotten = true;
        throw new Stopped("dropped");
      }
      this.leavingSource = this.source?.address;
      if (this.source !== undefined) {
        context.tracer.note("The connection keeps the source that its first packet got.");
      }
    } else if (this.destination !== undefined) {
      packet.srcAddress = connection.ends.dstAddress;
      packet.srcPort = connection.ends.dstPort;
      context.tracer.note(`The connection's NAT gives it back its source ${packet.srcAddress}.`);
    }
  }

  private setDestination(address: string, port: number | undefined): void {
    this.packet.dstAddress = address;
    this.packet.dstPort = port;
  }

  /** `rp-filter`: whether a packet may come from there by this interface. [manual: IP settings] */
  private checkReversePath(): void {
    const { state, tracer } = this.context;
    const filter = state.router.setting("/ip/settings", "rp-filter", "no");
    if (filter === "no" || this.packet.inInterface === undefined) {
      return;
    }
    const hops = state.rib.lookUp("main", this.packet.srcAddress)?.hops ?? [];
    const fits = hops.some((hop) => filter === "loose" || hop.interface === this.packet.inInterface);
    if (!fits) {
      tracer.note(`rp-filter=${filter} refuses ${this.packet.srcAddress} on ${this.packet.inInterface}.`);
      throw new Stopped("dropped");
    }
  }

  private requireRunning(interfaceName: string): void {
    if (!this.context.state.interfaces.isRunning(interfaceName)) {
      this.context.tracer.note(`${interfaceName} is not running.`);
      throw new Stopped("dropped");
    }
  }

  /** FastTracked packets pass by the firewall, though not all of them do. [manual: connection tracking] */
  private refuseFasttracked(): void {
    const rule = this.context.state.router.enabled("/ip/firewall/mangle")[0];
    if (this.connection?.fasttracked === true && rule !== undefined) {
      throw new CannotTell({ kind: "fasttracked", row: rule.reference });
    }
  }

  private refuseNatIn(chain: string): void {
    const [rule] = this.context.state.router.memo(natByChain).some(chain);
    if (rule !== undefined && this.connection === undefined) {
      throw new CannotTell({ kind: "nat-in-chain", chain, row: rule.reference });
    }
  }
}

function natByChain(router: RouterModel): RowIndex {
  return new RowIndex(router.enabled("/ip/firewall/nat"), "chain");
}
