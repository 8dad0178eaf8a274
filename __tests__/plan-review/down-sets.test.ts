import fc from "fast-check";
import { DownSets, downSetKey } from "../../lib/plan-review/transient/down-sets";
import type { Operation } from "../../lib/plan-review/transient/operations";

/** Operations, each of which waits for some of those before it. */
const anyOrder = fc
  .array(fc.array(fc.nat(6), { maxLength: 2 }), { minLength: 1, maxLength: 7 })
  .map((waits) => {
    const operations = waits.map((_, i) => ({ address: `row${i}` }) as unknown as Operation);
    const upTo = (operation: Operation): ReadonlySet<Operation> => {
      const i = operations.indexOf(operation);
      const awaited = (waits[i] ?? []).filter((j) => j < i).map((j) => operations[j] as Operation);
      return new Set([operation, ...awaited.flatMap((each) => [...upTo(each)])]);
    };
    return { operations, order: { upTo } };
  });
type AnyOrder = ReturnType<(typeof anyOrder)["generate"]>["value"];

/** Every set of operations that holds whatever its own wait for, by trying all. */
function idealsOf({ operations, order }: AnyOrder): string[] {
  const sets = Array.from({ length: 2 ** operations.length }, (_, bits) =>
    operations.filter((_operation, i) => (bits >> i) % 2 === 1),
  );
  return sets
    .filter((set) =>
      set.every((operation) => [...order.upTo(operation)].every((other) => set.includes(other))),
    )
    .map((set) => downSetKey(new Set(set), operations))
    .sort();
}

test("what may be done while the rest is not: every set that waits for nothing outside it, and no other", () => {
  fc.assert(
    fc.property(anyOrder, ({ operations, order }) => {
      const { sets, isTruncated } = new DownSets(operations, order).atMost(2 ** operations.length);
      expect([isTruncated, sets.map((set) => downSetKey(set, operations)).sort()]).toEqual([
        false,
        idealsOf({ operations, order }),
      ]);
    }),
    { seed: 20130112 },
  );
});

test("where there are more than are asked for, some of them, and word of it", () => {
  fc.assert(
    fc.property(anyOrder, fc.integer({ min: 1, max: 60 }), ({ operations, order }, most) => {
      const all = idealsOf({ operations, order });
      const { sets, isTruncated } = new DownSets(operations, order).atMost(most);
      expect(isTruncated).toBe(all.length > most);
      expect(sets.length).toBeLessThanOrEqual(most);
      expect(new Set(sets.map((set) => downSetKey(set, operations))).size).toBe(sets.length);
      expect(all).toEqual(expect.arrayContaining(sets.map((set) => downSetKey(set, operations))));
    }),
    { seed: 20130112 },
  );
});

test("nobody waits for a set that orders drawn by chance hardly ever pass through", () => {
  const operations = Array.from({ length: 101 }, (_, i) => ({ address: `row${i}` }) as unknown as Operation);
  const [free] = operations.slice(-1);
  const upTo = (operation: Operation): ReadonlySet<Operation> =>
    new Set(operation === free ? [free] : operations.slice(0, operations.indexOf(operation) + 1));
  const { sets, isTruncated } = new DownSets(operations, { upTo }).atMost(150);
  expect(isTruncated).toBe(true);
  expect(sets.length).toBeGreaterThan(100);
});
