import fc from "fast-check";
import type { GatewayDescription } from "../../lib";
import {
  type Circumstances,
  type Flow,
  followFlow,
  followReply,
  type Outcome,
  RouterState,
  UNKNOWN,
} from "../../lib/simulator";
import { anyGateway, anyMixedGateway } from "../gateway/arbitrary-gateway";
import { runs } from "../tier";
import { inward, rowsIn, SEED, shares } from "./article";
import { lineOf, rowsOfRunningGateway } from "./given-by-isps";

const SURE = { seed: SEED, numRuns: runs(50, 200) };

/** A gateway, some of its WANs in trouble, and a flow through it, to it or from it. */
const anySituation = fc.oneof(anyGateway, anyMixedGateway).chain((gateway) =>
  fc.record({
    gateway: fc.constant(gateway),
    circumstances: fc.record({
      deadNextHops: fc.subarray(
        gateway.wans.flatMap((wan) => [
          ...[lineOf(wan, gateway).gateway ?? []].flat(),
          ...(wan.healthCheck?.targets ?? []),
        ]),
      ),
      downInterfaces: fc.subarray(gateway.wans.map((wan) => wan.interface)),
    }),
    flow: anyFlow(gateway),
  }),
);

function anyFlow(gateway: GatewayDescription): fc.Arbitrary<Flow> {
  const { lans, wans } = gateway;
  const far = fc.ipV4().filter((address) => /^(?!0|10|127|22[4-9]|23)/.test(address));
  const pinned = fc.integer({ min: 0, max: 255 }).map((last) => `203.0.113.${last}`);
  const ports = fc.record({
    protocol: fc.constantFrom("tcp", "udp"),
    srcPort: fc.integer({ min: 1024, max: 65535 }),
    dstPort: fc.integer({ min: 1, max: 1023 }),
  });
  const ends = fc.oneof(
    ...lans.map((lan) =>
      fc.record({
        inInterface: fc.constant<string | undefined>(lan.interface),
        srcAddress: fc.constant<string | undefined>((lan.address ?? "").replace(/\.1\/\d+$/, ".2")),
        dstAddress: fc.oneof(
          far,
          pinned,
          ...wans.map((wan) => fc.constant(lineOf(wan, gateway).gateway ?? "198.18.0.7")),
        ),
      }),
    ),
    ...wans.map((wan) =>
      fc.record({
        inInterface: fc.constant<string | undefined>(wan.interface),
        srcAddress: far.map((address): string | undefined => address),
        dstAddress: fc.constant(hostOf(lineOf(wan, gateway).address)),
      }),
    ),
    fc.record({
      inInterface: fc.constant(undefined),
      srcAddress: fc.constant(undefined),
      dstAddress: fc.oneof(far, pinned),
    }),
  );
  return fc.tuple(ends, ports).map(([where, what]) => ({ ...what, ...where }));
}

const hostOf = (cidr: string): string => cidr.replace(/\/.*/, "");

/** What becomes of a flow and of the replies to each of its outcomes. */
function everything(
  state: RouterState,
  flow: Flow,
): { there: readonly Outcome[]; back: (readonly Outcome[])[] } {
  const there = followFlow(state, flow);
  return {
    there,
    back: there.flatMap(({ connection }) => (connection ? [followReply(state, connection)] : [])),
  };
}

test("the order of a gateway's rows changes no outcome", () => {
  const withOrder = anySituation.chain((situation) => {
    const rows = rowsOfRunningGateway(situation.gateway);
    const shuffled = Object.entries(rows).map(([menu, list]) =>
      fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [menu, other] as const),
    );
    return fc.record({
      situation: fc.constant(situation),
      rows: fc.constant(rows),
      shuffled: fc.tuple(...shuffled).map((entries) => Object.fromEntries(entries)),
    });
  });
  const sorted = ({ trace, otherTraces, connection: _, ...outcome }: Outcome) => ({
    ...outcome,
    // Sums of the same shares in another order.
    share: outcome.share.toFixed(9),
    rows: new Set([trace, ...otherTraces].flatMap(rowsIn)),
  });
  fc.assert(
    fc.property(withOrder, ({ situation: { circumstances, flow }, rows, shuffled }) => {
      const [before, after] = [rows, shuffled].map((menus) =>
        everything(RouterState.of(menus, circumstances), flow),
      );
      expect(after?.there.map(sorted)).toEqual(before?.there.map(sorted));
      expect(after?.back.map((back) => back.map(sorted))).toEqual(
        before?.back.map((back) => back.map(sorted)),
      );
    }),
    SURE,
  );
});

