import type { Outcome } from "../../routing";
import { formatDistribution, formatShare } from "../traffic/distribution";
import type { FailureCase } from "../traffic/failures";
import type { ChangeFamily } from "./family";
import type { Claim } from "./finding";

/** Connections that are lost while a WAN is down, although another one is up. */
export const failures: ChangeFamily = ({ failures: { cases, origin } }) =>
  cases.flatMap((each) => lossIn(each, origin.name));

function lossIn({ down, before, after }: FailureCase, origin: string): readonly Claim[] {
  if (after === undefined || after.lost < 1e-9) {
    return [];
  }
  const isWorse = after.lost > (before?.lost ?? 0) + 1e-9;
  return [
    {
      id: "failure-loses-traffic",
      severity: isWorse ? "error" : "warning",
      verdict: "broken",
      subject: down.join(" "),
      resources: blamed(after.outcomes),
      sentence: `With ${down.join(" and ")} down, ${formatShare(after.lost)} of the new connections of ${origin} are lost (${after.lostHow.join(", ")})${isWorse ? "" : ", as before"}.`,
      before: before === undefined ? "nothing" : formatDistribution(before),
      after: formatDistribution(after),
      advice:
        "Check the gateways of all routes that share or take over traffic, or add a route that takes over.",
    },
  ];
}

/** The routes that still carry what is lost. */
function blamed(outcomes: readonly Outcome[]): readonly string[] {
  const lost = outcomes.filter(({ way }) => way.kind !== "local" && !(way.kind === "out" && way.alive));
  return [
    ...new Set(
      lost.flatMap(({ trace }) =>
        trace.flatMap(({ rows }) => rows.filter(({ menu }) => menu === "/ip/route").map(({ id }) => id)),
      ),
    ),
  ];
}
