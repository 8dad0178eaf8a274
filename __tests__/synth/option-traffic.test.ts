import { Otherwise, type Wan } from "../../lib";
import {
  type Circumstances,
  type Flow,
  followFlow,
  followReply,
  type Outcome,
  RouterState,
} from "../../lib/simulator";
import { inward, OUTWARD } from "../simulator/article";
import { lineOf } from "../simulator/given-by-isps";
import { IS_ALL } from "../tier";
import { PINNED, SERVER } from "./option-pairs";
import { type Case, IN_PAIRS, IN_TRIPLES, routerRowsOf, rowsCase } from "./pair-cases";

/** A gateway on its router; a disabled one carries nothing, so all are enabled. */
interface Site extends Case {
  readonly rows: Readonly<Record<string, object[]>>;
  readonly state: RouterState;
}

/** Where packets go is for three options together to say: `npm run test:all` has them so. */
const SITES: readonly Site[] = (IS_ALL ? IN_TRIPLES : IN_PAIRS).map((choice) => {
  const one = rowsCase({ ...choice, disabled: "false" });
  const rows = withOthers(routerRowsOf(one), one);
  return { ...one, rows, state: RouterState.of(rows) };
});

/** What is somebody else's: the list that the gateway is told to use, and the other gateway beside one with a table of its own. */
function withOthers(rows: Site["rows"], { props: { lanList, lans, routingTable } }: Case): Site["rows"] {
  const list = {
    "/interface/list": [{ name: lanList }],
    "/interface/list/member": lans.map(({ interface: port }) => ({ list: lanList, interface: port })),
  };
  // The router's own packets are looked up in main before any mark.
  const other = {
    "/ip/address": [...(rows["/ip/address"] ?? []), { address: "10.99.0.2/24", interface: "ether8" }],
    "/ip/route": [...(rows["/ip/route"] ?? []), { gateway: "10.99.0.1" }],
  };
  return { ...rows, ...(lanList === undefined ? {} : list), ...(routingTable === undefined ? {} : other) };
}

/** Fails with the sites, and in each with what is wrong there. */
function forEachSite(faults: (site: Site) => readonly string[]): void {
  const found = SITES.map((site) => [site.name, faults(site)] as const);
  expect(Object.fromEntries(found.filter(([, some]) => some.length > 0))).toEqual({});
}

const enabled = ({ props }: Case): Wan[] => props.wans.filter(({ disabled }) => !disabled);
const hostOf = (cidr: string): string => cidr.replace(/\/.*/, "");

/** A connection from each LAN to a host on the Internet. */
function outward({ props }: Case, dstAddress = OUTWARD.dstAddress): Flow[] {
  return props.lans.flatMap(({ interface: inInterface, address }) =>
    address === undefined
      ? []
      : { ...OUTWARD, inInterface, srcAddress: address.replace(/\.1\/24$/, ".9"), dstAddress },
  );
}

/** The shares of flows by the interface that they leave by; what does not leave, by what becomes of it. */
function leaving(outcomes: readonly Outcome[]): Record<string, number> {
  const shares = new Map<string, number>();
  for (const { egress, share } of outcomes) {
    const where = egress.kind === "out" ? `${egress.interface}${egress.alive ? "" : ", dead"}` : egress.kind;
    shares.set(where, (shares.get(where) ?? 0) + share);
  }
  return rounded(shares);
}

const rounded = (shares: Iterable<readonly [string, number]>): Record<string, number> =>
  Object.fromEntries([...shares].map(([name, share]) => [name, Number(share.toFixed(6))] as const).sort());

const isClassified = ({ choice }: Case): boolean => choice["balancing"]?.startsWith("by ") === true;

/** The shares that WANs have by their weights. */
function byWeight(wans: readonly Wan[]): Record<string, number> {
  const sum = wans.reduce((all, { weight }) => all + weight, 0);
  return rounded(wans.map((wan) => [wan.interface, wan.weight / sum] as const));
}

/** The shares that table main gives: equal in the lowest tier, or the first WAN alone. */
function byMain(wans: readonly Wan[], { choice }: Case): Record<string, number> {
  const tier = inLowestTier(wans);
  const carrying = choice["routerTraffic"] === "failover" ? tier.slice(0, 1) : tier;
  return rounded(carrying.map((wan) => [wan.interface, 1 / carrying.length] as const));
}