test("shares add up to 1, traces name rows that exist, and nothing of a gateway's own is left untold", () => {
  fc.assert(
    fc.property(anySituation, ({ gateway, circumstances, flow }) => {
      const rows = rowsOfRunningGateway(gateway);
      const names = new Set(
        Object.entries(rows).flatMap(([menu, list]) =>
          list.map((row) => `${menu} ${(row as { ".id": string })[".id"]}`),
        ),
      );
      const { there, back } = everything(RouterState.of(rows, circumstances), flow);
      for (const outcomes of [there, ...back]) {
        expect(outcomes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const { trace, otherTraces, egress } of outcomes) {
          expect(trace.length).toBeGreaterThan(0);
          expect([trace, ...otherTraces].flatMap(rowsIn).filter((row) => !names.has(row))).toEqual([]);
          expect(egress.kind).not.toBe("unknown");
        }
      }
    }),
    SURE,
  );
});

test("a value that is not known yet never makes a wrong answer: cannot tell, or the same as with the value", () => {
  const withHole = fc.record({ situation: anySituation, row: fc.nat(), property: fc.nat() });
  let [told, all] = [0, 0];
  fc.assert(
    fc.property(withHole, ({ situation: { gateway, circumstances, flow }, row, property }) => {
      const rows = rowsOfRunningGateway(gateway);
      const places = Object.entries(rows).flatMap(([menu, list]) => list.map((_, i) => [menu, i] as const));
      const [menu, position] = places[row % places.length] ?? ["", 0];
      const holed = (rows[menu] ?? []).map((original, i) => {
        const names = Object.keys(original).filter((name) => name !== ".id");
        return i === position ? { ...original, [names[property % names.length] ?? ""]: UNKNOWN } : original;
      });
      const known = followFlow(RouterState.of(rows, circumstances), flow);
      const open = followFlow(RouterState.of({ ...rows, [menu]: holed }, circumstances), flow);
      all += 1;
      if (open.every(({ egress, source }) => egress.kind !== "unknown" && source !== UNKNOWN)) {
        told += 1;
        expect(shares(open)).toEqual(shares(known));
      }
    }),
    { ...SURE, numRuns: SURE.numRuns * 2 },
  );
  // Not by never telling anything.
  expect(told).toBeGreaterThan(all / 4);
});

test("what leaves by a masqueraded WAN has its source, and what came in by a living WAN is answered by it", () => {
  const healthy: Circumstances = {};
  fc.assert(
    fc.property(anySituation, ({ gateway, flow }) => {
      const state = RouterState.of(rowsOfRunningGateway(gateway), healthy);
      for (const { egress, source } of followFlow(state, flow)) {
        const wan = gateway.wans.find(
          (candidate) => egress.kind === "out" && candidate.interface === egress.interface,
        );
        if (wan?.masquerade) {
          expect(source).toBe(hostOf(lineOf(wan, gateway).address));
        }
      }
      for (const wan of gateway.wans.filter(({ disabled }) => !disabled)) {
        const line = lineOf(wan, gateway);
        const host = hostOf(line.address);
        const [outcome, ...others] = followFlow(state, inward(wan.interface, host, "198.18.0.9"));
        expect([outcome?.egress.kind, others]).toEqual(["local", []]);
        if (outcome?.connection === undefined) {
          throw new Error("no connection");
        }
        // Whoever is named on a link with one other end, the packet goes there.
        const ways = Object.keys(shares(followReply(state, outcome.connection))).map((way) =>
          line.gateway === undefined ? way.replace(/ via \S+/, "") : way,
        );
        const via = line.gateway === undefined ? "" : ` via ${line.gateway}`;
        expect(new Set(ways)).toEqual(new Set([`${wan.interface}${via} from ${host}`]));
      }
    }),
    SURE,
  );
});

test("the longest prefix that is usable wins, whatever its distance", () => {
  const route = fc.record({
    length: fc.integer({ min: 0, max: 32 }),
    distance: fc.integer({ min: 1, max: 255 }),
    wan: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(route, { minLength: 1, maxLength: 12 }), fc.subarray([1, 2, 3]), (routes, dead) => {
      const address = "198.51.100.77";
      const state = RouterState.of(
        {
          "/ip/address": [1, 2, 3].map((wan) => ({ address: `10.0.${wan}.2/24`, interface: `wan${wan}` })),
          "/ip/route": routes.map(({ length, distance, wan }) => ({
            "dst-address": networkOf(address, length),
            distance: String(distance),
            gateway: `10.0.${wan}.1`,
            "check-gateway": "ping",
          })),
        },
        { deadNextHops: dead.map((wan) => `10.0.${wan}.1`) },
      );
      const alive = routes.filter(({ wan }) => !dead.includes(wan));
      const longest = Math.max(...alive.map(({ length }) => length));
      const rivals = alive.filter(({ length }) => length === longest);
      const nearest = Math.min(...rivals.map(({ distance }) => distance));
      const expected = new Set(
        rivals.filter(({ distance }) => distance === nearest).map(({ wan }) => `wan${wan}`),
      );
      const flow = { inInterface: "wan1", protocol: "udp", srcAddress: "10.0.1.9", dstAddress: address };
      const ways = followFlow(state, flow).flatMap(({ egress }) =>
        egress.kind === "out" ? [egress.interface] : [],
      );
      expect(new Set(ways)).toEqual(expected);
    }),
    SURE,
  );
});

