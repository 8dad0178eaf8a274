import { type ReportedFinding, type RouterReport, readPlan, review } from "../../lib/plan-review";
import { InterfaceNames } from "../../lib/plan-review/model/interface-names";
import { distributionText } from "../../lib/plan-review/text/distribution-text";
import { type Distribution, distributionOf } from "../../lib/plan-review/traffic/distribution";
import { CannotTell, formatImmediate, type ImmediateGateway, RouterState } from "../../lib/simulator";
import { isFullShare, isLargerShare } from "../../lib/simulator/packets/share-comparison";
import { type Dangers, dangersOf, isAnswered, isKept, type Session, sessionOf } from "./dangers-of-rows";
import { OwnRows, type RowsByMenu, stateOf } from "./rows-on-router";

/** An apply that did what it was to do, and what stood on the router meanwhile. */
export interface WatchedApply {
  readonly planJson: string;
  readonly before: RowsByMenu;
  /** After each write; nothing where nobody could watch. The last is `after`. */
  readonly moments: readonly RowsByMenu[];
  readonly after: RowsByMenu;
}

/** Where Terraform is said to run: in the article's LAN. */
const OPERATOR = "192.168.0.50";

/**
 * Asserts that the review of a plan is what its apply then did, as `lib/simulator` judges the rows that really stood on the
 * router: before it, after each of its writes, and after it. What the review says nothing about, or cannot tell, nothing
 * can contradict.
 */
export function expectAsReviewed({ planJson, before, moments, after }: WatchedApply): void {
  const { routers } = review([readPlan(planJson, "plan.json")], { operator: OPERATOR });
  const own = new OwnRows(before, planJson);
  for (const report of routers) {
    if (!report.isChanged) {
      // Of rows that no plan touches the provider may miss a part: see docs/troubleshooting.md.
      expect(own.among(after)).toEqual(own.among(before));
      continue;
    }
    const happened = new Happened(
      report,
      stateOf(own.among(before)),
      moments.map((rows) => stateOf(own.among(rows))),
      stateOf(own.among(after)),
    );
    happened.expectShares();
    happened.expectFailures();
    happened.expectReplies();
    happened.expectTransientFaults();
  }
}

/** What the review says of a router beside what happened there. */
class Happened {
  private readonly gateways = new Map<string, Map<string, ImmediateGateway>>();
  private readonly session: Session | undefined;

  public constructor(
    private readonly report: RouterReport,
    private readonly before: RouterState,
    private readonly moments: readonly RouterState[],
    private readonly after: RouterState,
  ) {
    this.session = sessionOf(OPERATOR, before, after);
    for (const [port, hop] of [...defaultHops(before), ...defaultHops(after)]) {
      const known = this.gateways.get(port) ?? new Map<string, ImmediateGateway>();
      this.gateways.set(port, known.set(formatImmediate(hop), hop));
    }
  }

  public expectShares(): void {
    for (const { origin, ...stated } of this.report.shares) {
      for (const side of ["before", "after"] as const) {
        expectSame(`${origin.name} ${side}`, stated[side], () => distributionOf(this[side], origin.flow));
      }
    }
  }

  public expectFailures(): void {
    for (const { origin, cases } of this.report.failures.origins) {
      for (const { down, ...stated } of cases) {
        for (const side of ["before", "after"] as const) {
          expectSame(`${origin.name} ${side} with ${down} down`, stated[side], () =>
            distributionOf(this.withDown(this[side], down), origin.flow),
          );
        }
      }
    }
  }

  /** The reply path of each WAN and the operator's own, where the review says how it is. */
  public expectReplies(): void {
    const stated = this.report.findings.filter(
      ({ id, since, verdict }) =>
        ["reply-path", "operator-path"].includes(id) && since !== "resolved" && verdict !== "unknown",
    );
    const isRight = ({ id, subject }: ReportedFinding): boolean =>
      id === "operator-path"
        ? this.session !== undefined && isKept(this.after, this.session)
        : this.returns(subject);
    const real = stated.map((finding) => [finding.id, finding.subject, isRight(finding) ? "pass" : "fail"]);
    expect(real).toEqual(stated.map(({ id, subject, verdict }) => [id, subject, verdict]));
  }

  /** No transient fault occurred that the review did not announce, and each that every order has did occur. */
  public expectTransientFaults(): void {
    if (this.moments.length === 0) {
      return;
    }
    const { origins, findings } = this.report;
    const of = (state: RouterState): Dangers => dangersOf(state, origins, this.session);
    const [before, after] = [of(this.before), of(this.after)];
    const opened = new Set(
      this.moments.flatMap((state) =>
        [...of(state)].flatMap(([key, extent]) => {
          const usual = Math.max(before.get(key) ?? 0, after.get(key) ?? 0);
          return isLargerShare(extent, usual) ? [key] : [];
        }),
      ),
    );
    const faults = findings.filter(({ id }) => id.startsWith("transient-"));
    const announced = faults.map(keyOf);
    expect([...opened].filter((key) => !announced.includes(key))).toEqual([]);
    const sure = faults.filter(
      ({ reason }) => reason?.kind === "transient-fault" && reason.fault.isInEveryOrder,
    );
    expect(sure.map(keyOf).filter((key) => !opened.has(key))).toEqual([]);
  }

  private returns(port: string): boolean {
    const [flow] = this.report.origins.map((origin) => origin.flow);
    const own = this.after.addresses.own.find((each) => each.interface === port);
    return own !== undefined && isAnswered(this.after, port, flow?.dstAddress ?? "", String(own.address), 22);
  }

  /** A router while the gateways of some interfaces answer nobody; where the interface is the gateway, it is down. */
  private withDown({ router }: RouterState, ports: readonly string[]): RouterState {
    const hops = ports.flatMap((port) => [...(this.gateways.get(port)?.values() ?? [])]);
    return new RouterState(router, {
      deadNextHops: hops.filter(({ address }) => address !== undefined).map(formatImmediate),
      downInterfaces: hops.filter(({ address }) => address === undefined).map((hop) => hop.interface),
    });
  }
}

/** The next hops of a router's default routes, in any table. */
function defaultHops({ rib }: RouterState): [port: string, hop: ImmediateGateway][] {
  return rib.reached.flatMap(({ route: { destination, connected }, reachability }) =>
    typeof destination === "object" &&
    destination.length === 0 &&
    !connected &&
    !(reachability instanceof CannotTell) &&
    reachability.reachable
      ? reachability.immediate.map((hop): [string, ImmediateGateway] => [hop.interface, hop])
      : [],
  );
}

/** A distribution of the report's beside the real one; a side of which the plan knows no row is in no report. */
function expectSame(what: string, stated: Distribution | undefined, real: () => Distribution): void {
  if (stated !== undefined && stated.unknown.length === 0) {
    expect([what, inWords(real())]).toEqual([what, inWords(stated)]);
  }
}

const NO_NAMES = new InterfaceNames([]);

/** Where all is lost it is lost however: settings that no destroy takes back drop what has no route either. */
function inWords(distribution: Distribution): string {
  return isFullShare(distribution.lost) ? "all lost" : distributionText(distribution, NO_NAMES);
}

function keyOf({ id, subject }: ReportedFinding): string {
  return `${id} ${subject}`;
}
