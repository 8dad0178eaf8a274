import { isOpenFinding, type ReportedFinding } from "../findings/finding";
import type { Acceptance } from "./acceptance";

/** Findings with those marked that the owner accepted, and what is wrong with the entries that accept them. */
export interface AcceptedFindings {
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedFinding[];
}

/**
 * Marks the findings that entries accept.
 *
 * @param routers the names of the routers: entries for others are not looked at
 * @param today `2027-01-31`; without it no entry expires
 */
export function acceptFindings(
  findings: readonly ReportedFinding[],
  acceptances: readonly Acceptance[],
  routers: readonly string[],
  today = "",
): AcceptedFindings {
  const isExpired = ({ expires }: Acceptance): boolean => expires !== undefined && expires < today;
  const used = new Set<Acceptance>();
  const marked = findings.map((finding) => {
    const entry = acceptances.find((each) => accepts(each, finding));
    if (entry === undefined) {
      return finding;
    }
    used.add(entry);
    const { reason, expires } = entry;
    return isExpired(entry) || !isOpenFinding(finding)
      ? finding
      : { ...finding, accepted: { reason, ...(expires === undefined ? {} : { expires }) } };
  });
  const about = acceptances.filter(({ router }) => router === undefined || routers.includes(router));
  return {
    findings: marked,
    problems: about.flatMap((entry) => {
      const isUsed = used.has(entry);
      return isUsed && !isExpired(entry) ? [] : [problemOf(entry, isUsed, routers)];
    }),
  };
}

function accepts({ id, subject, router }: Acceptance, finding: ReportedFinding): boolean {
  return (
    finding.verdict !== "pass" &&
    id === finding.id &&
    subject === finding.subject &&
    (router === undefined || router === finding.router)
  );
}

function problemOf(
  { id, subject, router, expires }: Acceptance,
  isUsed: boolean,
  routers: readonly string[],
): ReportedFinding {
  const [only, ...others] = routers;
  const common = {
    severity: "warning",
    verdict: "fail",
    since: "existing",
    router: router ?? (others.length === 0 ? (only ?? "no router") : "all routers"),
    subject: `${id} ${subject}`,
    resources: [],
  } as const;
  return isUsed
    ? {
        ...common,
        id: "accept-expired",
        message: `The accept file accepts ${id} of ${subject} until ${expires}, so the finding counts again.`,
        remediation: "Correct the router, or give the entry a later date.",
      }
    : {
        ...common,
        id: "accept-unused",
        message: `The accept file accepts ${id} of ${subject}, and there is no such finding.`,
        remediation: "Remove the entry, or correct its id, subject or router.",
      };
}
