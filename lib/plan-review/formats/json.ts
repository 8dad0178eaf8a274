import { printable } from "../../text/printable";
import type { ReportedFinding } from "../findings/finding";
import type { Report, RouterReport } from "../report";
import type { Distribution } from "../traffic/distribution";
import { verdictLine } from "./verdict-line";

/** The version of the shape below; it changes where a field changes its meaning or goes. */
const SHAPE = 1;

/** The report for programs, in which hidden characters are JSON's escapes. `docs/plan-review/json.md` describes its shape. */
export function formatJson(report: Report): string {
  const { routers, findings, method } = report;
  const text = JSON.stringify(
    {
      shape: SHAPE,
      verdict: verdictLine(report),
      routers: routers.map(routerJson),
      findings: findings.map(findingJson),
      method,
    },
    undefined,
    2,
  );
  return `${printable(text)}\n`;
}

function routerJson({ name, isChanged, shares, failures, rollback }: RouterReport): object {
  return {
    name,
    isChanged,
    shares: shares.map(({ origin, before, after, moved }) => ({
      origin: origin.name,
      before: distributionJson(before),
      after: distributionJson(after),
      atLeastMoved: moved && {
        share: moved.share,
        broken: moved.broken,
        from: Object.fromEntries(moved.from),
        leftOut: moved.leftOut,
      },
    })),
    failures: {
      origin: failures.origin.name,
      cases: failures.cases.map(({ down, before, after }) => ({
        down,
        before: distributionJson(before),
        after: distributionJson(after),
      })),
      leftOut: failures.leftOut,
    },
    rollback,
  };
}

function distributionJson(distribution: Distribution | undefined): object | undefined {
  return (
    distribution && {
      shares: Object.fromEntries(distribution.shares),
      lost: distribution.lost,
      lostHow: distribution.lostHow,
      cannotTell: distribution.doubts,
    }
  );
}

/** Field by field, so that what a finding gains later is not published unseen. */
function findingJson(finding: ReportedFinding): object {
  const { id, severity, verdict, since, router, subject, resources, message, before, after, remediation } =
    finding;
  return { id, severity, verdict, since, router, subject, resources, message, before, after, remediation };
}
