import * as fc from "fast-check";
import { fromNumber } from "../../lib/routeros/address-ranges";
import { contains, overlaps, type Prefix, prefixOf } from "../../lib/routeros/ipv4";
import { PrefixIndex } from "../../lib/routeros/prefix-index";

/** Networks that often hold one another. */
const prefixes = fc
  .tuple(
    fc.constantFrom(0, 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1),
    fc.nat(7),
    fc.constantFrom(0, 8, 24, 29, 30, 32),
  )
  .map(([start, more, length]) => prefixOf(`${fromNumber((start + more) % 2 ** 32)}/${length}`));

test("an index finds what holds a network, in order", () => {
  fc.assert(
    fc.property(fc.array(prefixes), prefixes, (networks, wanted) => {
      const holds = (network: Prefix) =>
        network.length <= wanted.length && contains(network, wanted.network) && overlaps(network, wanted);
      const found = new PrefixIndex(networks, (network) => network).holdingAll(wanted);
      expect(found).toEqual(networks.filter(holds));
    }),
  );
});

test("an index finds what holds an address", () => {
  const index = new PrefixIndex(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32"], prefixOf);
  expect(index.holding("10.1.2.3")).toEqual(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32"]);
  expect(index.holding("10.2.0.0")).toEqual(["10.0.0.0/8"]);
  expect(index.holding("11.0.0.0")).toEqual([]);
});
