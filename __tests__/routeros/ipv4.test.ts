import {
  broadcastOf,
  contains,
  isAddress,
  isCidr,
  isPrivate,
  maskOf,
  specialUseOf,
} from "../../lib/routeros/ipv4";

test.each(["10.0.0.1", "0.0.0.0", "255.255.255.255"])("%s is an address", (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each(["10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.0/8", "10.0.0.1-10.0.0.9", "ether1", ""])(
  "%j is no address",
  (text) => {
    expect(isAddress(text)).toBe(false);
  },
);

test.each([
  ["10.0.0.1/24", true],
  ["10.0.0.1/33", false],
  ["10.0.0.1/08", false],
  ["10.0.0.1", false],
])("%s is an address with a prefix length: %s", (text, is) => {
  expect(isCidr(text)).toBe(is);
});

test.each([
  ["10.1.2.3", true],
  ["172.31.255.255", true],
  ["172.32.0.0", false],
  ["192.168.0.1", true],
  ["100.64.0.1", true],
  ["100.128.0.1", false],
  ["169.254.0.9", true],
  ["9.9.9.9", false],
])("the Internet does not route %s: %s", (address, is) => {
  expect(isPrivate(address)).toBe(is);
});

test.each([
  ["0.1.2.3", "this network"],
  ["127.0.0.1", "loopback"],
  ["224.0.0.1", "multicast"],
  ["255.255.255.255", "reserved"],
  ["192.0.2.1", undefined],
])("%s is %s", (address, use) => {
  expect(specialUseOf(address)).toBe(use);
});

test("masks and the last addresses of networks", () => {
  expect([maskOf(0), maskOf(24), maskOf(32)]).toEqual(["0.0.0.0", "255.255.255.0", "255.255.255.255"]);
  expect(broadcastOf({ network: "10.0.0.0", length: 30 })).toBe("10.0.0.3");
  expect(contains({ network: "0.0.0.0", length: 0 }, "9.9.9.9")).toBe(true);
});
