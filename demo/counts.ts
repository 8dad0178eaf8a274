/** Numbers by what was counted, such as flows by WAN. */
export type Counts = ReadonlyMap<string, number>;

/** Two counts of the same things as one. */
export function addUp(left: Counts, right: Counts): Counts {
  const sum = new Map(left);
  for (const [name, number] of right) {
    sum.set(name, (sum.get(name) ?? 0) + number);
  }
  return sum;
}

export const totalOf = (counts: Counts): number =>
  [...counts.values()].reduce((sum, number) => sum + number, 0);
