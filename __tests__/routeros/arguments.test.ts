import { argumentsOf, firstVersionWith, knownVersionFor } from "../../lib/routeros/arguments";

test.each([
  ["7.20.4", "7.20.8"],
  ["7.16", "7.16.2"],
  ["7.24.5", "7.24"],
  ["7.25", "7.24"],
  ["8.0", "7.24"],
  ["7.8", undefined],
])("RouterOS %s takes the arguments of %s", (version, known) => {
  expect(knownVersionFor(version)).toBe(known);
});

const taken = (menu: string, argument: string, version: string): boolean =>
  argumentsOf(menu, "set", version)?.includes(argument) === true;

test.each([
  ["/ip/settings", "ipv4-multipath-hash-policy", "7.15.3", "7.16.2"],
  ["/ip/dhcp-client", "default-route-tables", "7.17.1", "7.18.2"],
  ["/ip/dhcp-client", "check-gateway", "7.18.2", "7.19.6"],
])("%s has %s since its first version", (menu, argument, before, since) => {
  expect([taken(menu, argument, before), taken(menu, argument, since)]).toEqual([false, true]);
  expect(since.startsWith(firstVersionWith(menu, argument))).toBe(true);
});

test("an argument that is gone is not taken any more", () => {
  expect(taken("/ip/settings", "route-cache", "7.12.2")).toBe(true);
  expect(taken("/ip/settings", "route-cache", "7.24")).toBe(false);
});

test("an argument of every known version has no first one", () => {
  expect(() => firstVersionWith("/ip/route", "gateway")).toThrow("/ip/route gateway");
});
