import type { Report } from "../report";
import type { ReportedFinding } from "./finding";

/** A finding of one subject, or equal findings of several WANs or LANs. */
export interface FindingGroup {
  readonly first: ReportedFinding;
  /** The names of the other subjects. */
  readonly others: readonly string[];
  readonly findings: readonly ReportedFinding[];
}

/** Findings that say the same about several WANs or LANs are one. */
export function groupsOf({ routers }: Report, findings: readonly ReportedFinding[]): readonly FindingGroup[] {
  const byName = new Map(routers.map((router) => [router.name, router]));
  const nameOf = ({ router, subject }: ReportedFinding): string => {
    const found = byName.get(router);
    const origin = found?.origins.find(({ id }) => id === subject);
    return origin?.name ?? found?.change.names.of(subject) ?? subject;
  };
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const key = groupKey(finding, nameOf(finding));
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? { first: finding, others: [], findings: [finding] }
        : {
            ...known,
            others: [...known.others, nameOf(finding)],
            findings: [...known.findings, finding],
          },
    );
  }
  return [...groups.values()];
}

/** What a finding says, without the name of its subject. */
function groupKey(finding: ReportedFinding, name: string): string {
  const { id, router, severity, verdict, since, accepted, subject, message, remediation, reason } = finding;
  if (!message.includes(name)) {
    return JSON.stringify([id, router, subject, message]);
  }
  const nameless = (text = ""): string => text.replaceAll(name, "").replaceAll(subject, "");
  // Replies of two WANs leave by each other: the reason is the same, and the egress is not.
  const said =
    reason?.kind === "reply-path"
      ? [nameless(JSON.stringify(reason.link)), reason.down, reason.unless]
      : [nameless(message), nameless(remediation), nameless(finding.before), nameless(finding.after)];
  return JSON.stringify([id, router, severity, verdict, since, accepted?.reason, ...said]);
}
