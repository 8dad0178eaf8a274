import fc from "fast-check";
import { Balancing, ClassifyBy, RouterTraffic } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { designGateway } from "../../lib/gateway/gateway-design";
import { HealthCheck } from "../../lib/gateway/health-check/health-check";
import { Otherwise } from "../../lib/gateway/policies/policy";
import type { PortForward } from "../../lib/gateway/port-forwards/port-forward";
import type { RowSpec } from "../../lib/gateway/row-spec";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { Wan } from "../../lib/gateway/wan/wan";
import { contains, prefixOf } from "../../lib/routeros/ipv4";
import { runs } from "../tier";
import { anyGateway, anyMixedGateway } from "./arbitrary-gateway";
import { literals } from "./literals";
import { tellApart } from "./tell-apart";

const SEED = 20130112; // the article's day
const GATEWAYS = runs(30, 300);

/** A placed row, whatever its menu. */
type AnyRow = Omit<RowSpec, "row"> & { readonly row: Readonly<Record<string, unknown>> };

function forAnyGateway(
  check: (...args: [Parameters<typeof designGateway>[0], AnyRow[]]) => void,
  gateways = fc.oneof(anyGateway, anyMixedGateway),
) {
  fc.assert(
    fc.property(gateways, (description) => {
      const rows = designGateway(description, "gateway", literals).rows;
      check(description, rows as unknown as AnyRow[]);
    }),
    { seed: SEED, numRuns: GATEWAYS },
  );
}

test("a gateway has 7 rows per WAN, 1 per LAN, and no more than it was asked for", () => {
  forAnyGateway((description, rows) => {
    const { wans, lans, policies = [], stickyConnections, sourceRouting } = description;
    const { dns = {}, portForwards = [], management = {} } = description;
    const { sources = [], interfaces = [] } = management;
    const {
      _kind: kind = "ecmp",
      classifyBy,
      exclude = [],
      excludePrivate,
      routerTraffic,
    } = description.balancing ?? {};
    const isClassified = kind === "classifier";
    const bySource = classifyBy === ClassifyBy.SOURCE_ADDRESS;
    const parts = partsOf(description);
    const unmasqueraded = wans.filter((wan) => !wan.masquerade).length;
    const blocked = policies
      .filter(({ otherwise }) => otherwise === Otherwise.BLOCK)
      .reduce((all, { to = [] }) => all + to.length, 0);
    const isForwarded = ({ name }: Wan, forwards: readonly PortForward[]) =>
      forwards.some((forward) => forward.wans?.includes(name) ?? true);
    const forwardedOn = (forward: PortForward) => wans.filter((wan) => isForwarded(wan, [forward]));
    const followed = wans.filter(
      (wan) => stickyConnections || isClassified || isForwarded(wan, portForwards),
    );
    const hairpins = portForwards.filter(({ hairpin }) => hairpin);
    const asked = {
      gateway: 7 * wans.length - unmasqueraded + lans.length,
      pins: policies.reduce((all, { to = [], via }) => all + to.length * via.flat().length, 0) + blocked,
      sources: sourceRouting || isClassified ? wans.length : 0,
      notBalanced:
        sourceRouting || isClassified
          ? lans.length +
            sources.length +
            wans.length +
            policies.reduce((all, { to = [] }) => all + to.length, 0) +
            (dns.domains?.length ?? 0) +
            exclude.length +
            (excludePrivate ? 4 : 0)
          : 0,
      classifierRules: isClassified
        ? bySource || routerTraffic === RouterTraffic.FAILOVER
          ? parts
          : 2 * parts
        : 0,
      backups: bySource ? wans.length * (wans.length - 1) : 0,
      // Backups would lead what is blocked out of another WAN.
      blockedInPolicy: bySource ? 2 * (blocked + (dns.domains?.length ?? 0)) : 0,
      repeats: kind === "repeated routes" ? parts - wans.length : 0,
      egressMarks: stickyConnections || isClassified ? wans.length : 0,
      lanRoutingMarks: followed.length,
      lanList: followed.length > 0 ? 1 + lans.filter((lan) => !interfaces.includes(lan.interface)).length : 0,
      managementList: sources.length,
      forwards: portForwards.reduce((sum, forward) => sum + forwardedOn(forward).length, 0),
      ingressMarks: wans.filter((wan) => isForwarded(wan, portForwards)).length,
      hairpins: hairpins.reduce((sum, forward) => sum + forwardedOn(forward).length, 0),
      hairpinMarks: wans.filter((wan) => isForwarded(wan, hairpins)).length,
      hairpinMasquerade: hairpins.length > 0 ? 1 : 0,
      // A domain has a record, a pin and a blackhole.
      dns: 3 * (dns.domains?.length ?? 0) + (dns.allowRemoteRequests === undefined ? 0 : 1),
      dnsGuards: dns.allowRemoteRequests === undefined ? 0 : 4 * wans.length,
    };
    expect([asked, rows.length]).toEqual([
      asked,
      Object.values(asked).reduce((sum, count) => sum + count, 0),
    ]);
  }, anyGateway);
});

