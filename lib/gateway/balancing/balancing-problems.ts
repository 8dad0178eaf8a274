import { format, hostOrPrefix, isCidr, prefixOf } from "../../routeros/ipv4";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { problem, repeats } from "../validation/problem";
import { type Wan, WanKind } from "../wan/wan";
import { ClassifyBy } from "./balancing";
import { isClassified } from "./classification";
import { MOST_PARTS, nearestRatio, reduced } from "./weights";

/** Balancing: weights that the chosen way can give, prefixes to spare, and nothing that a classifier does anyway. */
export function balancingProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const weights = gateway.wans.flatMap((wan, i) => weightProblems(wan.weight, `wans[${i}].weight`, values));
  return [
    ...(weights.length > 0 ? weights : ratioProblems(gateway)),
    ...leaseProblems(gateway),
    ...exceptProblems(gateway.balancing?.except ?? [], values),
    ...turnedOff("stickyConnections", gateway.stickyConnections, gateway),
    ...turnedOff("sourceRouting", gateway.sourceRouting, gateway),
  ];
}

/** What is wrong with a weight that is none, and what to write. */
export const NOT_A_WEIGHT = [
  "is not a positive integer",
  "write 1, 2, 3 ..., in proportion to the other WANs",
] as const;

function weightProblems(weight: unknown, prop: string, values: TokenResolver): string[] {
  if (values.isToken(weight)) {
    return [problem(prop, weight, "is a token, and weights shape the plan", "write it out")];
  }
  return Number.isSafeInteger(weight) && Number(weight) > 0 ? [] : [problem(prop, weight, ...NOT_A_WEIGHT)];
}

function ratioProblems({ wans, balancing }: GatewayDescription): string[] {
  // Of unequal weights one is not the default: somebody wrote it.
  const unequal = wans.findIndex(
    ({ weight }) => weight !== 1 && wans.some((other) => other.weight !== weight),
  );
  if (unequal !== -1 && (balancing === undefined || balancing._kind === "ecmp")) {
    return [
      problem(
        `wans[${unequal}].weight`,
        wans[unequal]?.weight,
        "is not the weight of the other WANs, and Balancing.ecmp() shares evenly",
        "write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }), or the article's Balancing.repeatedRoutes()",
      ),
    ];
  }
  const tiers = [...new Set(wans.map(({ tier }) => tier))];
  return tiers.flatMap((tier) => sumProblems(wans.filter((wan) => wan.tier === tier)));
}

/** Every part is a rule or a route. */
function sumProblems(wans: readonly Wan[]): string[] {
  const weights = wans.map(({ weight }) => weight);
  const most = Math.max(MOST_PARTS, wans.length);
  const parts = reduced(weights);
  const sum = parts.reduce((all, part) => all + part, 0);
  return sum <= most
    ? []
    : [
        problem(
          "wans",
          weights.join(":"),
          `are weights of ${sum} parts, and ${most} are the most`,
          `write the weights ${nearestRatio(parts, most).join(":")}, which come nearest`,
        ),
      ];
}

/** What only a lease knows: the gateway that a repeated route, or one of several backups in an order, would name. */
function leaseProblems({ wans, balancing }: GatewayDescription): string[] {
  const leased = wans.flatMap((wan, i) => (wan.kind === WanKind.DHCP ? [i] : []));
  if (balancing?._kind === "repeated routes") {
    return leased
      .filter((i) => wans.some(({ weight }) => weight !== wans[i]?.weight))
      .map((i) =>
        problem(
          `wans[${i}].weight`,
          wans[i]?.weight,
          "cannot be repeated routes: its DHCP client writes one",
          "write Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES })",
        ),
      );
  }
  return balancing?.classifyBy === ClassifyBy.SOURCE_ADDRESS && leased.length > 1 && wans.length > 2
    ? [
        problem(
          "balancing.by",
          balancing.classifyBy,
          `needs an order of backups, which ${leased.map((i) => shown(wans[i]?.name)).join(" and ")} cannot stand in: only a lease knows their gateways`,
          "write ClassifyBy.BOTH_ADDRESSES, or make all of them but one Wan.static({ ... })",
        ),
      ]
    : [];
}

function exceptProblems(except: readonly string[], values: TokenResolver): string[] {
  const prefixes = except.map((value, i) => ({ prop: `balancing.except[${i}]`, value }));
  return [
    ...prefixes.flatMap(({ prop, value }) => prefixProblems(prop, value, values)),
    ...repeats(
      prefixes.map(({ prop, value }) => {
        const prefix = hostOrPrefix(value);
        return { prop, value: prefix === undefined ? value : format(prefix) };
      }),
      "is already given in",
      "write each prefix once",
    ),
  ];
}

function prefixProblems(prop: string, value: string, values: TokenResolver): string[] {
  if (values.isToken(value)) {
    return [problem(prop, value, "is a token, and names of entries shape the plan", "write it out")];
  }
  const prefix = hostOrPrefix(value);
  if (prefix === undefined) {
    return isCidr(value)
      ? [problem(prop, value, "has host bits set", `write "${format(prefixOf(value))}"`)]
      : [problem(prop, value, "is not an IPv4 host or prefix", 'write one, such as "10.20.0.0/16"')];
  }
  return prefix.length > 0
    ? []
    : [problem(prop, value, "matches every destination", "write a narrower prefix, or Balancing.ecmp()")];
}

/** What a classifier cannot do without. */
function turnedOff(prop: string, value: boolean | undefined, gateway: GatewayDescription): string[] {
  return value === false && isClassified(gateway)
    ? [problem(prop, value, "is what Balancing.perConnectionClassifier cannot do without", "leave it out")]
    : [];
}
