import type { Wan } from "../wan/wan";

/** The largest sum of weights: each unit is a rule or a route. */
export const MAX_WEIGHT_SUM = 64;

/** Weights without their common divisor: `[4, 6]` becomes `[2, 3]`. */
export function reduced(weights: readonly number[]): number[] {
  const divisor = weights.reduce(gcd, 0);
  return weights.map((weight) => weight / divisor);
}

/**
 * The weights with a sum of at most `maxSum` whose shares come nearest to the given ones.
 *
 * They have the smallest relative error in their worst share and, among equally good ones, the smallest sum.
 */
export function nearestRatio(weights: readonly number[], maxSum: number): number[] {
  const sum = sumOf(weights);
  const worstError = (units: readonly number[]) => {
    const all = sumOf(units);
    return Math.max(...units.map((unit, i) => Math.abs((unit * sum) / ((weights[i] ?? 0) * all) - 1)));
  };
  const candidates = Array.from({ length: maxSum - weights.length + 1 }, (_, i) =>
    apportioned(weights, weights.length + i),
  );
  return candidates.reduce((best, units) =>
    worstError(units) < worstError(best) - Number.EPSILON ? units : best,
  );
}

/** Units in proportion to the weights, at least one each; the rest goes to the largest remainders. */
function apportioned(weights: readonly number[], units: number): number[] {
  const sum = sumOf(weights);
  const given = weights.map((weight) => Math.max(1, Math.floor((weight * units) / sum)));
  while (sumOf(given) !== units) {
    const step = sumOf(given) < units ? 1 : -1;
    const short = given.map((unit, i) => step * (((weights[i] ?? 0) * units) / sum - unit));
    const mayChange = short.map((value, i) => (step > 0 || (given[i] ?? 0) > 1 ? value : -Infinity));
    const neediest = mayChange.indexOf(Math.max(...mayChange));
    given[neediest] = (given[neediest] ?? 0) + step;
  }
  return given;
}

/** Compares WANs by their names on the router, so that you can reorder `wans` without a change in the plan. */
export function byRouterName({ routerName: a }: Wan, { routerName: b }: Wan): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
