import { dictionary } from "../../text/dictionary";
import { CannotTell, type ModelRow } from "../model";
import type { HashBranches } from "../packets/hash-branches";
import type { Packet } from "../packets/packet";
import type { RowReference } from "../row-reference";

/** A `per-connection-classifier`: the fields that are hashed, and the remainder that matches, or does not. */
interface Classifier {
  readonly fields: string;
  readonly denominator: number;
  readonly remainder: number;
  readonly isNegated: boolean;
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
 * Whether a rule's classifier, if it has one, matches a packet: of all flows that differ in the fields, one in three has the
 * remainder of `both-addresses:3/0`. Classifiers over the same fields see the same hash, so `3/0`, `3/1` and `3/2` share
 * every flow between them, and `2/1` holds all of `4/1`.
 */
export function matchesClassifier(rule: ModelRow, packet: Packet, branches: HashBranches): boolean {
  const classifier = rule.memo(classifierOf);
  if (classifier === undefined) {
    return true;
  }
  const { fields, denominator, remainder, isNegated } = classifier;
  if (packet.connection.direction === "reply" && fields.startsWith("both-")) {
    // Whether the hash depends on the direction is not documented.
    throw new CannotTell({ kind: "reply-classifier", fields, row: rule.reference });
  }
  const values = (FIELDS[fields] ?? []).map((field) => String(packet[field] ?? ""));
  const isMatch = branches.classify(`classifier ${fields} ${values.join(" ")}`, denominator, remainder);
  return isMatch !== isNegated;
}

function classifierOf(rule: ModelRow): Classifier | undefined {
  const text = rule.get("per-connection-classifier");
  return text === undefined ? undefined : parse(text, rule.reference);
}

function parse(text: string, row?: RowReference): Classifier {
  const [, not = "", fields = "", denominator, remainder] = /^(!?)([a-z-]+):(\d+)\/(\d+)$/.exec(text) ?? [];
  if (FIELDS[fields] === undefined || Number(denominator) === 0) {
    throw new CannotTell({ kind: "invalid-value", property: "per-connection-classifier", value: text, row });
  }
  return {
    fields,
    denominator: Number(denominator),
    remainder: Number(remainder),
    isNegated: not === "!",
  };
}