/** How many parts the weights come to, without their common divisor. */
function partsOf({ wans }: GatewayDescription): number {
  const divisor = [4, 3, 2].find((n) => wans.every(({ weight }) => weight % n === 0)) ?? 1;
  return wans.reduce((sum, { weight }) => sum + weight, 0) / divisor;
}

test("no two rows share a place or a comment", () => {
  forAnyGateway((_, rows) => {
    expect(new Set(rows.map(({ path }) => path.join("/"))).size).toBe(rows.length);
    const comments = rows.map(({ row }) => row.comment).filter((comment) => comment !== undefined);
    expect(new Set(comments).size).toBe(comments.length);
  });
});

test("every row stands after what it waits for", () => {
  forAnyGateway((_, rows) => {
    const place = new Map<unknown, number>(rows.map((row, i) => [row, i]));
    const tooEarly = rows.filter(({ dependsOn }, i) =>
      dependsOn.some((earlier) => !((place.get(earlier) ?? i) < i)),
    );
    expect(tooEarly).toEqual([]);
  });
});

/** Users that keep their WAN, of which the first has a lease. */
const keptUsersWithLease = anyGateway
  .filter(({ wans }) => wans.length > 1)
  .map((gateway) => ({
    ...gateway,
    wans: gateway.wans.map((wan, i) =>
      i === 0 ? Wan.dhcp({ name: wan.name, interface: wan.interface, weight: wan.weight }) : wan,
    ),
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    healthCheck: HealthCheck.ping(),
    portForwards: [],
    dns: undefined,
    stickyConnections: undefined,
    sourceRouting: undefined,
  }));

test("nothing is wrong with any of them", () => {
  const gateways = fc.oneof(anyGateway, anyMixedGateway, keptUsersWithLease);
  fc.assert(
    fc.property(gateways, (description) => {
      expect(problemsOf(description, "gateway", literals)).toEqual([]);
    }),
    { seed: SEED, numRuns: 3 * GATEWAYS },
  );
});

test("every route waits for the table that it is in", () => {
  forAnyGateway(
    (_, rows) => {
      const tables = new Map(
        rows.filter(({ menu }) => menu === "/routing/table").map((table) => [table.row["name"], table]),
      );
      for (const route of rows.filter(({ menu }) => menu === "/ip/route")) {
        const table = tables.get(route.row["routing-table"] ?? "main");
        expect([route.path, table === undefined || waitedFor(route).has(table)]).toEqual([route.path, true]);
      }
    },
    fc.oneof(anyGateway, anyMixedGateway, keptUsersWithLease),
  );
});

/** All that a row waits for, directly or not. */
function waitedFor({ dependsOn }: Pick<RowSpec, "dependsOn">): ReadonlySet<unknown> {
  const all = new Set<RowSpec>();
  const open = [...dependsOn];
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    if (!all.has(row)) {
      all.add(row);
      open.push(...row.dependsOn);
    }
  }
  return all;
}

