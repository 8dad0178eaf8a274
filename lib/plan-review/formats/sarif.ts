import { printable } from "../../text/printable";
import { isOpenFinding, type ReportedFinding } from "../findings/finding";
import { FINDINGS, type FindingId } from "../findings/finding-ids";
import type { Report } from "../report";

/**
 * The report as a SARIF log for code scanning: new and existing findings, without checks that pass. Accepted ones are suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(report: Report): string {
  const open = report.findings.filter((each) => isOpenFinding(each) || each.accepted !== undefined);
  const rules = [...new Set(open.map(({ id }) => id))].sort();
  const sources = new Map(report.routers.map(({ name, change }) => [name, change.sources]));
  const log = JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "routeros-plan-review",
              rules: rules.map(rule),
            },
          },
          results: open.map((finding) =>
            result(finding, rules, sourceOf(finding, sources.get(finding.router) ?? [])),
          ),
        },
      ],
    },
    undefined,
    2,
  );
  return `${printable(log)}\n`;
}

function rule(id: FindingId): object {
  return { id, shortDescription: { text: `${FINDINGS[id]}.` } };
}

/** The file of the plan of the finding's first resource, or else the first file of the router. */
function sourceOf({ resources: [resource = ""] }: ReportedFinding, sources: readonly string[]): string {
  return sources.find((source) => resource.startsWith(`${source}: `)) ?? sources[0] ?? "-";
}

function result(finding: ReportedFinding, rules: readonly FindingId[], source: string): object {
  const { id, severity, verdict, since, accepted, router, subject, resources, message } = finding;
  const { remediation } = finding;
  return {
    ruleId: id,
    ruleIndex: rules.indexOf(id),
    level: severity,
    message: {
      text: [verdict === "unknown" ? "Unknown:" : "", message, remediation ?? ""].join(" ").trim(),
    },
    // Code scanning requires a line, and a plan has none.
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: source === "-" ? "plan.json" : uriOf(source) },
          region: { startLine: 1 },
        },
        logicalLocations: resources.map((name) => ({ fullyQualifiedName: name, kind: "resource" })),
      },
    ],
    baselineState: BASELINES[since],
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: accepted.reason }] }),
    // It stays the same from plan to plan.
    partialFingerprints: { "finding/v1": `${router} ${id} ${subject}` },
  };
}

const BASELINES: Readonly<Record<ReportedFinding["since"], string>> = {
  new: "new",
  worse: "updated",
  existing: "unchanged",
  resolved: "absent",
};

/** A file's name as a URI: relative, or with its scheme where the name is an absolute path. */
function uriOf(file: string): string {
  const isWindows = /^[a-z]:[\\/]|^[^/]*\\/i.test(file);
  const path = isWindows ? file.replaceAll("\\", "/") : file;
  if (/^[a-z]:\//i.test(path)) {
    return `file:///${path.slice(0, 2)}${encoded(path.slice(2))}`;
  }
  if (isWindows && path.startsWith("//")) {
    return `file:${encoded(path)}`;
  }
  return path.startsWith("/") ? `file://${encoded(path)}` : encoded(path);
}

/** A path with every special character of URIs escaped, except slashes. */
function encoded(path: string): string {
  // Half of a surrogate pair has no bytes.
  return path.replace(HALF, "\ufffd").split("/").map(encodeURIComponent).join("/");
}

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
