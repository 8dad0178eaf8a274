import fc from "fast-check";
import { WhileDown } from "../../lib";
import { designGateway, rowsOf } from "../../lib/design/gateway-design";
import type { Placed } from "../../lib/design/placed";
import { problemsOf } from "../../lib/design/validation/problems";
import { contains, prefixOf } from "../../lib/routing/ipv4";
import { anyGateway } from "./arbitrary-gateway";
import { literals } from "./literals";

const SEED = 20130112; // the article's day

/** A placed row, whatever its menu. */
type AnyRow = Omit<Placed, "row"> & { readonly row: Readonly<Record<string, unknown>> };

function forAnyGateway(check: (...args: [Parameters<typeof designGateway>[0], AnyRow[]]) => void) {
  fc.assert(
    fc.property(anyGateway, (description) => {
      expect(problemsOf(description, "gateway", literals)).toEqual([]);
      const rows = rowsOf(designGateway(description, "gateway", literals));
      check(description, rows as unknown as AnyRow[]);
    }),
    { seed: SEED, numRuns: 300 },
  );
}

test("a gateway has 7 rows per WAN, 1 per LAN, and no more than it was asked for", () => {
  forAnyGateway(({ wans, lans, destinationPins = [], pinConnections, dns = {} }, rows) => {
    const unmasqueraded = wans.filter((wan) => !wan.masquerade).length;
    const blocked = destinationPins.filter((pin) => pin.whileDown === WhileDown.BLOCK).length;
    const asked = {
      gateway: 7 * wans.length - unmasqueraded + lans.length,
      pins: destinationPins.length + blocked,
      marks: pinConnections ? 2 * wans.length + lans.length + 1 : 0,
      // A domain has a record, a pin and a blackhole.
      dns: 3 * (dns.domains?.length ?? 0) + (dns.allowRemoteRequests === undefined ? 0 : 1),
      dnsGuards: dns.allowRemoteRequests ? 2 * wans.length : 0,
    };
    expect([asked, rows.length]).toEqual([
      asked,
      Object.values(asked).reduce((sum, count) => sum + count, 0),
    ]);
  });
});

test("no two rows share a place or a comment", () => {
  forAnyGateway((_, rows) => {
    expect(new Set(rows.map(({ path }) => path.join("/"))).size).toBe(rows.length);
    const comments = rows.map(({ row }) => row.comment).filter((comment) => comment !== undefined);
    expect(new Set(comments).size).toBe(comments.length);
  });
});

test("every row stands after what it waits for", () => {
  forAnyGateway((_, rows) => {
    rows.forEach(({ after }, i) => {
      for (const earlier of after) {
        expect(rows.slice(0, i)).toContain(earlier);
      }
    });
  });
});

test("rules are order-free: in each chain, some matcher tells any two of them apart", () => {
  forAnyGateway((_, rows) => {
    const rules = rows.filter(({ row }) => row.chain !== undefined);
    for (const [i, { menu, row: a }] of rules.entries()) {
      const sameChain = rules.slice(i + 1).filter((rule) => rule.menu === menu && rule.row.chain === a.chain);
      for (const { row: b } of sameChain) {
        const exclusive = ["in-interface", "out-interface", "connection-mark", "protocol"].some(
          (matcher) => a[matcher] !== undefined && b[matcher] !== undefined && a[matcher] !== b[matcher],
        );
        expect([a, b, exclusive]).toEqual([a, b, true]);
      }
    }
  });
});

test("the reply path of every WAN closes: mark, table, route, gateway in the WAN's network", () => {
  forAnyGateway(({ wans }, rows) => {
    const all = rows.map(({ row }) => row);
    for (const wan of wans) {
      const mark = all.find((row) => row["in-interface"] === wan.interface && row.chain === "input");
      const routing = all.find(
        (row) => row.chain === "output" && row["connection-mark"] === mark?.["new-connection-mark"],
      );
      const table = all.find((row) => row.fib === true && row.name === routing?.["new-routing-mark"]);
      const routes = all.filter((row) => row["routing-table"] === table?.name);
      expect(routes).toHaveLength(1);
      expect(contains(prefixOf(wan.address ?? ""), String(routes[0]?.gateway))).toBe(true);
      const inMain = all.filter(
        (row) => row["routing-table"] === "main" && row.gateway === routes[0]?.gateway,
      );
      // An unchecked route would hold a dead WAN's traffic.
      expect(new Set(inMain.map((row) => row["check-gateway"]))).toEqual(
        new Set([routes[0]?.["check-gateway"]]),
      );
    }
  });
});

test("a design never changes", () => {
  forAnyGateway((_, rows) => {
    for (const placed of rows) {
      expect([placed, placed.row, placed.path, placed.after].every(Object.isFrozen)).toBe(true);
    }
  });
});