test("rules are order-free: in each chain, some matcher tells any two of them apart", () => {
  forAnyGateway((_, rows) => {
    const rules = rows.filter(({ row }) => row.chain !== undefined);
    const clashes = rules.flatMap(({ menu, row: a }, i) =>
      rules
        .slice(i + 1)
        .filter(({ menu: other, row: b }) => other === menu && b.chain === a.chain && !tellApart(a, b))
        .map(({ row: b }) => [a, b]),
    );
    expect(clashes).toEqual([]);
  });
});

test("the reply path of every WAN closes: mark, table, ways out that are the WAN's, checked alike everywhere", () => {
  forAnyGateway(({ wans, healthCheck }, rows) => {
    const all = rows.map(({ row }) => row);
    for (const wan of wans) {
      const mark = all.find((row) => row["in-interface"] === wan.interface && row.chain === "input");
      const routing = all.find(
        (row) => row.chain === "output" && row["connection-mark"] === mark?.["new-connection-mark"],
      );
      const table = all.find((row) => row.fib === true && row.name === routing?.["new-routing-mark"]);
      const routes = all.filter(
        (row) =>
          row["routing-table"] === table?.name && row["dst-address"] === "0.0.0.0/0" && row.distance === 1,
      );
      const client = all.find((row) => row["default-route-tables"] && row.interface === wan.interface);
      if (wan.kind === "dhcp") {
        expect(routes).toEqual([]);
        expect(client?.["default-route-tables"]).toContain(`${table?.name}:1`);
        continue;
      }
      const { targets } = wan.healthCheck ?? healthCheck ?? HealthCheck.ping();
      const hosts = all.filter((row) => row.scope === 10);
      const neighbours = routes.map((route) =>
        targets === undefined
          ? route.gateway
          : hosts.find((host) => host["dst-address"] === `${route.gateway}/32`)?.gateway,
      );
      expect(neighbours).toHaveLength(targets?.length ?? 1);
      for (const neighbour of neighbours) {
        const [address = "", port] = String(neighbour).split("%");
        const isNeighbour =
          wan.kind === "point-to-point"
            ? address === wan.interface
            : contains(prefixOf(wan.address ?? ""), address) && [undefined, wan.interface].includes(port);
        expect([neighbour, isNeighbour]).toEqual([neighbour, true]);
      }
      // An unchecked route would hold a dead WAN's traffic.
      const inMain = all.filter(
        (row) =>
          row["routing-table"] === "main" &&
          routes.some((route) => route.gateway === row.gateway) &&
          row.scope !== 10,
      );
      expect(inMain.length).toBeGreaterThan(0);
      expect(new Set(inMain.map((row) => row["check-gateway"]))).toEqual(
        new Set(routes.map((row) => row["check-gateway"])),
      );
    }
  });
});

test("targets: as many next hops for every WAN of a tier, each bound to its WAN alone and stopped at a blackhole", () => {
  forAnyGateway(({ wans }, rows) => {
    const all = rows.map(({ row }) => row);
    const hosts = all.filter((row) => row.scope === 10);
    const targets = wans.flatMap((wan) => wan.healthCheck?.targets ?? []);
    expect(hosts.map((row) => row["dst-address"]).sort()).toEqual(
      targets.map((target) => `${target}/32`).sort(),
    );
    for (const host of hosts) {
      const blackholes = all.filter(
        (row) => row["dst-address"] === host["dst-address"] && row.blackhole === true,
      );
      expect(blackholes).toEqual([
        expect.objectContaining({ "routing-table": "main", distance: 254, scope: 30 }),
      ]);
    }
  }, anyMixedGateway);
});

test("a design never changes", () => {
  forAnyGateway((_, rows) => {
    for (const placed of rows) {
      expect([placed, placed.row, placed.path, placed.dependsOn].every(Object.isFrozen)).toBe(true);
    }
  });
});
