import fc from "fast-check";
import { type RouterReport, review } from "../../lib/plan-review";
import { evaluate } from "../../lib/plan-review/flow-assertions/evaluate";
import { distributionText } from "../../lib/plan-review/text/distribution-text";
import type { Distribution } from "../../lib/plan-review/traffic/distribution";
import type { FlowClass, Group } from "../../lib/plan-review/traffic/flow-classes/flow-classes";
import { protocolAndPort } from "../../lib/plan-review/traffic/flow-classes/services";
import { allWans } from "../../lib/plan-review/traffic/wans";
import { fromNumber } from "../../lib/routeros/address-ranges";
import { formatEgress } from "../../lib/simulator";
import type { Resources } from "../terraform";
import { runs } from "../tier";
import { changed, found } from "./findings-in";
import { plan } from "./plans";

/*
 * The property: whatever the report says of a class of flows, the evaluation of a flow assertion says of a random member of it,
 * before and after, and in every row of the failure matrix.
 */

const LANS = ["Local", "office", "guests"];
const SOURCES = ["192.168.0.0/25", "192.168.0.7", "10.5.0.0/27", "10.5.0.16/28", "10.6.0.9", "!10.6.0.0/25"];
const DESTINATIONS = ["8.8.8.8", "1.0.0.0/8", "1.1.1.0/24", "!9.9.9.9", "10.6.0.0/24"];
const SERVICES = [
  { protocol: "tcp", dst_port: "443" },
  { protocol: "tcp", dst_port: "80,8000-8080" },
  { protocol: "udp", dst_port: "53" },
  { protocol: "udp", dst_port: "!53" },
  { protocol: "!tcp" },
  { protocol: "icmp" },
];

/** What a rule matches: each part may be missing. */
const matchers = fc
  .record({
    in: fc.option(
      fc.oneof(
        fc.constantFrom(...LANS, "!office").map((in_interface) => ({ in_interface })),
        fc.constantFrom("quiet", "!quiet", "elsewhere").map((in_interface_list) => ({ in_interface_list })),
      ),
      { freq: 2, nil: {} },
    ),
    from: fc.option(
      fc.oneof(
        fc.constantFrom(...SOURCES).map((src_address) => ({ src_address })),
        fc.constantFrom("some", "!some", "unknown").map((src_address_list) => ({ src_address_list })),
      ),
      { freq: 2, nil: {} },
    ),
    to: fc.option(
      fc.oneof(
        fc.constantFrom(...DESTINATIONS).map((dst_address) => ({ dst_address })),
        fc.constantFrom("some", "!some").map((dst_address_list) => ({ dst_address_list })),
      ),
      { freq: 1, nil: {} },
    ),
    service: fc.option(fc.constantFrom(...SERVICES), { freq: 1, nil: {} }),
  })
  .map((parts) => Object.assign({}, ...Object.values(parts)) as Record<string, string>);

const TABLES = ["to_wlan1", "to_wlan2"];

const firewallRule = fc.oneof(
  fc.record({
    type: fc.constant("routeros_ip_firewall_mangle"),
    does: fc.oneof(
      fc.record({
        chain: fc.constant("prerouting"),
        action: fc.constant("mark-routing"),
        new_routing_mark: fc.constantFrom(...TABLES),
        passthrough: fc.boolean(),
      }),
      fc.constant({ chain: "prerouting", action: "accept" }),
    ),
    matches: matchers,
  }),
  fc.record({
    type: fc.constant("routeros_ip_firewall_filter"),
    does: fc.record({ chain: fc.constant("forward"), action: fc.constantFrom("drop", "accept") }),
    matches: matchers,
  }),
  fc.record({
    type: fc.constant("routeros_ip_firewall_nat"),
    does: fc.oneof(
      fc.constant({ chain: "dstnat", action: "redirect", to_ports: "53" }),
      fc.constant({ chain: "dstnat", action: "dst-nat", to_addresses: "10.6.0.9" }),
      fc.constant({ chain: "srcnat", action: "src-nat", to_addresses: "10.111.0.2" }),
    ),
    matches: matchers,
  }),
  fc
    .record({
      action: fc.constantFrom("lookup", "lookup-only-in-table"),
      table: fc.constantFrom(...TABLES, "main"),
      from: fc.option(fc.constantFrom(...SOURCES.filter((text) => !text.startsWith("!")))),
      in: fc.option(fc.constantFrom(...LANS)),
    })
    .map(({ action, table, from, in: named }) => ({
      type: "routeros_routing_rule",
      does: { action, table },
      matches: {
        ...(from === null ? {} : { src_address: from.includes("/") ? from : `${from}/32` }),
        ...(named === null ? {} : { interface: named }),
      } as Record<string, string>,
    })),
);

