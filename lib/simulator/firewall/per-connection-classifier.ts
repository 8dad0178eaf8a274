import { dictionary } from "../../text/dictionary";
import { CannotTell } from "../model";
import type { HashBranches } from "../packets/hash-branches";
import type { Packet } from "../packets/packet";
import type { RowReference } from "../row-reference";

/** A `per-connection-classifier`: the fields that are hashed, and the remainder that matches. */
interface Classifier {
  readonly fields: string;
  readonly denominator: number;
  readonly remainder: number;
}

/** What is hashed, in an order of ours. [manual: per connection classifier] */
const FIELDS = dictionary<readonly (keyof Packet)[]>({
  "both-addresses": ["srcAddress", "dstAddress"],
  "both-ports": ["srcPort", "dstPort"],
  "both-addresses-and-ports": ["srcAddress", "dstAddress", "srcPort", "dstPort"],
  "src-address": ["srcAddress"],
  "dst-address": ["dstAddress"],
  "src-port": ["srcPort"],
  "dst-port": ["dstPort"],
  "src-address-and-port": ["srcAddress", "srcPort"],
  "dst-address-and-port": ["dstAddress", "dstPort"],
});

/**
 * Whether a classifier such as `both-addresses:3/0` matches a packet: of all flows that differ in the fields, one in
 * three has this remainder. Classifiers over the same fields see the same hash, so `3/0`, `3/1` and `3/2` share every
 * flow between them, and `2/1` holds all of `4/1`.
 */
export function classify(text: string, packet: Packet, branches: HashBranches, rule: RowReference): boolean {
  const { fields, denominator, remainder } = parse(text, rule);
  if (packet.connection.direction === "reply" && fields.startsWith("both-")) {
    // Whether the hash depends on the direction is not documented.
    throw new CannotTell({ kind: "reply-classifier", fields, row: rule });
  }
  const values = (FIELDS[fields] ?? []).map((field) => String(packet[field] ?? ""));
  return branches.classify(`classifier ${fields} ${values.join(" ")}`, denominator, remainder);
}

/** The share of flows that each remainder of a classifier gets: all the same. */
export function classifierShares(text: string): ReadonlyMap<number, number> {
  const { denominator } = parse(text);
  return new Map(Array.from({ length: denominator }, (_, i) => [i, 1 / denominator]));
}

function parse(text: string, rule?: RowReference): Classifier {
  const [, fields = "", denominator, remainder] = /^([a-z-]+):(\d+)\/(\d+)$/.exec(text) ?? [];
  if (FIELDS[fields] === undefined || Number(denominator) === 0) {
    throw new CannotTell({
      kind: "invalid-value",
      property: "per-connection-classifier",
      value: text,
      row: rule,
    });
  }
  return { fields, denominator: Number(denominator), remainder: Number(remainder) };
}
