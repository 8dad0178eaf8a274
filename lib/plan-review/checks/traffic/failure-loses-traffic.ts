import type { Outcome } from "../../../simulator";
import { isFullShare, isLargerShare, isNoShare } from "../../../simulator/packets/share-comparison";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import { distributionText, lossText, partText } from "../../text/distribution-text";
import { listed } from "../../text/list-text";
import type { FailureCase } from "../../traffic/failure-matrix";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";
import { wansOf } from "../../traffic/wans";

/** Connections that are lost while a WAN is down, although another one is up. */
export const failureLosesTraffic: ChangeCheck = ({ change, failures: { cases, origin } }) => {
  const { names } = change;
  const usable = wansOf(change.after).filter(({ gateways }) => gateways.length > 0);
  // A router without any WAN cannot lose one.
  return usable.length === 0
    ? []
    : cases.flatMap((each) => {
        const isLast = usable.every((wan) => each.down.includes(wan.interface));
        return isLast ? lastWan(each, names) : lossIn(each, origin.name, names);
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
          message: `After the apply, no other WAN takes over when ${whileDown(down, names)} down.`,
          before: distributionText(before, names),
          after: distributionText(after, names),
          remediation: "Keep another WAN, at least as a backup.",
        },
      ];
}

function lossIn(
  { down, before, after }: FailureCase,
  origin: string,
  names: InterfaceNames,
): readonly Finding[] {
  if (after === undefined || isNoShare(after.lost)) {
    return [];
  }
  const lostBefore = before?.lost ?? 0;
  const isWorse = isLargerShare(after.lost, lostBefore);
  const since = isNoShare(lostBefore) ? {} : ({ since: isWorse ? "worse" : "existing" } as const);
  const part = partText(after.lost, `new connections from ${origin}`);
  return [
    {
      id: "failure-loses-traffic",
      severity: isWorse ? "error" : "warning",
      verdict: "fail",
      ...since,
      subject: down.join(" "),
      resources: routesOfLost(after.outcomes),
      message: `When ${whileDown(down, names)} down, ${part} are lost (${lossText(after.lossCauses)})${isWorse ? "" : ", as before"}.`,
      before: before === undefined ? "not known" : distributionText(before, names),
      after: distributionText(after, names),
      remediation:
        "Add a gateway check to every route that shares or takes over traffic, or add a route that takes over.",
    },
  ];
}

function whileDown(down: readonly string[], names: InterfaceNames): string {
  return `${listed(down.map((wan) => names.of(wan)))} ${down.length === 1 ? "is" : "are"}`;
}

/** The routes that still carry what is lost. */
function routesOfLost(outcomes: readonly Outcome[]): readonly string[] {
  const lost = outcomes.filter(
    ({ egress }) => egress.kind !== "local" && !(egress.kind === "out" && egress.alive),
  );
  return [...new Set(lost.flatMap(({ trace }) => resourcesOnTrace(trace, "/ip/route")))];
}