function inLowestTier(wans: readonly Wan[]): Wan[] {
  const lowest = Math.min(...wans.map(({ tier }) => tier));
  return wans.filter(({ tier }) => tier === lowest);
}

const equals = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a classifier chooses for what comes in by an interface. */
const isBalanced = (site: Site, inInterface: string | undefined): boolean =>
  isClassified(site) && !(site.props.management?.interfaces ?? []).includes(inInterface ?? "");

test("new connections are shared among the enabled WANs of the lowest tier, by weight under a classifier", () => {
  forEachSite((site) => {
    const wans = enabled(site);
    return outward(site).flatMap((flow) => {
      const wanted = isBalanced(site, flow.inInterface) ? byWeight(inLowestTier(wans)) : byMain(wans, site);
      const found = leaving(followFlow(site.state, flow));
      return equals(found, wanted) ? [] : [`${flow.inInterface}: ${JSON.stringify({ found, wanted })}`];
    });
  });
});

/** A translated connection, or one that is not to be, whose answers come back to the LAN. */
function isSound(outcome: Outcome, site: Site, state: RouterState, flow: Flow): boolean {
  const { egress, source, connection } = outcome;
  const wan = site.props.wans.find((one) => egress.kind === "out" && one.interface === egress.interface);
  if (wan === undefined || connection === undefined) {
    return false;
  }
  const wanted = wan.masquerade ? hostOf(lineOf(wan, site.props).address) : flow.srcAddress;
  return (
    source === wanted && equals(leaving(followReply(state, connection)), { [flow.inInterface ?? ""]: 1 })
  );
}

test("each leaves with the source of its WAN, where that is masqueraded, and its answers come back", () => {
  forEachSite((site) =>
    outward(site).flatMap((flow) =>
      followFlow(site.state, flow).every((outcome) => isSound(outcome, site, site.state, flow))
        ? []
        : [`${flow.inInterface}`],
    ),
  );
});

/** The ways in which a router sees that a WAN is down, by the WAN's own check. */
function downs(wan: Wan, { props }: Case): Circumstances[] {
  const { targets, _checkGateway: check } = wan.healthCheck ?? props.healthCheck ?? { _checkGateway: "ping" };
  const { gateway } = lineOf(wan, props);
  return [
    { downInterfaces: [wan.interface] },
    ...(targets !== undefined ? [{ deadNextHops: targets }] : []),
    ...(targets === undefined && check !== "none" && gateway !== undefined && wan.kind !== "point-to-point"
      ? [{ deadNextHops: [gateway] }]
      : []),
  ];
}

/** Under a classifier: the WANs that have a share anyway, and those of the lowest tier that is left. */
function mayCarry(left: readonly Wan[], site: Site): Wan[] {
  const sharing = inLowestTier(enabled(site)).filter((wan) => left.includes(wan));
  // Nobody's backup is a DHCP client's WAN, as long as there is another.
  const backups = left.filter(({ kind }) => kind !== "dhcp");
  const bySource = site.choice["balancing"] === "by source address" && backups.length > 0;
  return [...sharing, ...inLowestTier(bySource ? backups : left)];
}

test("with a WAN down the others carry everything, those of the lowest tier that lives before the rest", () => {
  forEachSite((site) =>
    enabled(site).flatMap((down) => {
      const left = enabled(site).filter((wan) => wan !== down);
      return downs(down, site).flatMap((circumstances) => {
        const state = RouterState.of(site.rows, circumstances);
        return outward(site).flatMap((flow) => {
          const outcomes = followFlow(state, flow);
          const found = leaving(outcomes);
          const isRight = isBalanced(site, flow.inInterface)
            ? Object.keys(found).every((name) => mayCarry(left, site).some((wan) => wan.interface === name))
            : equals(found, byMain(left, site));
          return isRight && outcomes.every((outcome) => isSound(outcome, site, state, flow))
            ? []
            : [`${flow.inInterface} with ${JSON.stringify(circumstances)}: ${JSON.stringify(found)}`];
        });
      });
    }),
  );
});

