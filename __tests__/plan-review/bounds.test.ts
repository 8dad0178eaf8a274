import { changed, findingsIn, found, of } from "./findings-in";
import { articleResources, FORWARD_OF_WLAN2 } from "./plans";

type Values = Readonly<Record<string, unknown>>;

const many = (count: number, valuesOf: (i: number) => Values): Record<string, Values> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`row${i}`, valuesOf(i)]));

const unknownOf = (resources: ReturnType<typeof changed>, id: Parameters<typeof of>[1]) =>
  of(findingsIn(resources), id)
    .filter(({ verdict, severity }) => verdict === "unknown" && severity === "note")
    .map(({ message }) => message);

/** Addresses of as many hosts. */
const host = (net: string, i: number) => `${net}.${Math.floor(i / 250)}.${(i % 250) + 1}`;

describe("rules that accept and refuse", () => {
  const verdicts = (accepting: number, refusing: number) => {
    const accept = many(accepting, (i) => ({
      chain: "forward",
      action: "accept",
      src_address: host("10.1", i),
    }));
    const drop = many(refusing, (i) => ({ chain: "forward", action: "drop", src_address: host("10.2", i) }));
    return {
      ...articleResources(),
      routeros_ip_firewall_filter: {
        ...accept,
        ...Object.fromEntries(Object.entries(drop).map(([name, values]) => [`drop_${name}`, values])),
        dmz: { chain: "forward", action: "accept", dst_port: "443", protocol: "tcp" },
      },
    };
  };

  test("are compared with each other, more than 64 of each too", () => {
    expect(found(verdicts(70, 70), "rule-order-by-chance")).toEqual([
      expect.stringContaining("unknown warning ip_firewall_filter."),
    ]);
  });

  test("are counted where there are too many", () => {
    expect(unknownOf(verdicts(450, 450), "rule-order-by-chance")).toEqual([
      expect.stringContaining("the order of 6 new rules of chain forward that accept packets"),
    ]);
  });
});

test("a rule with many conditions is hidden by one with some of them", () => {
  const wide = {
    chain: "forward",
    action: "accept",
    protocol: "tcp",
    dst_port: "443",
    in_interface: "Local",
  };
  const narrow = {
    ...wide,
    action: "drop",
    src_address: "192.168.0.9",
    dst_address: "203.0.113.9",
    connection_state: "new",
    out_interface: "wlan1",
    src_port: "5000",
    connection_mark: "no-mark",
    depends_on: ["routeros_ip_firewall_filter.wide"],
  };
  const filter = { ...articleResources(), routeros_ip_firewall_filter: { wide, narrow } };
  expect(found(filter, "rule-unreachable")).toEqual(["fail warning ip_firewall_filter.narrow"]);
});

test("IPsec policies that are followed with all WANs up only are counted", () => {
  const policies = changed({
    routeros_ip_ipsec_policy: many(700, (i) => ({
      src_address: "192.168.0.0/24",
      dst_address: `${host("10.66", i)}/32`,
      tunnel: true,
    })),
  });
  expect(unknownOf(policies, "ipsec-translated")).toEqual([
    expect.stringContaining("packets for 34 IPsec policies while WANs are down"),
  ]);
});

test("egresses that a sentence does not name are counted", () => {
  const [finding] = of(
    findingsIn(changed({ routeros_ip_firewall_nat: { forward: FORWARD_OF_WLAN2 } }, 7)),
    "forward-reply-path",
  );
  expect(finding?.message).toMatch(/leave by wlan1 via .* and 2 more,/);
});
