/** The most a WAN's share may differ from what is expected of it. */
const TOLERANCE = 0.15;

/** Expects every WAN to have taken the same share of the flows, within 15 % of it. */
export function expectEqualShares(
  byWan: ReadonlyMap<string, number>,
  wans: readonly string[],
  flows: number,
): void {
  expectShares(byWan, Object.fromEntries(wans.map((wan) => [wan, 1])), flows);
}

/** Expects every WAN to have taken its part of the flows in proportion to its weight, within 15 % of it, and no other any. */
export function expectShares(
  byWan: ReadonlyMap<string, number>,
  weights: Readonly<Record<string, number>>,
  flows: number,
): void {
  const sum = Object.values(weights).reduce((all, weight) => all + weight, 0);
  expect([...byWan.keys()].sort()).toEqual(Object.keys(weights).sort());
  for (const [wan, weight] of Object.entries(weights)) {
    const expected = (flows * weight) / sum;
    const error = Math.abs((byWan.get(wan) ?? 0) - expected) / expected;
    expect([wan, byWan.get(wan), error <= TOLERANCE]).toEqual([wan, byWan.get(wan), true]);
  }
}