test("remainders of a classifier that fill its denominator take every flow, each its share", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(
      weights,
      fc.constantFrom("src-address", "both-addresses", "both-addresses-and-ports"),
      (parts, fields) => {
        const sum = parts.reduce((total, part) => total + part, 0);
        const owners = parts.flatMap((part, wan) => Array.from({ length: part }, () => wan + 1));
        const state = RouterState.of({
          "/ip/address": [
            { address: "192.168.0.1/24", interface: "Local" },
            ...parts.map((_, i) => ({ address: `10.0.${i + 1}.2/24`, interface: `wan${i + 1}` })),
          ],
          "/routing/table": parts.map((_, i) => ({ name: `t${i + 1}`, fib: "" })),
          "/ip/route": parts.map((_, i) => ({ gateway: `10.0.${i + 1}.1`, "routing-table": `t${i + 1}` })),
          "/ip/firewall/mangle": owners.map((wan, remainder) => ({
            chain: "prerouting",
            "per-connection-classifier": `${fields}:${sum}/${remainder}`,
            action: "mark-routing",
            "new-routing-mark": `t${wan}`,
            passthrough: "false",
          })),
        });
        const outcomes = followFlow(state, { ...inward("Local", "198.51.100.1"), srcAddress: "192.168.0.9" });
        expect(outcomes).toHaveLength(parts.length);
        for (const { egress, share } of outcomes) {
          const wan = egress.kind === "out" ? Number(egress.interface.slice(3)) : 0;
          expect(share).toBeCloseTo((parts[wan - 1] ?? 0) / sum, 9);
        }
      },
    ),
    SURE,
  );
});

test("classifiers of any denominators split flows as a list of all hashes does", () => {
  const anyRule = fc
    .record({
      denominator: fc.integer({ min: 1, max: 12 }),
      remainder: fc.integer({ min: 0, max: 12 }),
      isNegated: fc.boolean(),
      wan: fc.integer({ min: 1, max: 3 }),
      passthrough: fc.boolean(),
    })
    .map((rule) => ({ ...rule, matches: (hash: number) => hash % rule.denominator === rule.remainder }));
  fc.assert(
    fc.property(fc.array(anyRule, { minLength: 1, maxLength: 8 }), (rules) => {
      const state = RouterState.of({
        "/ip/address": [
          { address: "192.168.0.1/24", interface: "Local" },
          ...[0, 1, 2, 3].map((wan) => ({ address: `10.0.${wan}.2/24`, interface: `wan${wan}` })),
        ],
        "/routing/table": [1, 2, 3].map((wan) => ({ name: `t${wan}`, fib: "" })),
        "/ip/route": [0, 1, 2, 3].map((wan) => ({
          gateway: `10.0.${wan}.1`,
          "routing-table": wan === 0 ? "main" : `t${wan}`,
        })),
        "/ip/firewall/mangle": rules.map(({ denominator, remainder, isNegated, wan, passthrough }) => ({
          chain: "prerouting",
          "per-connection-classifier": `${isNegated ? "!" : ""}both-addresses:${denominator}/${remainder}`,
          action: "mark-routing",
          "new-routing-mark": `t${wan}`,
          passthrough: String(passthrough),
        })),
      });
      const expected = new Map<string, number>();
      for (let hash = 0; hash < ALL_HASHES; hash += 1) {
        let wan = 0;
        for (const rule of rules) {
          if (rule.matches(hash) !== rule.isNegated) {
            wan = rule.wan;
            if (!rule.passthrough) {
              break;
            }
          }
        }
        expected.set(`wan${wan}`, (expected.get(`wan${wan}`) ?? 0) + 1 / ALL_HASHES);
      }
      const outcomes = followFlow(state, { ...inward("Local", "198.51.100.1"), srcAddress: "192.168.0.9" });
      const found = new Map(
        outcomes.map(({ egress, share }) => [egress.kind === "out" ? egress.interface : egress.kind, share]),
      );
      expect(new Set(found.keys())).toEqual(new Set(expected.keys()));
      for (const [wan, share] of found) {
        expect(share).toBeCloseTo(expected.get(wan) ?? 0, 9);
      }
    }),
    SURE,
  );
});

/** The least common multiple of 1 to 12: the remainders of so many hashes in a row repeat themselves. */
const ALL_HASHES = 27_720;

function networkOf(address: string, length: number): string {
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const network = length === 0 ? 0 : Math.floor(number / 2 ** (32 - length)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join(".")}/${length}`;
}
