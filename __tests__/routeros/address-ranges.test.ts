import { fromNumber, isIn, isPortIn, parseCidr, rangeOf, toNumber } from "../../lib/routeros/address-ranges";

test.each([
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.2", false],
  ["10.0.0.1-10.0.0.9", "10.0.0.0", false],
  ["10.0.0.1-10.0.0.9", "10.0.0.1", true],
  ["10.0.0.1-10.0.0.9", "10.0.0.9", true],
  ["10.0.0.1-10.0.0.9", "10.0.0.10", false],
  ["10.0.0.9-10.0.0.1", "10.0.0.5", false],
  ["10.64.7.9/10", "10.63.255.255", false],
  ["10.64.7.9/10", "10.64.0.0", true],
  ["10.64.7.9/10", "10.127.255.255", true],
  ["10.64.7.9/10", "10.128.0.0", false],
  ["10.0.0.1/32", "10.0.0.1", true],
  ["10.0.0.1/32", "10.0.0.2", false],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["10.0.0.1/33", "10.0.0.1", undefined],
  ["10.0.0.1-10.0.0", "10.0.0.1", undefined],
  ["10.0.0.256", "10.0.0.1", undefined],
  ["list", "10.0.0.1", undefined],
])("whether %s holds %s: %s", (set, address, holds) => {
  expect(isIn(set, address)).toBe(holds);
});

test("a range is its first and its last address, a network its lowest and its highest", () => {
  const range = (set: string) => {
    const found = rangeOf(set);
    return found && [found.first, found.last].map(fromNumber);
  };
  expect(range("10.0.0.1-10.0.1.9")).toEqual(["10.0.0.1", "10.0.1.9"]);
  expect(range("192.168.7.9/23")).toEqual(["192.168.6.0", "192.168.7.255"]);
  expect(range("9.9.9.9")).toEqual(["9.9.9.9", "9.9.9.9"]);
});

test("a CIDR is an address and its network; an address or a range is none", () => {
  expect(parseCidr("10.64.7.9/10")).toEqual({
    address: "10.64.7.9",
    prefix: { network: "10.64.0.0", length: 10 },
  });
  expect(["10.64.7.9", "10.0.0.1-10.0.0.9", "10.0.0.1/33", ""].map(parseCidr)).toEqual(
    Array(4).fill(undefined),
  );
});

test.each([
  ["80", 80, true],
  ["80", 81, false],
  ["80,443,8000-8080", 443, true],
  ["80,443,8000-8080", 444, false],
  ["80,443,8000-8080", 7999, false],
  ["80,443,8000-8080", 8000, true],
  ["80,443,8000-8080", 8080, true],
  ["80,443,8000-8080", 8081, false],
])("whether the ports %s hold %i: %s", (list, port, holds) => {
  expect(isPortIn(list, port)).toBe(holds);
});

test("an address is a number, other text is not", () => {
  expect([toNumber("0.0.1.2"), toNumber("255.255.255.255")]).toEqual([258, 2 ** 32 - 1]);
  expect([toNumber("10.0.0.x"), toNumber("10.0.0/8"), toNumber("10.0.0:1")]).toEqual(
    Array(3).fill(Number.NaN),
  );
});
