import { isOlder } from "./compare-versions";
import data from "./data/arguments.json";

/** The versions of RouterOS whose arguments are known, oldest first; their source is in `data/arguments.json`. */
export const KNOWN_VERSIONS: readonly string[] = data.versions;

/** The arguments of a command by name, each with the versions that take it. */
type Arguments = ReadonlyMap<string, readonly Span[]>;

/** The first and the last known version that takes an argument; without a last one, the newest takes it. */
interface Span {
  readonly first: string;
  readonly last?: string;
}

/** Arguments that say which row is meant, and hold nothing of it. */
const ADDRESSING: ReadonlySet<string> = new Set(["copy-from", "numbers", "place-before"]);

const MENUS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(Object.entries(data.menus));

const readMenus = new Map<string, ReadonlyMap<string, Arguments>>();

/** The commands of a menu, read when they are first asked for: a program that starts needs few of the menus. */
function commandsOf(menu: string): ReadonlyMap<string, Arguments> {
  const known = readMenus.get(menu);
  if (known !== undefined) {
    return known;
  }
  const commands = Object.entries(MENUS.get(menu) ?? {});
  const read = new Map(commands.map(([command, words]) => [command, readArguments(words)]));
  readMenus.set(menu, read);
  return read;
}

/** Reads `name` and `name@7.9.2-7.15.3,7.20.8-`, separated by spaces. */
function readArguments(words: string): Arguments {
  return new Map(
    words.split(" ").map((word) => {
      const [name = "", spans = "-"] = word.split("@");
      return [name, spans.split(",").map(readSpan)];
    }),
  );
}

function readSpan(text: string): Span {
  const [first = "", last = ""] = text.split("-");
  return { first: first || "0", ...(last === "" ? {} : { last }) };
}

/**
 * The known version whose arguments another one takes: the one of the same minor version, such as 7.20.8 for 7.20.4, or
 * else the newest older one; undefined where all known versions are newer.
 */
export function knownVersionFor(version: string): string | undefined {
  return KNOWN_VERSIONS.filter(
    (known) => minorVersion(known) === minorVersion(version) || !isOlder(version, known),
  ).at(-1);
}

/** The arguments that a command of a menu takes in a known version; undefined where the menu lacks the command. */
export function argumentsOf(menu: string, command: string, version: string): readonly string[] | undefined {
  const taken = [...(commandsOf(menu).get(command) ?? [])].filter(([, spans]) =>
    spans.some(
      ({ first, last }) => !isOlder(version, first) && (last === undefined || !isOlder(last, version)),
    ),
  );
  const names = taken.map(([name]) => name).filter((name) => name !== COMMAND);
  return taken.length === 0 ? undefined : names;
}

/** Represents the command itself, where not every version has it. */
const COMMAND = "(command)";

/** The commands of a menu that change rows, in any known version. */
export function commandsIn(menu: string): readonly string[] {
  return [...commandsOf(menu).keys()];
}

/**
 * The first version with an argument of `set`, such as `7.16`.
 *
 * @throws Error where every known version takes it, or none does: then there is no such version to name
 */
export function firstVersionWith(menu: string, argument: string): string {
  const [first] = commandsOf(menu).get("set")?.get(argument) ?? [];
  if (first === undefined || first.first === "0") {
    throw new Error(`${menu} ${argument} came with no known version`);
  }
  return minorVersion(first.first);
}

/** The first and the last known version with something: without a first one the oldest has it, without a last one the newest. */
export interface Lifetime {
  readonly first?: string;
  readonly last?: string;
}

/**
 * The versions that take an argument of `add`, or of `set` in a menu without it; undefined where no known version takes it, or
 * where it went and came back, so that it depends on more than the version.
 */
export function lifetimeOf(menu: string, argument: string): Lifetime | undefined {
  const commands = commandsOf(menu);
  const [span, ...others] = (commands.get("add") ?? commands.get("set"))?.get(argument) ?? [];
  if (span === undefined || others.length > 0) {
    return undefined;
  }
  return {
    ...(span.first === "0" ? {} : { first: span.first }),
    ...(span.last === undefined ? {} : { last: span.last }),
  };
}

/** The versions that have a menu. One that is gone is taken to be of a package that the last devices did not have. */
export function menuLifetime(menu: string): Lifetime {
  return lifetimeOf(menu, COMMAND) ?? {};
}

/** `7.16` for 7.16.2. */
export const minorVersion = (version: string): string => version.split(".").slice(0, 2).join(".");

/** The known version that is next to another: of the same minor version, or else the newest older one, or the oldest. */
export const nearestVersion = (version: string): string =>
  knownVersionFor(version) ?? KNOWN_VERSIONS[0] ?? version;

/** The minor version in which something was gone that a known version had last. */
export function goneWith(last: string): string {
  return minorVersion(KNOWN_VERSIONS[KNOWN_VERSIONS.indexOf(last) + 1] ?? last);
}

/** What a router only shows: the attributes that the schema of the provider 1.99.1 calls computed and that are no argument. */
const SHOWN_ONLY: Readonly<Record<string, string>> = {
  "/interface/bridge": "actual-mtu l2mtu mac-address running",
  "/interface/bridge/port": `
    designated-bridge designated-bridge-id designated-cost designated-port-id designated-port-number
    edge-port edge-port-discovery external-fdb-status forwarding hw-offload hw-offload-group
    last-topology-change learning nextid point-to-point-port port-id role root-path-cost sending-rstp
    status`,
  "/interface/ethernet": "default-name loop-protect-status running slave switch",
  "/interface/list": "builtin",
  "/interface/lte": "default-name running",
  "/interface/pppoe-client": "running",
  "/interface/vlan": "l2mtu loop-protect-status mac-address running",
  "/interface/wireguard": "public-key running",
  "/interface/wireguard/peers": "current-endpoint-address current-endpoint-port last-handshake rx tx",
  "/ip/address": "actual-interface slave vrf",
  "/ip/dhcp-client": `
    address dhcp-server expires-after gateway primary-dns primary-ntp secondary-dns secondary-ntp status`,
  "/ip/dns": "cache-used dynamic-servers",
  "/ip/firewall/address-list": "creation-time",
  "/ip/firewall/connection/tracking": "active-ipv4 active-ipv6 max-entries",
  "/ip/route": "active connect dhcp ecmp hw-offloaded immediate-gw local-address static",
  "/ip/service": "name proto",
};

/** What a router shows in many menus. An address list also takes `dynamic`, which is never written here. */
const SHOWN_EVERYWHERE: ReadonlySet<string> = new Set([
  ".about",
  ".id",
  ".nextid",
  "bytes",
  "dynamic",
  "inactive",
  "invalid",
  "packets",
]);

const shownSets: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(SHOWN_ONLY).map(([menu, fields]) => [menu, new Set(fields.trim().split(/\s+/))]),
);

/** Whether a field can be written in any known version; a router of another version may take more. */
export const isArgument = (menu: string, field: string): boolean =>
  !SHOWN_EVERYWHERE.has(field) &&
  !ADDRESSING.has(field) &&
  ["add", "set"].some((command) => commandsOf(menu).get(command)?.has(field) === true);

/** Whether a field is known to be one that a router only shows, such as a counter. */
export const isShownOnly = (menu: string, field: string): boolean =>
  SHOWN_EVERYWHERE.has(field) || shownSets.get(menu)?.has(field) === true;
