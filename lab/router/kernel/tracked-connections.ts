import type { Values } from "../menus/menu";
import { formatInterval } from "../values/time";
import { CommandError, type RouterNamespace } from "./router-namespace";
import { connectionMarkOf, isFasttracked, type MarkNumbers } from "./ruleset/marks";
import { protocolName } from "./ruleset/protocols";

/** One direction of a connection, as `conntrack` prints it. */
type Direction = Readonly<Record<string, string>>;

interface Tracked {
  readonly row: Values;
  /** The words that name the connection to `conntrack`. */
  readonly key: readonly string[];
}

/** The connections that the kernel tracks, as last read. */
export class Connections {
  private tracked: readonly Tracked[] = [];

  constructor(
    private readonly namespace: RouterNamespace,
    private readonly marks: MarkNumbers,
  ) {}

  /** As `/ip/firewall/connection` shows them. */
  get rows(): readonly Values[] {
    return this.tracked.map(({ row }) => row);
  }

  async refresh(): Promise<void> {
    const output = await this.namespace.run("conntrack", ["-L", "-f", "ipv4", "-o", "id,extended"]);
    this.tracked = output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => readConnection(line, this.marks));
  }

  async remove(id: string): Promise<void> {
    const found = this.tracked.find(({ row }) => row[".id"] === id);
    if (found !== undefined) {
      await this.delete(found.key);
    }
  }

  /** Forgets the connections whose mark has some bits: `value/mask`. */
  forget(mark: string): Promise<void> {
    return this.delete(["-f", "ipv4", "-m", mark]);
  }

  private async delete(criteria: readonly string[]): Promise<void> {
    try {
      await this.namespace.run("conntrack", ["-D", ...criteria]);
    } catch (error) {
      if (!(error instanceof CommandError)) {
        throw error;
      }
      // One that ends by itself between the listing and its deletion stops the command before it comes to the others.
      if (/such conntrack doesn't exist/.test(error.stderr)) {
        return this.delete(criteria);
      }
      // What it says when there is nothing to delete, which also ends with a failure.
      if (!/0 flow entries have been deleted/.test(error.stderr)) {
        throw error;
      }
    }
  }
}

function readConnection(line: string, marks: MarkNumbers): Tracked {
  const { protocol, timeout, state, flags, directions, rest } = readLine(line);
  const [original = {}, reply = {}] = directions;
  const mark = marks.nameOf(connectionMarkOf(Number(rest["mark"] ?? "0")));
  const has = (condition: boolean): string => String(condition);
  return {
    row: {
      ".id": `*${Number(rest["id"]).toString(16).toUpperCase()}`,
      assured: has(flags.includes("ASSURED")),
      confirmed: "true",
      ...(mark === undefined ? {} : { "connection-mark": mark }),
      "dst-address": endpoint(original, "dst", "dport"),
      dstnat: has(reply["src"] !== original["dst"] || reply["sport"] !== original["dport"]),
      dying: "false",
      expected: "false",
      fasttrack: has(isFasttracked(Number(rest["mark"] ?? "0"))),
      "hw-offload": "false",
      ...(original["id"] === undefined ? {} : { "icmp-id": original["id"] }),
      ...(original["code"] === undefined
        ? {}
        : { "icmp-code": original["code"], "icmp-type": original["type"] ?? "" }),
      "orig-bytes": original["bytes"] ?? "0",
      "orig-packets": original["packets"] ?? "0",
      protocol: protocolName(protocol),
      "repl-bytes": reply["bytes"] ?? "0",
      "repl-packets": reply["packets"] ?? "0",
      "reply-dst-address": endpoint(reply, "dst", "dport"),
      "reply-src-address": endpoint(reply, "src", "sport"),
      "seen-reply": has(!flags.includes("UNREPLIED")),
      "src-address": endpoint(original, "src", "sport"),
      srcnat: has(reply["dst"] !== original["src"] || reply["dport"] !== original["sport"]),
      ...(state === undefined ? {} : { "tcp-state": state.toLowerCase().replace("_", "-") }),
      timeout: formatInterval(timeout * 1000),
    },
    key: keyOf(protocol, original),
  };
}

const endpoint = (direction: Direction, address: string, port: string): string =>
  direction[port] === undefined ? `${direction[address]}` : `${direction[address]}:${direction[port]}`;

/** The fields that come once per direction; the others belong to the connection. */
const PER_DIRECTION = ["src", "dst", "sport", "dport", "type", "code", "packets", "bytes"];

function readLine(line: string) {
  const words = line.trim().split(/\s+/);
  // Extended output begins with the network protocol and its number.
  const [, , , protocol = "", timeout = "0", ...fields] = words;
  const directions: Record<string, string>[] = [];
  const rest: Record<string, string> = {};
  const flags: string[] = [];
  let state: string | undefined;
  for (const field of fields) {
    const [name = "", value] = field.split("=");
    if (value === undefined) {
      if (field.startsWith("[")) {
        flags.push(field.slice(1, -1));
      } else {
        state = field;
      }
      continue;
    }
    if (name === "src") {
      directions.push({});
    }
    const current = directions.at(-1);
    // An echo's id comes before the counters of its direction, the connection's own at the very end.
    const isEchoId =
      name === "id" && current !== undefined && current["type"] !== undefined && !("id" in current);
    if (current !== undefined && (PER_DIRECTION.includes(name) || isEchoId)) {
      current[name] = value;
    } else {
      rest[name] = value;
    }
  }
  return { protocol, timeout: Number(timeout), state, flags, directions, rest };
}

function keyOf(protocol: string, { src, dst, sport, dport, type, code, id }: Direction): readonly string[] {
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["-p", protocol],
    ["-s", src],
    ["-d", dst],
    ["--sport", sport],
    ["--dport", dport],
    ["--icmp-type", type],
    ["--icmp-code", code],
    ["--icmp-id", id],
  ];
  return ["-f", "ipv4", ...pairs.flatMap(([word, value]) => (value === undefined ? [] : [word, value]))];
}
