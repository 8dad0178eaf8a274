import type { Wan } from "../wan/wan";

/** What bounds the rules that new connections are asked in turn. */
export const MOST_PARTS = 64;

/** Weights without their common divisor: `[4, 6]` becomes `[2, 3]`. */
export function reduced(weights: readonly number[]): number[] {
  const divisor = weights.reduce(gcd, 0);
  return weights.map((weight) => weight / divisor);
}

/**
 * The weights of a smaller sum whose shares come nearest to the given ones: least where a share is most wrong, in
 * proportion to itself. Among equally good ones the smallest.
 */
export function nearestRatio(weights: readonly number[], mostParts: number): number[] {
  const sum = sumOf(weights);
  const worstError = (units: readonly number[]) => {
    const all = sumOf(units);
    return Math.max(...units.map((unit, i) => Math.abs((unit * sum) / ((weights[i] ?? 0) * all) - 1)));
  };
  const candidates = Array.from({ length: mostParts - weights.length + 1 }, (_, i) =>
    apportioned(weights, weights.length + i),
  );
  return candidates.reduce((best, units) =>
    worstError(units) < worstError(best) - Number.EPSILON ? units : best,
  );
}

/** Units given out by weight, at least one each, what is left over by the largest remainder. */
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

/** WANs in the order of their names on the router, which no reordering of `wans` changes. */
export function inOrderOfNames(wans: readonly Wan[]): Wan[] {
  return [...wans].sort((a, b) => (a.routerName < b.routerName ? -1 : a.routerName > b.routerName ? 1 : 0));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
