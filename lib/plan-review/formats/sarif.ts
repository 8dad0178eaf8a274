import { printable } from "../../text/printable";
import type { ReportedFinding } from "../findings/finding";
import { FINDINGS, type FindingId } from "../findings/finding-ids";
import type { Report } from "../report";

/**
 * The report as a SARIF log, for code scanning: findings that the plan brings or leaves, and no claims that hold.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(report: Report): string {
  const live = report.findings.filter(({ since, verdict }) => since !== "resolved" && verdict !== "pass");
  const rules = [...new Set(live.map(({ id }) => id))].sort();
  const sources = new Map(report.routers.map(({ name, change }) => [name, change.source]));
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
          results: live.map((finding) => result(finding, rules, sources.get(finding.router) ?? "-")),
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

function result(finding: ReportedFinding, rules: readonly FindingId[], source: string): object {
  const { id, severity, verdict, since, router, subject, resources, message, remediation } = finding;
  return {
    ruleId: id,
    ruleIndex: rules.indexOf(id),
    level: severity,
    message: {
      text: [verdict === "unknown" ? "Cannot tell:" : "", message, remediation ?? ""].join(" ").trim(),
    },
    // A plan has no lines; code scanning wants one.
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: source === "-" ? "plan.json" : uriOf(source) },
          region: { startLine: 1 },
        },
        logicalLocations: resources.map((name) => ({ fullyQualifiedName: name, kind: "resource" })),
      },
    ],
    baselineState: since === "existing" ? "unchanged" : "new",
    // The same finding of the next plan has the same.
    partialFingerprints: { "finding/v1": `${router} ${id} ${subject}` },
  };
}

/** A file's name as a URI: relative to where the command ran, or with its scheme where the name is a whole path. */
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

/** A path with every letter that means something in a URI escaped, but for the slashes. */
function encoded(path: string): string {
  // Half of a surrogate pair has no bytes.
  return path.replace(HALF, "\ufffd").split("/").map(encodeURIComponent).join("/");
}

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
