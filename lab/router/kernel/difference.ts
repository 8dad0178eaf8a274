import { type KernelState, type Link, PROTOCOL, type Rule } from "./kernel-state";
import { isMade } from "./links/devices";
import type { Making, WantedLink } from "./links/links-wanted";
import { LAST_PRIORITY } from "./routing/kernel-rules";

/** What the kernel is to hold. */
export interface Wanted {
  readonly links: ReadonlyMap<string, WantedLink>;
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly routes: ReadonlyMap<string, string>;
  readonly nextHops: ReadonlyMap<number, string>;
  readonly rules: readonly Rule[];
  readonly neighbours: ReadonlySet<string>;
}

/** Commands for `ip -batch` that turn what is into what is wanted, and touch nothing else. */
export interface KernelDifference {
  /** What takes ways away: before the firewall changes, so that nothing leaves without its translation. */
  readonly before: readonly string[];
  /** What opens ways. */
  readonly after: readonly string[];
  /** The devices that lose an address. */
  readonly readdressed: readonly string[];
}

export function difference(wanted: Wanted, is: KernelState): KernelDifference {
  const addresses = addressChanges(wanted, is);
  const rules = ruleChanges(wanted.rules, is.rules);
  return {
    before: [
      ...without(is.routes, wanted.routes).map((key) => `route del ${routeArguments(key)} proto ${PROTOCOL}`),
      ...goneLinks(wanted, is),
    ],
    after: [
      // Before anything names them: a name that is unknown to it ends a batch of `ip` at once.
      ...missingLinks(wanted, is),
      ...[...wanted.links].flatMap(([device, link]) => linkChanges(device, link, is.links.get(device))),
      ...addresses.added.map(([device, address]) => `addr add ${address} brd + dev ${device} noprefixroute`),
      ...[...wanted.neighbours]
        .filter((neighbour) => !is.neighbours.has(neighbour) && hasArp(neighbour, is.links))
        .flatMap((neighbour) => [
          // A new entry asks at once; one that a check has asked for while the link was down would wait.
          ...(is.unresolved.has(neighbour) ? [`neigh del ${neighbour}`] : []),
          `neigh replace ${neighbour} managed`,
        ]),
      ...changed(wanted.nextHops, is.nextHops).map(
        ([id, spec]) => `nexthop replace id ${id} ${spec} proto ${PROTOCOL}`,
      ),
      ...changed(wanted.routes, is.routes).map(
        ([key, spec]) => `route replace ${routeCommand(key, spec)} proto ${PROTOCOL}`,
      ),
      // No way leads out of a device any longer when it loses its only address: masquerade would take another's.
      ...addresses.removed.map(([device, address]) => `addr del ${address} dev ${device}`),
      ...rules,
      ...without(is.nextHops, wanted.nextHops)
        // Groups before their members, or the kernel would change them once more.
        .sort((a, b) => b - a)
        .map((id) => `nexthop del id ${id}`),
      ...[...is.neighbours]
        .filter((neighbour) => !wanted.neighbours.has(neighbour))
        .map((neighbour) => `neigh del ${neighbour}`),
    ],
    readdressed: [...new Set(addresses.removed.map(([device]) => device))],
  };
}

function hasArp(neighbour: string, links: KernelState["links"]): boolean {
  const [, device = ""] = neighbour.split(" dev ");
  return links.get(device)?.arp !== false;
}

function routeArguments(key: string): string {
  const [table, destination] = key.split(" ");
  return `${destination} table ${table}`;
}

const routeCommand = (key: string, spec: string): string =>
  spec === "blackhole" ? `blackhole ${routeArguments(key)}` : `${routeArguments(key)} ${spec}`;

const without = <K>(is: ReadonlyMap<K, unknown>, wanted: ReadonlyMap<K, unknown>): K[] =>
  [...is.keys()].filter((key) => !wanted.has(key));

const changed = <K>(wanted: ReadonlyMap<K, string>, is: ReadonlyMap<K, string>): [K, string][] =>
  [...wanted].filter(([key, spec]) => is.get(key) !== spec);

function linkChanges(device: string, wanted: WantedLink, is: Link | undefined): string[] {
  if (is === undefined) {
    return [];
  }
  const master = wanted.master === "" ? "nomaster" : `master ${wanted.master}`;
  return [
    ...(is.mtu === (wanted.mtu ?? is.mtu) ? [] : [`link set dev ${device} mtu ${wanted.mtu}`]),
    ...(["", is.mac].includes(wanted.mac) ? [] : [`link set dev ${device} address ${wanted.mac}`]),
    ...(is.master === wanted.master ? [] : [`link set dev ${device} ${master}`]),
    ...(is.up === wanted.up ? [] : [`link set dev ${device} ${wanted.up ? "up" : "down"}`]),
  ];
}

const makeCommand = (device: string, making: Making): string =>
  making.type === "bridge"
    ? `${device} type bridge forward_delay 0 mcast_snooping 0`
    : `link ${making.parent} name ${device} type macvlan mode private`;

function missingLinks(wanted: Wanted, is: KernelState): string[] {
  return [...wanted.links].flatMap(([device, { making }]) =>
    making === undefined || is.links.has(device) ? [] : [`link add ${makeCommand(device, making)}`],
  );
}

/** Devices whose rows are gone, or now have another parent interface. */
function goneLinks(wanted: Wanted, is: KernelState): string[] {
  return [...is.links]
    .filter(([device, link]) => {
      const making = wanted.links.get(device)?.making;
      return (
        isMade(device) &&
        (making === undefined || (making.type === "macvlan" && making.parent !== link.parent))
      );
    })
    .map(([device]) => `link del dev ${device}`);
}

function addressChanges(wanted: Wanted, is: KernelState) {
  const removed: [string, string][] = [];
  const added: [string, string][] = [];
  for (const [device, addresses] of wanted.addresses) {
    const link = is.links.get(device);
    if (link === undefined) {
      continue;
    }
    for (const address of link.addresses) {
      if (!addresses.includes(address)) {
        removed.push([device, address]);
      }
    }
    for (const address of addresses) {
      if (!link.addresses.includes(address)) {
        added.push([device, address]);
      }
    }
  }
  return { removed, added };
}

/** New rules first: at no time is there less than before or after. */
function ruleChanges(wanted: readonly Rule[], is: readonly Rule[]): string[] {
  const same = (a: Rule) => (b: Rule) => a.priority === b.priority && a.text === b.text;
  const ours = is.filter(({ priority }) => priority < LAST_PRIORITY);
  return [
    ...wanted
      .filter((rule) => !ours.some(same(rule)))
      .map((rule) => `rule add pref ${rule.priority} ${rule.text} protocol ${PROTOCOL}`),
    ...ours
      .filter((rule) => !wanted.some(same(rule)))
      .map((rule) => `rule del pref ${rule.priority} ${rule.text}`),
  ];
}
