import { PRIVATE_NETWORKS } from "../../routeros/ipv4";
import type { DesignContext } from "../design-context";
import { probeTargetsOf } from "../health-check/health-check";
import { managementSourcesOf } from "../management/management-list";
import { policiesByMechanism } from "../policies/mechanism";
import { pinName, pinsOf } from "../policies/pins";
import { LISTS, lanName, notBalanced } from "../router-names";
import type { RowSpec } from "../row-spec";
import { routesBySource } from "./classification";

/** A prefix that only table main routes, and the prop that it comes from. */
interface Exclusion {
  readonly source: string;
  readonly prefix: string;
}

/**
 * Designs the address list of what is never balanced: the networks of LANs and WANs, management sources, probe targets,
 * destinations of policies, and the prefixes that you exclude.
 *
 * One entry is created after another, so that the last completes the list. Entries are in the order of their names, so you
 * can reorder props without a change in the plan.
 */
export function designNotBalanced(context: DesignContext): RowSpec<"/ip/firewall/address-list">[] {
  const { description } = context;
  return routesBySource(description)
    ? exclusionsByName(context).map(([name, address]) =>
        context.row(
          "/ip/firewall/address-list",
          {
            path: [LISTS, "not-balanced", name],
            role: `not-balanced:${name}`,
            stages: ["not-balanced list"],
            isChained: true,
          },
          { list: notBalanced(description), address },
        ),
      )
    : [];
}

/**
 * The prefixes by the names of their entries.
 *
 * An entry is named by its prefix: the router takes a prefix once, and when one prop no longer needs it, others may. The
 * prefix of a token is not known, so its entry is named by its source.
 */
function exclusionsByName(context: DesignContext): [string, string][] {
  const named = new Map(
    exclusions(context).map(({ source, prefix }) => [
      context.values.isToken(prefix) ? source : prefix.replace("/", "-"),
      prefix,
    ]),
  );
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1));
}

function exclusions({ description, values }: DesignContext): Exclusion[] {
  const { lans, wans, balancing } = description;
  const entry = (source: string, prefix: string) => ({ source, prefix: values.entryOf(prefix) });
  return [
    ...lans.flatMap((lan) =>
      lan.address === undefined ? [] : entry(`lan:${lanName(lan)}`, values.subnetOf(lan.address)),
    ),
    ...wans.flatMap(({ routerName, _kind: { addresses } }) =>
      addresses.map((address) => entry(`wan:${routerName}`, values.subnetOf(address))),
    ),
    ...managementSourcesOf(description).map((source) => entry("management", source)),
    ...probeTargetsOf(description).map((target) => entry("probe-target", target)),
    ...pinsOf(description, values).map((pin) => entry(`pin:${pin.name}`, pin.destination)),
    ...policiesByMechanism(description)
      .ruled.filter(({ from }) => from === undefined)
      .flatMap((policy) => (policy.to ?? []).map((to) => entry(`pin:${pinName(policy, to, values)}`, to))),
    ...(balancing?.exclude ?? []).map((prefix) => entry("exclude", prefix)),
    ...(balancing?.excludePrivate === true ? PRIVATE_NETWORKS : []).map((prefix) => entry("exclude", prefix)),
  ];
}
