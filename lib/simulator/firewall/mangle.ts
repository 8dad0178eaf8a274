import { CannotTell, type ModelRow } from "../model";
import type { Packet, PacketContext } from "../packets/packet";
import type { Actions, ChainResult } from "./chains";

/** After a rule that marks, the packet goes on to the next rule unless it says `passthrough=no`. [manual: mangle] */
const passing = (rule: ModelRow): ChainResult => (rule.flag("passthrough", true) ? "continue" : "done");

/** For actions that change nothing about the packet's way. */
const harmless = (rule: ModelRow): ChainResult => passing(rule);

/** What `/ip/firewall/mangle` does to packets. */
export const MANGLE_ACTIONS: Actions = {
  "mark-connection": (rule, packet, { tracer }) => {
    const mark = argument(rule, "new-connection-mark");
    packet.connection.mark = mark === "no-mark" ? undefined : mark;
    tracer.note(`The connection gets the mark ${mark}.`, rule.reference);
    return passing(rule);
  },
  "mark-routing": (rule, packet, { tracer }) => {
    packet.routingMark = argument(rule, "new-routing-mark");
    tracer.note(`The packet gets the routing mark ${packet.routingMark}.`, rule.reference);
    return passing(rule);
  },
  "mark-packet": (rule, packet) => {
    const mark = argument(rule, "new-packet-mark");
    packet.packetMark = mark === "no-mark" ? undefined : mark;
    return passing(rule);
  },
  "change-dscp": harmless,
  "change-mss": harmless,
  "change-ttl": harmless,
  "clear-df": harmless,
  "set-priority": harmless,
  "sniff-pc": harmless,
  "sniff-tzsp": harmless,
  "strip-ipv4-options": harmless,
  "fasttrack-connection": fasttrack,
};

/** What `/ip/firewall/filter` does to packets. */
export const FILTER_ACTIONS: Actions = {
  drop: discard,
  reject: discard,
  tarpit: discard,
  "fasttrack-connection": fasttrack,
};

/** What `/ip/firewall/raw` does to packets. Untracked packets are not modelled. */
export const RAW_ACTIONS: Actions = { drop: discard };

function discard(rule: ModelRow, _: Packet, { tracer }: PacketContext): ChainResult {
  tracer.note(`The packet is discarded (${rule.get("action")}).`, rule.reference);
  return "dropped";
}

/** Later packets of the connection pass by the firewall, also by mangle. [manual: connection tracking, FastTrack] */
function fasttrack(rule: ModelRow, packet: Packet, { tracer }: PacketContext): ChainResult {
  packet.connection.fasttracked = true;
  tracer.note("The connection is FastTracked from here on.", rule.reference);
  return "continue";
}

function argument(rule: ModelRow, name: string): string {
  const value = rule.get(name);
  if (value === undefined || value === "") {
    throw new CannotTell({ kind: "missing-value", property: name, row: rule.reference });
  }
  return value;
}