const ruleSet = fc.array(firewallRule, { minLength: 1, maxLength: 7 });

/** A gateway of two WANs and three LANs with these rules before its own, which are chained. */
function gatewayWith(rules: readonly { type: string; does: object; matches: object }[]): Resources {
  const byType: Record<string, Record<string, Record<string, unknown>>> = {
    routeros_ip_address: {
      office: { address: "10.5.0.1/24", interface: "office" },
      guests: { address: "10.6.0.1/24", interface: "guests" },
    },
    routeros_interface_list: { quiet: { name: "quiet" } },
    routeros_interface_list_member: { guests: { list: "quiet", interface: "guests" } },
    routeros_ip_firewall_addr_list: {
      host: { list: "some", address: "10.5.0.20" },
      net: { list: "some", address: "1.2.0.0/16" },
    },
  };
  rules.forEach(({ type, does, matches }, i) => {
    byType[type] = { ...byType[type], [`rule${i}`]: { ...does, ...matches } };
  });
  return changed(byType);
}

/** What a distribution says, to compare: everything but which rows led there. */
function said(side: Distribution): string {
  return side.unknown.length > 0
    ? "unknown"
    : distributionText(side, { of: (name: string) => name } as never);
}

/** What became of a flow, in the same words. */
function measured(outcomes: Distribution["outcomes"]): string {
  if (outcomes.some(({ egress }) => egress.kind === "unknown")) {
    return "unknown";
  }
  const shares = new Map<string, number>();
  const causes = new Set<string>();
  let [lost, local] = [0, 0];
  for (const { egress, share } of outcomes) {
    if (egress.kind === "out" && egress.alive) {
      shares.set(egress.interface, (shares.get(egress.interface) ?? 0) + share);
    } else if (egress.kind === "local") {
      local += share;
    } else {
      lost += share;
      causes.add(
        egress.kind === "out" ? "dead-gateway" : egress.kind === "unreachable" ? "no-route" : egress.kind,
      );
    }
  }
  expect(outcomes.map(({ egress }) => formatEgress(egress))).not.toEqual([]);
  return said({ shares, lost, local, lossCauses: [...causes], unknown: [], outcomes: [] } as never);
}

/** A number of a group, by a random fraction. */
function memberOf({ ranges }: Group, fraction: number): number {
  const size = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  let place = Math.floor(fraction * size);
  for (const { first, last } of ranges) {
    if (place <= last - first) {
      return first + place;
    }
    place -= last - first + 1;
  }
  return ranges[0]?.first ?? 0;
}

function contradictions(router: RouterReport, fractions: readonly number[]): readonly string[] {
  const { change, shares, failures } = router;
  const wans = allWans(change);
  const [first = 0, second = 0, third = 0, fourth = 0] = fractions;
  return shares
    .filter(({ origin }) => origin.kind !== "router")
    .flatMap((share) => {
      const { origin } = share;
      const member = origin.classes[Math.floor(first * origin.classes.length)] as FlowClass;
      const { protocol, dstPort } = protocolAndPort(memberOf(member.service, fourth));
      const asserted = {
        name: origin.name,
        from: fromNumber(memberOf(member.source, second)),
        to: fromNumber(memberOf(member.destination, third)),
        in: origin.flow.inInterface,
        protocol,
        port: dstPort,
        expect: { wan: ["any"] },
      };
      const matrix = failures.origins.find((each) => each.origin === origin)?.cases ?? [];
      return [{ down: [], before: share.before, after: share.after }, ...matrix].flatMap(
        ({ down, before, after }) =>
          Object.entries({ before, after }).flatMap(([side, stated]) => {
            const snapshot = change[side as "before" | "after"];
            const { result } = evaluate({ ...asserted, down }, snapshot, wans);
            const real = result.kind === "followed" ? measured(result.outcomes) : result.kind;
            return stated === undefined || said(stated) === real
              ? []
              : [`${JSON.stringify(asserted)} ${side} ${down}: ${said(stated)}, but ${real}`];
          }),
      );
    });
}

