import { routesBySource } from "./classification";
import { canariesOf } from "./health-design";
import { sourcesOf } from "./management-list";
import { LISTS, lanName, notBalanced, pinName } from "./names";
import { pinsOf } from "./pins";
import { type Placed, place } from "./placed";
import { ownedByGateway, type Surroundings } from "./surroundings";

/** RFC 1918, and the carriers' own space of RFC 6598. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** A prefix that table main leads to, and the name of its entry. */
interface Exception {
  readonly name: string;
  readonly prefix: string;
}

/**
 * Derives the address list of what no rule may lead past table main: the networks of LANs and WANs, management sources, canaries, pinned
 * destinations,
 * and what the description names. One after another, so that the last stands when the list is whole.
 */
export function designNotBalanced(
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/address-list">[] {
  if (!routesBySource(around.description)) {
    return [];
  }
  const list = notBalanced(around.description);
  const entries: Placed<"/ip/firewall/address-list">[] = [];
  for (const { name, prefix } of exceptions(around)) {
    entries.push(
      place(
        "/ip/firewall/address-list",
        [LISTS, "not-balanced", name],
        { list, address: prefix, ...ownedByGateway(around, `${LISTS}/not-balanced:${name}`) },
        entries.length > 0 ? entries.slice(-1) : after,
      ),
    );
  }
  return entries;
}

/** The router refuses a prefix that a list has already: the first name for it holds. */
function exceptions(around: Surroundings): Exception[] {
  const found = new Map<string, Exception>();
  for (const exception of everyException(around)) {
    if (!found.has(exception.prefix)) {
      found.set(exception.prefix, exception);
    }
  }
  return [...found.values()];
}

function everyException({ description, values }: Surroundings): Exception[] {
  const { lans, wans, balancing } = description;
  const entry = (name: string, prefix: string) => ({ name, prefix: values.entryOf(prefix) });
  return [
    ...lans.flatMap((lan) =>
      lan.address === undefined ? [] : entry(`lan:${lanName(lan)}`, values.subnetOf(lan.address)),
    ),
    ...wans.flatMap((wan) =>
      wan.address === undefined ? [] : entry(`wan:${wan.routerName}`, values.subnetOf(wan.address)),
    ),
    ...sourcesOf(description).map((source) =>
      entry(`management:${values.entryOf(source).replace("/", "-")}`, source),
    ),
    ...canariesOf(description).map((canary) => entry(`canary:${canary}`, canary)),
    ...pinsOf(description, values).map((pin) => entry(`pin:${pinName(pin)}`, pin.destination)),
    ...named(balancing?.except ?? []),
    ...named(balancing?.exceptPrivate === true ? PRIVATE : []),
  ];

  function named(prefixes: readonly string[]): Exception[] {
    return prefixes.map((prefix) => entry(`except:${values.entryOf(prefix).replace("/", "-")}`, prefix));
  }
}