test("what comes in by a WAN is answered by it: at the router, and at the host that its port is forwarded to", () => {
  forEachSite((site) =>
    enabled(site).flatMap((wan) => {
      const address = hostOf(lineOf(wan, site.props).address);
      const isForwarded = (site.props.portForwards ?? []).some(
        ({ wans }) => wans?.includes(wan.name) ?? true,
      );
      return [22, ...(isForwarded ? [443] : [])].flatMap((dstPort) => {
        const flow = { ...inward(wan.interface, address, "198.18.7.9"), dstPort };
        const [outcome, ...others] = followFlow(site.state, flow);
        const arrived = dstPort === 443 ? outcome?.destination === SERVER : outcome?.egress.kind === "local";
        const answers = outcome?.connection && followReply(site.state, outcome.connection);
        const isRight =
          others.length === 0 &&
          arrived &&
          answers !== undefined &&
          equals(leaving(answers), { [wan.interface]: 1 }) &&
          answers.every(({ source }) => source === address);
        return isRight
          ? []
          : [`${wan.interface}, port ${dstPort}: ${JSON.stringify(answers?.map(({ egress }) => egress))}`];
      });
    }),
  );
});

test("a pinned destination leaves by its WAN alone; while that is down or disabled it is balanced or blocked, as asked", () => {
  forEachSite((site) => {
    const pin = site.props.policies?.[0];
    const wan = site.props.wans.find(({ name }) => name === pin?.via[0]?.[0]);
    if (pin === undefined || wan === undefined) {
      return [];
    }
    const isBlocked = pin.otherwise === Otherwise.BLOCK;
    const goes = (state: RouterState) =>
      outward(site, PINNED).map((flow) => leaving(followFlow(state, flow)));
    const isGone = (shares: Record<string, number>) =>
      isBlocked
        ? equals(shares, { blackhole: 1 })
        : Object.keys(shares).every((name) =>
            enabled(site).some((other) => other !== wan && other.interface === name),
          );
    return [
      ...goes(site.state).filter((shares) =>
        wan.disabled ? !isGone(shares) : !equals(shares, { [wan.interface]: 1 }),
      ),
      ...downs(wan, site).flatMap((down) =>
        goes(RouterState.of(site.rows, down)).filter((shares) => !isGone(shares)),
      ),
    ].map((shares) => JSON.stringify(shares));
  });
});

test("a probe target is asked through its own WAN alone, by the router and from the LANs", () => {
  forEachSite((site) =>
    enabled(site).flatMap((wan) =>
      (wan.healthCheck?.targets ?? []).flatMap((target) =>
        [{ protocol: "icmp", dstAddress: target }, ...outward(site, target)].flatMap((flow) => {
          const found = leaving(followFlow(site.state, flow));
          return equals(found, { [wan.interface]: 1 }) ? [] : [`${target}: ${JSON.stringify(found)}`];
        }),
      ),
    ),
  );
});

test("what a program of the router sends from a WAN's address leaves by the WAN, where that is asked for", () => {
  forEachSite((site) =>
    enabled(site)
      .filter(({ kind }) => kind === "static" && (site.props.sourceRouting === true || isClassified(site)))
      .flatMap((wan) => {
        const srcAddress = hostOf(wan.address ?? "");
        const flow = { protocol: "udp", srcAddress, dstAddress: OUTWARD.dstAddress };
        const found = leaving(followFlow(site.state, flow));
        return equals(found, { [wan.interface]: 1 }) ? [] : [`${wan.interface}: ${JSON.stringify(found)}`];
      }),
  );
});

test("the order of rules and routes changes nothing", () => {
  forEachSite((site) => {
    // Only routing rules have an order, which the gateway keeps.
    const reversed = Object.entries(site.rows).map(([menu, rows]) => [
      menu,
      menu === "/routing/rule" ? rows : [...rows].reverse(),
    ]);
    const other = RouterState.of(Object.fromEntries(reversed));
    const flows = [
      ...outward(site),
      ...outward(site, PINNED),
      ...enabled(site).flatMap((wan) => {
        const flow = inward(wan.interface, hostOf(lineOf(wan, site.props).address));
        return [flow, { ...flow, dstPort: 443 }];
      }),
    ];
    const of = (state: RouterState, flow: Flow) =>
      followFlow(state, flow).flatMap((outcome) => [
        leaving([outcome]),
        outcome.source,
        outcome.destination,
        outcome.connectionMark,
        outcome.connection === undefined ? undefined : leaving(followReply(state, outcome.connection)),
      ]);
    const sorted = (outcomes: unknown[]) => outcomes.map((one) => JSON.stringify(one)).sort();
    return flows
      .filter((flow) => !equals(sorted(of(site.state, flow)), sorted(of(other, flow))))
      .map((flow) => JSON.stringify(flow));
  });
});
