import { isClassified } from "../balancing/classification";
import type { GatewayDescription } from "../gateway-description";

/** What is legal and likely not meant, a sentence each, with the id that a program can silence it by. */
export function warningsOf(description: GatewayDescription): string[] {
  return [...singleWan(description), ...repeatedRoutes(description), ...unknownNetworks(description)];
}

function singleWan({ wans }: GatewayDescription): string[] {
  const [only, ...others] = wans;
  return only === undefined || others.length > 0
    ? []
    : [
        `[gateway:single-wan] wans: ${JSON.stringify(only.name)} is the only WAN, so nothing is balanced and nothing takes over when it fails: add a second Wan`,
      ];
}

function repeatedRoutes({ balancing, wans }: GatewayDescription): string[] {
  const isUnequal = wans.some(({ weight }) => weight !== wans[0]?.weight);
  return balancing?._kind === "repeated routes" && isUnequal
    ? [
        "[gateway:repeated-routes] balancing: whether RouterOS 7 counts or merges equal routes by one gateway is not known, so the shares may come out equal: write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }) for weights that hold",
      ]
    : [];
}

/** Between LANs a classifier must know the networks, or it sends what goes from one to the other out of a WAN. */
function unknownNetworks(description: GatewayDescription): string[] {
  const { lans, balancing } = description;
  const unknown = lans.findIndex(({ address }) => address === undefined);
  return isClassified(description) && lans.length > 1 && unknown !== -1 && balancing?.except.length === 0
    ? [
        `[gateway:lan-network] lans[${unknown}].address: is missing, so what other LANs send to ${JSON.stringify(lans[unknown]?.interface)} would leave by a WAN: write it, or put the network into the classifier's except`,
      ]
    : [];
}