test("what the report says of a class of flows is so for a random member of it", () => {
  fc.assert(
    fc.property(
      ruleSet,
      ruleSet,
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (before, after, fractions) => {
        const [router] = review([plan(gatewayWith(before), gatewayWith(after))]).routers;
        expect(router && contradictions(router, fractions)).toEqual([]);
      },
    ),
    { seed: 20_261_130, numRuns: runs(6, 1_000) },
  );
});

test("rules that do the same for two LANs, and for other hosts of them, are told apart", () => {
  const drop = { chain: "forward", action: "drop" };
  const type = "routeros_ip_firewall_filter";
  const rules = [
    { type, does: drop, matches: { in_interface: "Local" } },
    { type, does: drop, matches: { in_interface: "guests", src_address: "10.6.0.0/25" } },
  ];
  const [router] = review([plan(gatewayWith([]), gatewayWith(rules))]).routers;
  const lost = router?.shares.map(({ origin, after }) => `${origin.name}: ${after?.lost}`);
  expect(lost).toEqual(
    expect.arrayContaining([
      "LAN Local: 1",
      "the other hosts of LAN guests: 0",
      "10.6.0.0/25 of LAN guests: 1",
    ]),
  );
});

const named = (mangle: Record<string, unknown>) =>
  review([
    plan(
      {},
      changed({
        routeros_ip_address: { office: { address: "10.5.0.1/24", interface: "office" } },
        routeros_ip_firewall_mangle: {
          steer: {
            chain: "prerouting",
            action: "mark-routing",
            new_routing_mark: "to_wlan2",
            passthrough: false,
            dst_address_type: "!local",
            ...mangle,
          },
        },
      }),
    ),
  ]).routers[0]?.origins.map(({ name }) => name);

test.each([
  [
    { src_address: "10.5.0.160/27" },
    ["LAN Local", "the other hosts of LAN office", "10.5.0.160/27 of LAN office"],
  ],
  [
    { protocol: "udp", dst_port: "53" },
    ["LAN Local", "LAN office", "udp 53 of LAN Local", "udp 53 of LAN office"],
  ],
  [
    { in_interface: "office", dst_address: "8.8.0.0/16" },
    ["LAN Local", "LAN office", "to 8.8.0.0/16 from LAN office"],
  ],
  [
    { in_interface: "office", protocol: "tcp", dst_port: "443" },
    ["LAN Local", "tcp 443 of LAN office", "the other protocols and ports of LAN office"],
  ],
  [{ in_interface: "office" }, ["LAN Local", "LAN office"]],
])("classes have names for people: %p", (mangle, names) => {
  expect(named(mangle)).toEqual([...names, "the router"]);
});

test("a class that a rule drops is shown, and is no error", () => {
  const drop = { chain: "forward", action: "drop", protocol: "tcp", dst_port: "25" };
  expect(found(changed({ routeros_ip_firewall_filter: { drop } }), "distribution-change")).not.toContain(
    expect.stringContaining("error"),
  );
});

test("hosts of which the same is true are one class, and what is too much is counted", () => {
  const rules = (count: number, content: (i: number) => object) =>
    changed({
      routeros_ip_address: { office: { address: "10.5.0.1/16", interface: "office" } },
      routeros_ip_firewall_mangle: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `rule${i}`,
          {
            chain: "prerouting",
            action: "mark-routing",
            new_routing_mark: "to_wlan2",
            src_address: `10.5.${1 + Math.floor(i / 200)}.${2 + (i % 200)}`,
            ...content(i),
          },
        ]),
      ),
    });
  const alike = review([
    plan(
      {},
      rules(1_000, () => ({})),
    ),
  ]).routers[0];
  expect(alike?.notFollowed).toEqual({ classes: 0, lans: [] });
  expect(alike?.shares.map(({ origin, after }) => [origin.kind, after?.shares.get("wlan2") ?? 0])).toEqual([
    ["lan", 0.5],
    ["lan", 0.5],
    ["class", 1],
    ["router", 0.5],
  ]);
  const unlike = review([
    plan(
      {},
      rules(1_000, (i) => ({ content: `text ${i}` })),
    ),
  ]).routers[0];
  expect(unlike?.notFollowed.classes).toBeGreaterThan(100);
  expect(unlike?.notFollowed.lans).toEqual(["LAN office"]);
});
