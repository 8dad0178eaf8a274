/**
 * `count` pairs out of two lists, taken in turn: both lists are used evenly, and no pair comes again before every pair has
 * had its turn.
 */
export function pairs<A, B>(left: readonly A[], right: readonly B[], count: number): [A, B][] {
  // After so many steps both lists are back where they began together; the second then goes on one place further.
  const round = leastCommonMultiple(left.length, right.length);
  return Array.from({ length: count }, (_, i) => [
    left[i % left.length] as A,
    right[(i + Math.floor(i / round)) % right.length] as B,
  ]);
}

function leastCommonMultiple(a: number, b: number): number {
  return (a * b) / greatestCommonDivisor(a, b);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
