import { unknownText } from "../../simulator";
import { printable } from "../../text/printable";
import type { ReportedFinding } from "../findings/finding";
import { groupsOf } from "../findings/finding-groups";
import type { Report, RouterReport } from "../report";
import { configurationChangeText } from "../text/what-changes-text";
import type { Distribution } from "../traffic/distribution";
import type { OriginFailures } from "../traffic/failure-matrix";
import { allWans } from "../traffic/wans";
import type { ConfigurationChange } from "../what-changes/configuration-change";
import { verdictLine } from "./verdict-line";

/** The version of the schema below; it changes when a field changes its meaning or is removed. */
const SCHEMA_VERSION = 1;

/** The report for programs; hidden characters are escaped. The documentation describes its fields. */
export function formatJson(report: Report): string {
  const { routers, findings, method } = report;
  const subjects = new Map(
    groupsOf(report, findings).flatMap((group) =>
      group.findings.map((finding) => [finding, group.findings.map(({ subject }) => subject)] as const),
    ),
  );
  const text = JSON.stringify(
    {
      schemaVersion: SCHEMA_VERSION,
      verdict: verdictLine(report),
      routers: routers.map(routerJson),
      findings: findings.map((finding) => findingJson(finding, subjects.get(finding) ?? [])),
      method,
    },
    undefined,
    2,
  );
  return `${printable(text)}\n`;
}

function routerJson({
  name,
  isChanged,
  whatChanges,
  change,
  shares,
  failures,
  notFollowed,
  rollback,
}: RouterReport): object {
  const [first, ...others] = failures.origins;
  return {
    name,
    isChanged,
    whatChanges: whatChanges.map(changeJson),
    wans: allWans(change).map((wan) => ({
      interface: wan.interface,
      name: change.names.nameOf(wan.interface),
    })),
    shares: shares.map(({ origin, before, after, otherAddress, moved }) => ({
      origin: origin.id,
      kind: origin.kind,
      before: distributionJson(before),
      after: distributionJson(after),
      otherAddress,
      atLeastMoved: moved && {
        share: moved.share,
        broken: moved.broken,
        from: Object.fromEntries(moved.from),
        leftOut: moved.leftOut,
      },
    })),
    failures: {
      ...(first === undefined ? { cases: [] } : failuresJson(first)),
      others: others.map(failuresJson),
      leftOut: failures.leftOut,
    },
    notFollowed,
    rollback,
  };
}

function failuresJson({ origin, cases }: OriginFailures): object {
  return {
    origin: origin.id,
    cases: cases.map(({ down, before, after }) => ({
      down,
      before: distributionJson(before),
      after: distributionJson(after),
    })),
  };
}

function changeJson(change: ConfigurationChange): object {
  const { kind, category, subject, details, values, resources } = change;
  return { kind, category, subject, details, values, text: configurationChangeText(change), resources };
}

function distributionJson(distribution: Distribution | undefined): object | undefined {
  return (
    distribution && {
      shares: Object.fromEntries(distribution.shares),
      lost: distribution.lost,
      lossCauses: distribution.lossCauses,
      unknown: distribution.unknown.map(unknownText),
    }
  );
}

/** Field by field, so that new fields of a finding are published only on purpose. */
function findingJson(finding: ReportedFinding, subjects: readonly string[]): object {
  const { id, severity, verdict, since, accepted, router, subject, resources, message } = finding;
  const { before, after, remediation } = finding;
  return {
    ...{ id, severity, verdict, since, accepted, router, subject, subjects, resources, message },
    ...{ before, after, remediation },
  };
}
