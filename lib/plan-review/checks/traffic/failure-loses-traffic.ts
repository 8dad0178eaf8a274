import type { Outcome } from "../../../simulator";
import { isFullShare, isLargerShare, isNoShare } from "../../../simulator/packets/share-comparison";
import type { ChangeCheck, RouterAnalysis } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import type { RouterChange } from "../../model/router-change";
import { distributionText, lossText, partText } from "../../text/distribution-text";
import { downText } from "../../text/down-text";
import { listedUpTo } from "../../text/list-text";
import { type Distribution, REFUSING } from "../../traffic/distribution";
import type { FailureCase } from "../../traffic/failure-matrix";
import type { Origin } from "../../traffic/origin";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";
import { wansOf } from "../../traffic/wans";

/** Connections that are lost while a WAN is down, although another one is up. */
export const failureLosesTraffic: ChangeCheck = (analysis) => {
  const { change, failures } = analysis;
  const usable = wansOf(change.after).filter(({ gateways }) => gateways.length > 0);
  // A router without any WAN cannot lose one.
  if (usable.length === 0) {
    return [];
  }
  const [{ cases } = { cases: [] }] = failures.origins;
  return cases.flatMap((first, row) => {
    const isLast = usable.every((wan) => first.down.includes(wan.interface));
    return isLast ? lastWan(first, change.names) : lossesIn(row, analysis);
  });
};

/** With all WANs down, everything is lost; that is a finding only where another WAN took over before. */
function lastWan({ down, before, after }: FailureCase, names: InterfaceNames): readonly Finding[] {
  return after === undefined || before === undefined || isFullShare(before.lost)
    ? []
    : [
        {
          id: "failure-loses-traffic",
          severity: "warning",
          verdict: "fail",
          subject: down.join(" "),
          resources: [],
          message: `After the apply, no other WAN takes over when ${downText(down, names)} down.`,
          before: distributionText(before, names),
          after: distributionText(after, names),
          remediation: "Keep another WAN, at least as a backup.",
        },
      ];
}

/** Origins that lose the same in a row of the failure matrix. */
interface Loss {
  readonly origins: Origin[];
  readonly case: FailureCase;
}

/** What each origin loses in a row of the failure matrix; one finding for all that lose the same. */
function lossesIn(row: number, { failures, shares, change }: RouterAnalysis): readonly Finding[] {
  const { names } = change;
  const [first] = failures.origins;
  const losses = new Map<string, Loss>();
  const lostAnyway = new Map(shares.map(({ origin, after }) => [origin, after?.lost ?? 0]));
  for (const { origin, cases } of failures.origins) {
    const each = cases[row];
    const usual = lostAnyway.get(origin) ?? 0;
    // What is lost while every WAN is up is another finding's business.
    if (each?.after === undefined || isNoShare(each.after.lost) || !isLargerShare(each.after.lost, usual)) {
      continue;
    }
    if (origin.kind === "class" && isMeant(each.after, change)) {
      continue;
    }
    const key = JSON.stringify([sideText(each.before, names), sideText(each.after, names)]);
    const loss = losses.get(key) ?? { origins: [], case: each };
    losses.set(key, loss);
    loss.origins.push(origin);
  }
  return [...losses.values()].flatMap((loss) => {
    const [one] = loss.origins;
    const ofOthers = one === undefined || one === first?.origin ? "" : ` ${one.id}`;
    return lossOf(loss, `${loss.case.down.join(" ")}${ofOthers}`, names);
  });
}

/** Whether rules name connections and leave them no other way: that is their purpose. */
function isMeant({ lossCauses, outcomes }: Distribution, { after }: RouterChange): boolean {
  const isBound = ({ trace }: Outcome): boolean =>
    resourcesOnTrace(trace, "/routing/rule").some(
      (id) => after.row(id)?.properties["action"] === "lookup-only-in-table",
    );
  return lossCauses.every((cause) => REFUSING.has(cause)) || lostOf(outcomes).every(isBound);
}

/** How many origins a sentence names. */
const MOST_ORIGINS = 4;

function lossOf(
  { origins, case: { down, before, after } }: Loss,
  subject: string,
  names: InterfaceNames,
): readonly Finding[] {
  if (after === undefined) {
    return [];
  }
  const lostBefore = before?.lost ?? 0;
  const isWorse = isLargerShare(after.lost, lostBefore);
  const since = isNoShare(lostBefore) ? {} : ({ since: isWorse ? "worse" : "existing" } as const);
  const from = listedUpTo(
    MOST_ORIGINS,
    origins.map(({ name }) => name),
  );
  return [
    {
      id: "failure-loses-traffic",
      severity: isWorse ? "error" : "warning",
      verdict: "fail",
      ...since,
      subject,
      resources: routesOfLost(after.outcomes),
      message: `When ${downText(down, names)} down, ${partText(after.lost, `new connections from ${from}`)} are lost (${lossText(after.lossCauses)})${isWorse ? "" : ", as before"}.`,
      before: sideText(before, names),
      after: sideText(after, names),
      remediation:
        "Add a gateway check to every route that shares or takes over traffic, or add a route that takes over.",
    },
  ];
}

function sideText(side: FailureCase["before"], names: InterfaceNames): string {
  return side === undefined ? "not known" : distributionText(side, names);
}

/** The routes that still carry what is lost. */
function routesOfLost(outcomes: readonly Outcome[]): readonly string[] {
  return [...new Set(lostOf(outcomes).flatMap(({ trace }) => resourcesOnTrace(trace, "/ip/route")))];
}

function lostOf(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter(({ egress }) => egress.kind !== "local" && !(egress.kind === "out" && egress.alive));
}
