/** Items by what they have in common, in their order; those that have nothing of the kind are left out. */
export function groupBy<Item, Key extends string | symbol>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = key === undefined ? undefined : groups.get(key);
    if (known !== undefined) {
      known.push(item);
    } else if (key !== undefined) {
      groups.set(key, [item]);
    }
  }
  return groups;
}
