import { hostOrPrefix } from "../../routeros/ipv4";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { asPrefix, notAPrefix } from "../validation/address-problems";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import type { Wan } from "../wan/wan";
import { ClassifyBy } from "./balancing";
import { isClassified } from "./classification";
import { MAX_WEIGHT_SUM, nearestRatio, reduced } from "./weights";

/** Balancing: weights that the chosen method can give, prefixes to exclude, and nothing that a classifier does anyway. */
export function balancingProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const weights = gateway.wans.flatMap((wan, i) => weightProblems(wan.weight, `wans[${i}].weight`, values));
  return [
    ...(weights.length > 0 ? weights : ratioProblems(gateway)),
    ...leaseProblems(gateway),
    ...exclusionProblems(gateway.balancing?.exclude ?? [], values),
    ...turnedOff("stickyConnections", gateway.stickyConnections, gateway),
    ...turnedOff("sourceRouting", gateway.sourceRouting, gateway),
  ];
}

function weightProblems(weight: unknown, path: string, values: TokenResolver): Problem[] {
  if (values.isToken(weight)) {
    return [problem(path, weight, { id: "token", because: "rows" })];
  }
  return Number.isSafeInteger(weight) && Number(weight) > 0
    ? []
    : [problem(path, weight, "not-a-weight", "write-weights")];
}

function ratioProblems({ wans, balancing }: GatewayDescription): Problem[] {
  // Of unequal weights one is not the default, so the program gives it.
  const unequal = wans.findIndex(
    ({ weight }) => weight !== 1 && wans.some((other) => other.weight !== weight),
  );
  if (unequal !== -1 && (balancing === undefined || balancing._kind === "ecmp")) {
    const { weight } = wans[unequal] ?? {};
    return [problem(`wans[${unequal}].weight`, weight, "unequal-weight", "write-weighted-balancing")];
  }
  const tiers = [...new Set(wans.map(({ tier }) => tier))];
  return tiers.flatMap((tier) => sumProblems(wans.filter((wan) => wan.tier === tier)));
}

/** Every part is a rule or a route. */
function sumProblems(wans: readonly Wan[]): Problem[] {
  const weights = wans.map(({ weight }) => weight);
  const most = Math.max(MAX_WEIGHT_SUM, wans.length);
  const shares = reduced(weights);
  const parts = shares.reduce((all, share) => all + share, 0);
  if (parts <= most) {
    return [];
  }
  const ratio = nearestRatio(shares, most).join(":");
  const fault = { id: "too-many-parts", parts, most } as const;
  return [problem("wans", weights.join(":"), fault, { id: "write-ratio", ratio })];
}

/** What only a lease tells: the gateway that a repeated route, or one of several backups in an order, would name. */
function leaseProblems({ wans, balancing }: GatewayDescription): Problem[] {
  const leased = wans.flatMap((wan, i) => (wan._kind.isRoutedByClient ? [i] : []));
  if (balancing?._kind === "repeated routes") {
    return leased
      .filter((i) => wans.some(({ weight }) => weight !== wans[i]?.weight))
      .map((i) => problem(`wans[${i}].weight`, wans[i]?.weight, "repeated-lease", "write-classifier"));
  }
  return balancing?.classifyBy === ClassifyBy.SOURCE_ADDRESS && leased.length > 1 && wans.length > 2
    ? [
        problem(
          "balancing.by",
          balancing.classifyBy,
          { id: "backups-of-leases", wans: leased.map((i) => wans[i]?.name ?? "") },
          "balance-by-both-addresses",
        ),
      ]
    : [];
}

function exclusionProblems(exclude: readonly string[], values: TokenResolver): Problem[] {
  const prefixes = exclude.map((value, i) => ({ path: `balancing.exclude[${i}]`, value }));
  return [
    ...prefixes.flatMap((prefix) => excludedPrefixProblems(prefix, values)),
    ...duplicates(prefixes.map(asPrefix), { id: "write-once", what: "prefix" }),
  ];
}

function excludedPrefixProblems({ path, value }: PlacedValue, values: TokenResolver): Problem[] {
  if (values.isToken(value)) {
    return [problem(path, value, { id: "token", because: "address" })];
  }
  const prefix = hostOrPrefix(value);
  if (prefix === undefined) {
    return [notAPrefix({ path, value }, '"10.20.0.0/16"')];
  }
  return prefix.length > 0
    ? []
    : [problem(path, value, "everything", { id: "write-narrower-prefix", instead: "use Balancing.ecmp()" })];
}

/** What a classifier needs. */
function turnedOff(path: string, value: boolean | undefined, gateway: GatewayDescription): Problem[] {
  return value === false && isClassified(gateway)
    ? [problem(path, value, "required-by-classifier", "remove")]
    : [];
}
