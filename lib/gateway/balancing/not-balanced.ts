import { PRIVATE_NETWORKS } from "../../routeros/ipv4";
import { type DesignContext, ownedByGateway } from "../design-context";
import { pinsOf } from "../destination-pins/pins";
import { probeTargetsOf } from "../health-check/health-check-of-wan";
import { sourcesOf } from "../management/management-list";
import { LISTS, lanName, notBalanced, pinName } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import { routesBySource } from "./classification";

/** A prefix that table main leads to, and what asks for it. */
interface Exception {
  readonly source: string;
  readonly prefix: string;
}

/**
 * Derives the address list of what no rule may lead past table main: the networks of LANs and WANs, management sources, targets, pinned
 * destinations,
 * and what the description names. One after another, so that the last stands when the list is whole; in the order of their
 * names, so that no change of the description turns their order.
 */
export function designNotBalanced(
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/address-list">[] {
  if (!routesBySource(context.description)) {
    return [];
  }
  const list = notBalanced(context.description);
  const entries: RowSpec<"/ip/firewall/address-list">[] = [];
  for (const [name, prefix] of exceptions(context)) {
    entries.push(
      rowSpec(
        "/ip/firewall/address-list",
        [LISTS, "not-balanced", name],
        { list, address: prefix, ...ownedByGateway(context, LISTS, `not-balanced:${name}`) },
        entries.length > 0 ? entries.slice(-1) : after,
      ),
    );
  }
  return entries;
}

/**
 * The prefixes by the names of their entries. An entry is named by its prefix, since the router takes that once whoever
 * asks for it, and one that stops asking must not take it from the others. The prefix of a token is not known: its entry
 * is named by what asks for it.
 */
function exceptions(context: DesignContext): [string, string][] {
  const named = new Map(
    everyException(context).map(({ source, prefix }) => [
      context.values.isToken(prefix) ? source : prefix.replace("/", "-"),
      prefix,
    ]),
  );
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1));
}

function everyException({ description, values }: DesignContext): Exception[] {
  const { lans, wans, balancing } = description;
  const entry = (source: string, prefix: string) => ({ source, prefix: values.entryOf(prefix) });
  return [
    ...lans.flatMap((lan) =>
      lan.address === undefined ? [] : entry(`lan:${lanName(lan)}`, values.subnetOf(lan.address)),
    ),
    ...wans.flatMap((wan) =>
      wan.address === undefined ? [] : entry(`wan:${wan.routerName}`, values.subnetOf(wan.address)),
    ),
    ...sourcesOf(description).map((source) => entry("management", source)),
    ...probeTargetsOf(description).map((target) => entry("probe-target", target)),
    ...pinsOf(description, values).map((pin) => entry(`pin:${pinName(pin)}`, pin.destination)),
    ...(balancing?.except ?? []).map((prefix) => entry("except", prefix)),
    ...(balancing?.excludePrivate === true ? PRIVATE_NETWORKS : []).map((prefix) => entry("except", prefix)),
  ];
}
