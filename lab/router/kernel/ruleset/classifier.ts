import { both, compare, compareAny, expression, type NftMatch, readNegatable } from "./nft-expressions";
import { PORT_PROTOCOLS } from "./protocols";

/** The parts of a packet that each kind of classifier hashes; those of the transport header apart. */
const FIELDS: Readonly<Record<string, { ip: readonly string[]; ports: readonly string[] }>> = {
  "both-addresses": { ip: ["ip saddr", "ip daddr"], ports: [] },
  "both-addresses-and-ports": { ip: ["ip saddr", "ip daddr"], ports: ["th sport", "th dport"] },
  "both-ports": { ip: [], ports: ["th sport", "th dport"] },
  "dst-address": { ip: ["ip daddr"], ports: [] },
  "dst-address-and-port": { ip: ["ip daddr"], ports: ["th dport"] },
  "dst-port": { ip: [], ports: ["th dport"] },
  "src-address": { ip: ["ip saddr"], ports: [] },
  "src-address-and-port": { ip: ["ip saddr"], ports: ["th sport"] },
  "src-port": { ip: [], ports: ["th sport"] },
};

/**
 * `per-connection-classifier`: a hash with one seed for all rules, or packets would fit into none or several of the
 * remainders. Protocols without ports are classified by what is left.
 */
export function classifierMatch(value: string, seed: number): NftMatch {
  const { negated, rest } = readNegatable(value);
  const [kind = "", division = ""] = rest.split(":");
  const [denominator = "", remainder = ""] = division.split("/");
  const { ip, ports } = FIELDS[kind] ?? { ip: [], ports: [] };
  const classify = (fields: readonly string[]): NftMatch => {
    // Nothing to hash hashes to nothing.
    if (fields.length === 0) {
      return (remainder === "0") === negated ? [] : expression();
    }
    const hash = `jhash ${fields.join(" . ")} mod ${denominator} seed 0x${seed.toString(16)}`;
    return compare(hash, negated, remainder);
  };
  if (ports.length === 0) {
    return classify(ip);
  }
  return [
    ...both(compareAny("meta l4proto", false, PORT_PROTOCOLS), classify([...ip, ...ports])),
    ...both(compareAny("meta l4proto", true, PORT_PROTOCOLS), classify(ip)),
  ];
}
