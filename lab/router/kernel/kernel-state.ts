import type { RouterNamespace } from "./router-namespace";
import { groupSpec } from "./routing/next-hop-groups";

/** Marks what is ours among routes, next hops and rules; the number means nothing to anybody else. */
export const PROTOCOL = "201";

export const LOCAL_TABLE = 255;
export const MAIN_TABLE_NUMBER = 254;

/** A network device as the kernel has it. */
export interface Link {
  readonly up: boolean;
  /** It is up, has a carrier, and the kernel has taken note of that: until then packets are lost on it. */
  readonly running: boolean;
  /** Neighbours are looked for: not so on a point-to-point link. */
  readonly arp: boolean;
  readonly mtu: number;
  readonly mac: string;
  /** The device that it is on top of, and the bridge that it is a port of; empty if there is none. */
  readonly parent: string;
  readonly master: string;
  /** IPv4 addresses with their prefix lengths. */
  readonly addresses: readonly string[];
}

/** A rule: its place, and the rest of it as `ip rule add` takes it. */
export interface Rule {
  readonly priority: number;
  readonly text: string;
}

/** What the kernel holds, each thing in the words of the command that makes it. */
export interface KernelState {
  readonly links: ReadonlyMap<string, Link>;
  /** By `table destination`. */
  readonly routes: ReadonlyMap<string, string>;
  readonly nextHops: ReadonlyMap<number, string>;
  readonly rules: readonly Rule[];
  /** Neighbours that the kernel keeps resolved, as `address dev device`. */
  readonly neighbours: ReadonlySet<string>;
  /** Neighbours that have not answered ARP yet; the kernel retries after a second. */
  readonly unresolved: ReadonlySet<string>;
}

const QUERIES = ["addr show", "route show table all", "nexthop show", "rule show", "neigh show"];

type Json = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (value === undefined ? "" : String(value));
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

const neighbourName = (row: Json): string => `${text(row["dst"])} dev ${text(row["dev"])}`;

/** Asks the kernel, in one go. */
export async function readKernelState(namespace: RouterNamespace): Promise<KernelState> {
  const input = `${QUERIES.join("\n")}\n`;
  const output = await namespace.run("ip", ["-N", "-j", "-d", "-batch", "-"], input);
  const [links, routes, nextHops, rules, neighbours] = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => list(JSON.parse(line)));
  const ours = (rows: readonly Json[] = []): readonly Json[] =>
    rows.filter((row) => row["protocol"] === PROTOCOL);
  return {
    links: new Map((links ?? []).map((row) => [text(row["ifname"]), readLink(row)])),
    routes: new Map(ours(routes).map(readRoute)),
    nextHops: new Map(ours(nextHops).map((row) => [Number(row["id"]), readNextHop(row)])),
    rules: (rules ?? []).map(readRule),
    neighbours: new Set((neighbours ?? []).filter((row) => "managed" in row).map(neighbourName)),
    unresolved: new Set((neighbours ?? []).filter((row) => !("lladdr" in row)).map(neighbourName)),
  };
}

/** What the flags of a device say, as `ip` prints them: the kernel lags behind the carrier in both directions. */
export const isRunning = (flags: readonly string[]): boolean =>
  flags.includes("UP") && flags.includes("LOWER_UP") && !flags.includes("NO-CARRIER");

function readLink(row: Json): Link {
  const flags = (row["flags"] ?? []) as readonly string[];
  return {
    up: flags.includes("UP"),
    running: isRunning(flags),
    arp: !flags.includes("NOARP"),
    mtu: Number(row["mtu"]),
    mac: text(row["address"]).toUpperCase(),
    parent: text(row["link"]),
    master: text(row["master"]),
    addresses: list(row["addr_info"])
      .filter((address) => address["family"] === "inet")
      .map((address) => `${text(address["local"])}/${text(address["prefixlen"])}`),
  };
}

const prefix = (value: unknown): string => {
  if (value === "default") {
    return "0.0.0.0/0";
  }
  return text(value).includes("/") ? text(value) : `${text(value)}/32`;
};

function readRoute(row: Json): [string, string] {
  const source = row["prefsrc"] === undefined ? "" : ` src ${text(row["prefsrc"])}`;
  return [`${text(row["table"])} ${prefix(row["dst"])}`, `${readTarget(row)}${source}`];
}

/** What `-N` prints for the kinds of routes and rules that discard packets. */
const DISCARDS: Readonly<Record<string, string>> = { "6": "blackhole", "7": "unreachable" };

const discard = (value: unknown): string | undefined => DISCARDS[text(value)];

function readTarget(row: Json): string {
  const discarded = discard(row["type"]);
  if (discarded !== undefined) {
    return discarded;
  }
  if (row["nhid"] !== undefined) {
    return `nhid ${text(row["nhid"])}`;
  }
  return `dev ${text(row["dev"])} scope link`;
}

function readNextHop(row: Json): string {
  const members = list(row["group"]);
  if (members.length > 0) {
    const shown = members.map(({ id, weight }) => (weight === undefined ? `${id}` : `${id},${weight}`));
    return groupSpec(shown.join("/"));
  }
  const through = `dev ${text(row["dev"])}`;
  return row["gateway"] === undefined ? through : `via ${text(row["gateway"])} ${through} onlink`;
}

function readRule(row: Json): Rule {
  const parts: string[] = [];
  const add = (word: string, value: unknown): void => {
    if (value !== undefined) {
      parts.push(`${word} ${text(value)}`);
    }
  };
  const address = (name: "src" | "dst"): string | undefined => {
    const value = row[name];
    if (value === undefined || value === "all") {
      return undefined;
    }
    return prefix(row[`${name}len`] === undefined ? value : `${text(value)}/${text(row[`${name}len`])}`);
  };
  add("from", address("src"));
  add("to", address("dst"));
  if (row["fwmark"] !== undefined) {
    add("fwmark", `${Number(row["fwmark"])}/${Number(row["fwmask"])}`);
  }
  add("iif", row["iif"]);
  if (row["action"] !== undefined) {
    parts.push(discard(row["action"]) ?? text(row["action"]));
  } else {
    add("lookup", row["table"]);
  }
  add("suppress_prefixlength", row["suppress_prefixlen"]);
  return { priority: Number(row["priority"]), text: parts.join(" ") };
}
