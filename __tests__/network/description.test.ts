import { assert, integer, property } from "fast-check";
import { AddressBlock, Network, type NetworkDescription } from "../../lab/network";
import { addressesOf } from "../../lab/network/block";
import { pairs } from "../../lab/traffic/pairs";
import { ARTICLE } from "./description";

const [wan] = ARTICLE.wans as [(typeof ARTICLE.wans)[0]];
const [lan] = ARTICLE.lans as [(typeof ARTICLE.lans)[0]];

describe("a description that can not be built is refused before anything is made", () => {
  const cases: [string, Partial<NetworkDescription>][] = [
    ['"lo" can not name a port in the lab\'s network.', { wans: [{ ...wan, name: "lo" }] }],
    ['"a; reboot" can not name a port in the lab\'s network.', { lans: [{ ...lan, name: "a; reboot" }] }],
    ["Two ports are named Local.", { wans: [{ ...wan, name: "Local" }] }],
    [
      "wlan1: the gateway 10.9.0.1 is no neighbour of 10.112.0.2/24.",
      { wans: [{ ...wan, gateway: "10.9.0.1" }] },
    ],
    ["wlan9 (10.112.0.0/24) and wlan1 (10.112.0.0/24) overlap.", { wans: [wan, { ...wan, name: "wlan9" }] }],
    [
      "wlan1: the resolver 10.112.0.1 is the address of somebody else.",
      { wans: [{ ...wan, resolver: { address: "10.112.0.1", names: {} } }] },
    ],
    [
      "the Internet (203.0.113.0/24) and the resolver of wlan1 (203.0.113.53/32) overlap.",
      { wans: [{ ...wan, resolver: { address: "203.0.113.53", names: {} } }] },
    ],
    ["the Internet (10.0.0.0/8) and wlan1 (10.112.0.0/24) overlap.", { internet: ["10.0.0.0/8"] }],
    [
      "Local: the hosts 192.168.0.0/29 hold the router's own address.",
      { lans: [{ ...lan, hosts: ["192.168.0.0/29"] }] },
    ],
    ['"home" is no IPv4 address or prefix.', { lans: [{ ...lan, routerAddress: "home" }] }],
  ];
  test.each(cases)("%s", async (message, change) => {
    await expect(Network.up({ ...ARTICLE, ...change })).rejects.toThrow(message);
  });
});

describe("a block of addresses", () => {
  test("has a largest part without some of them", () => {
    const block = AddressBlock.parse("192.168.0.0/24");
    expect(String(block.without(["192.168.0.1"]))).toBe("192.168.0.128/25");
    expect(String(block.without(["192.168.0.1", "192.168.0.254"]))).toBe("192.168.0.128/26");
    expect(AddressBlock.parse("10.0.0.0/30").without(["10.0.0.1"])).toBeUndefined();
  });

  test("spares its first and last one, but for the smallest blocks", () => {
    const blocks = ["9.9.9.9", "198.51.100.0/30"].map(AddressBlock.parse);
    expect(addressesOf(blocks, 3)).toEqual(["9.9.9.9", "198.51.100.1", "198.51.100.2"]);
    expect(() => addressesOf(blocks, 4)).toThrow("hold 3 addresses, not 4");
  });
});

test("pairs take every pair once before any comes again, and both lists evenly", () => {
  const size = integer({ min: 1, max: 24 });
  assert(
    property(size, size, (left, right) => {
      const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
      const all = pairs(numbers(left), numbers(right), left * right);
      expect(new Set(all.map(String)).size).toBe(left * right);
      const firsts = all.slice(0, Math.max(left, right));
      expect(new Set(firsts.map(([one]) => one)).size).toBe(left);
      expect(new Set(firsts.map(([, other]) => other)).size).toBe(right);
    }),
  );
});
