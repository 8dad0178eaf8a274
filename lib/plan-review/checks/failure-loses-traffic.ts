import type { Outcome } from "../../simulator";
import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { formatDistribution, formatPart } from "../traffic/distribution";
import type { FailureCase } from "../traffic/failure-matrix";
import { wansOf } from "../traffic/wans";

/** Connections that are lost while a WAN is down, although another one is up. */
export const failureLosesTraffic: ChangeCheck = ({ change, failures: { cases, origin } }) => {
  const left = wansOf(change.after).filter(({ gateways }) => gateways.length > 0);
  // Who has no WAN at all misses none of them.
  return left.length === 0
    ? []
    : cases.flatMap((each) => {
        const isLast = left.every((wan) => each.down.includes(wan.interface));
        return isLast ? lastWan(each) : lossIn(each, origin.name);
      });
};

/** With all WANs down nobody expects anything; but a router that had another one before has none to fall back to now. */
function lastWan({ down, before, after }: FailureCase): readonly Finding[] {
  return after === undefined || before === undefined || before.lost > 1 - 1e-9
    ? []
    : [
        {
          id: "failure-loses-traffic",
          severity: "warning",
          verdict: "fail",
          subject: down.join(" "),
          resources: [],
          message: `After the apply nothing takes over for ${down.join(" and ")}.`,
          before: formatDistribution(before),
          after: formatDistribution(after),
          remediation: "Keep another WAN, if only in reserve.",
        },
      ];
}

function lossIn({ down, before, after }: FailureCase, origin: string): readonly Finding[] {
  if (after === undefined || after.lost < 1e-9) {
    return [];
  }
  const isWorse = after.lost > (before?.lost ?? 0) + 1e-9;
  return [
    {
      id: "failure-loses-traffic",
      severity: isWorse ? "error" : "warning",
      verdict: "fail",
      subject: down.join(" "),
      resources: blamed(after.outcomes),
      message: `With ${down.join(" and ")} down, ${formatPart(after.lost, `new connections of ${origin}`)} are lost (${after.lostHow.join(", ")})${isWorse ? "" : ", as before"}.`,
      before: before === undefined ? "not known" : formatDistribution(before),
      after: formatDistribution(after),
      remediation:
        "Check the gateways of all routes that share or take over traffic, or add a route that takes over.",
    },
  ];
}

/** The routes that still carry what is lost. */
function blamed(outcomes: readonly Outcome[]): readonly string[] {
  const lost = outcomes.filter(
    ({ egress }) => egress.kind !== "local" && !(egress.kind === "out" && egress.alive),
  );
  return [
    ...new Set(
      lost.flatMap(({ trace }) =>
        trace.flatMap(({ rows }) => rows.filter(({ menu }) => menu === "/ip/route").map(({ id }) => id)),
      ),
    ),
  ];
}
