/** The most a WAN's share may differ from what is expected of it. */
const TOLERANCE = 0.15;

/** Expects every WAN to have taken the same share of the flows, within 15 % of it. */
export function expectEqualShares(
  byWan: ReadonlyMap<string, number>,
  wans: readonly string[],
  flows: number,
): void {
  const expected = flows / wans.length;
  expect([...byWan.keys()].sort()).toEqual([...wans].sort());
  for (const wan of wans) {
    const error = Math.abs((byWan.get(wan) ?? 0) - expected) / expected;
    expect([wan, byWan.get(wan), error <= TOLERANCE]).toEqual([wan, byWan.get(wan), true]);
  }
}
