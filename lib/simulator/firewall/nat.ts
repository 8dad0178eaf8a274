import { fromNumber, rangeOf } from "../../routeros/address-ranges";
import { CannotTell, type ModelRow, UNKNOWN, type Unknown } from "../model";
import { Choice } from "../packets/hash-branches";
import type { Packet, PacketContext } from "../packets/packet";
import type { Actions, ChainResult } from "./chains";

/** A new source for the packets of a connection. */
export interface SourceTranslation {
  readonly action: "masquerade" | "src-nat";
  readonly address: string | Unknown;
  readonly port?: number;
  /** The interface that the connection left by when this was decided. */
  readonly interface: string;
}

/** A new destination for the packets of a connection. */
export interface DestinationTranslation {
  readonly address: string;
  readonly port?: number;
}

/** How many addresses a rule may choose from before the answer is no longer readable. */
const TOO_MANY_ADDRESSES = 64;

/**
 * What chain `srcnat` does to the first packet of a connection. NAT is decided then, and later packets follow.
 * [manual: NAT]
 *
 * @param nextHop the neighbour that the packet is handed to
 */
export function sourceActions(nextHop: string, decided: (translation: SourceTranslation) => void): Actions {
  const out = (packet: Packet): string => packet.outInterface ?? "";
  return {
    masquerade: (rule, packet, { state, tracer }): ChainResult => {
      const own = state.addresses.towards(out(packet), nextHop);
      if (own === undefined) {
        tracer.note(
          `${out(packet)} has no address to masquerade with: the packet is discarded.`,
          rule.reference,
        );
        return "dropped";
      }
      const shown = own.address === UNKNOWN ? "an address not known yet" : own.address;
      tracer.note(
        `The source becomes the address of ${out(packet)}: ${shown}.`,
        rule.reference,
        own.row.reference,
      );
      const port = portFrom(rule, packet.srcPort);
      decided({ action: "masquerade", address: own.address, port, interface: out(packet) });
      return "done";
    },
    "src-nat": (rule, packet, context): ChainResult => {
      const address = addressFrom(rule, packet, context) ?? packet.srcAddress;
      context.tracer.note(`The source becomes ${address}.`, rule.reference);
      const port = portFrom(rule, packet.srcPort);
      decided({ action: "src-nat", address, port, interface: out(packet) });
      return "done";
    },
  };
}

/** What chain `dstnat` does to the first packet of a connection. [manual: NAT] */
export function destinationActions(decided: (translation: DestinationTranslation) => void): Actions {
  return {
    "dst-nat": (rule, packet, context): ChainResult => {
      const address = addressFrom(rule, packet, context) ?? packet.dstAddress;
      context.tracer.note(`The destination becomes ${address}.`, rule.reference);
      decided({ address, port: portFrom(rule, packet.dstPort) });
      return "done";
    },
    redirect: (rule, packet, { state, tracer }): ChainResult => {
      const own = state.addresses.own.find((candidate) => candidate.interface === packet.inInterface);
      if (own === undefined || own.address === UNKNOWN) {
        throw new CannotTell({ kind: "redirect-address-unknown", row: rule.reference });
      }
      tracer.note(
        `The destination becomes the router itself: ${own.address}.`,
        rule.reference,
        own.row.reference,
      );
      decided({ address: own.address, port: portFrom(rule, packet.dstPort) });
      return "done";
    },
  };
}

/** The address of `to-addresses`; one of a range is picked by hash. */
function addressFrom(rule: ModelRow, packet: Packet, { branches }: PacketContext): string | undefined {
  const text = rule.get("to-addresses");
  if (text === undefined || text === "") {
    return undefined;
  }
  const range = rangeOf(text);
  if (range === undefined || range.last - range.first >= TOO_MANY_ADDRESSES) {
    throw new CannotTell({
      kind: "unsupported-value",
      property: "to-addresses",
      value: text,
      row: rule.reference,
    });
  }
  const addresses = Array.from({ length: range.last - range.first + 1 }, (_, i) =>
    fromNumber(range.first + i),
  );
  const { protocol, srcAddress, dstAddress } = packet;
  return branches.pick(`nat ${rule.reference.id}`, new Choice(addresses), [protocol, srcAddress, dstAddress]);
}

/** The port of `to-ports`; unknown if it is a range. Without it the port stays the same where possible. */
function portFrom(rule: ModelRow, port: number | undefined): number | undefined {
  const text = rule.get("to-ports");
  if (text === undefined || text === "") {
    return port;
  }
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
