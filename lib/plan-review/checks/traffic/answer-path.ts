import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { partText } from "../../text/distribution-text";
import { whenDown } from "../../text/down-text";
import { egressText } from "../../text/egress-text";
import { ALL_UP, type FailureRow, stateIn } from "../../traffic/failure-rows";
import { followedOnce } from "../../traffic/followed-once";
import { type LostAnswers, lostAnswers } from "../../traffic/lost-answers";
import type { Origin } from "../../traffic/origin";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";

/** Answers from the Internet to what hosts of a LAN opened: through marks and routing rules, they must reach the host. */
export const answerPath: StateCheck = (view) => {
  const uplinks = new Set(view.wans.map((wan) => wan.interface));
  const origins = followedOnce(view.origins.filter(({ kind }) => kind !== "router"));
  const found = new Map<string, Finding>();
  for (const row of [ALL_UP, ...view.failureSets.rows]) {
    const state = stateIn(view.snapshot, row);
    for (const origin of origins) {
      for (const lost of lostAnswers(state, origin.followed)) {
        if (uplinks.has(lost.wan) && !found.has(lost.wan)) {
          found.set(lost.wan, findingOf(lost, origin, row, view));
        }
      }
    }
  }
  return [...found.values()];
};

function findingOf(
  { wan, share, answer }: LostAnswers,
  { name }: Origin,
  { down }: FailureRow,
  { change: { names } }: View,
): Finding {
  const marks = resourcesOnTrace(answer.trace, "/ip/firewall/mangle");
  const rules = resourcesOnTrace(answer.trace, "/routing/rule");
  const what = `answers to ${partText(share, `connections from ${name}`)} come in by ${names.of(wan)} and do not get back to the host: ${egressText(answer.egress, names)}`;
  return {
    id: "answer-path",
    severity: "error",
    verdict: "fail",
    subject: wan,
    resources: [
      ...new Set([...marks, ...rules, ...answer.trace.flatMap(({ rows }) => rows.map(({ id }) => id))]),
    ],
    message: whenDown(
      down.map((each) => each.interface),
      `${what}.`,
      names,
    ),
    remediation: remediationOf(marks, rules),
  };
}

function remediationOf(marks: readonly string[], rules: readonly string[]): string {
  if (marks.length > 0) {
    return "Match in-interface or in-interface-list of the LANs in the rules that mark routing in chain prerouting, so that they leave packets from the Internet alone.";
  }
  return rules.length > 0
    ? "Add a routing rule before the others that looks up the networks of the LANs in table main."
    : "Add a route to the network of the LAN to table main.";
}
