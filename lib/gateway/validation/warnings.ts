import { format, hostOrPrefix } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import { isClassified } from "../balancing/classification";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { connectedNetworks } from "./connected-networks";
import { withMemberName } from "./member-names";
import { type Problem, problem } from "./problem";

/** What is legal and probably a mistake. */
export function warningsOf(description: GatewayDescription, values: TokenResolver): Problem[] {
  return [
    ...singleWan(description),
    ...repeatedRoutes(description),
    ...unknownNetworks(description),
    ...forwardWarnings(description, values),
  ];
}

function singleWan({ wans }: GatewayDescription): Problem[] {
  const [only, ...others] = wans;
  return only === undefined || others.length > 0 ? [] : [problem("wans", only.name, "single-wan", "add-wan")];
}

function repeatedRoutes({ balancing, wans }: GatewayDescription): Problem[] {
  const isUnequal = wans.some(({ weight }) => weight !== wans[0]?.weight);
  return balancing?._kind === "repeated routes" && isUnequal
    ? [problem("balancing", undefined, "repeated-routes", "write-classifier")]
    : [];
}

/** Between LANs a classifier must know the networks, or it sends what goes from one to the other through a WAN. */
function unknownNetworks(description: GatewayDescription): Problem[] {
  const { lans, balancing } = description;
  const unknown = lans.findIndex(({ address }) => address === undefined);
  const lan = lans[unknown];
  return lan !== undefined && isClassified(description) && lans.length > 1 && balancing?.exclude.length === 0
    ? [
        problem(
          `lans[${unknown}].address`,
          undefined,
          { id: "lan-network", interface: lan.interface },
          "write-network-or-exclude",
        ),
      ]
    : [];
}

/**
 * Port forwards to hosts in no network of the LANs. Such a host may be behind another router of the site, which only the
 * classifier's `exclude` tells. Where the network of a LAN is unknown there is no warning.
 *
 * @param first the first forward to check
 */
export function forwardWarnings(
  description: GatewayDescription,
  values: TokenResolver,
  first = 0,
): Problem[] {
  const { lans, portForwards = [], balancing } = description;
  const connected = connectedNetworks(description, values);
  const ofLans = connected.filter(({ wan }) => wan === undefined);
  if (ofLans.length < lans.length) {
    return [];
  }
  const excluded = (balancing?.exclude ?? []).flatMap((prefix) => hostOrPrefix(prefix) ?? []);
  const known = new PrefixIndex([...connected.map(({ prefix }) => prefix), ...excluded], (prefix) => prefix);
  const networks = ofLans.map(({ prefix }) => format(prefix));
  return portForwards.flatMap(({ to }, i) =>
    i < first || values.isToken(to) || known.holding(to).length > 0
      ? []
      : [
          withMemberName(
            problem(`portForwards[${i}].to`, to, { id: "forward-host", networks }, "write-lan-host-or-route"),
            description,
            values,
          ),
        ],
  );
}
