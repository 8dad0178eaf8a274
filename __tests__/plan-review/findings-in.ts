import { type FindingId, type ReportedFinding, type ReviewOptions, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { articleResources, type Extras, plan } from "./plans";

/** What the review finds in a plan that makes these resources on an empty router. */
export function findingsIn(
  resources: Resources,
  options: ReviewOptions = {},
  extras: Extras = {},
): readonly ReportedFinding[] {
  return review([plan({}, resources, extras)], options).findings;
}

/** What it finds in a plan from these resources to those. */
export function findingsOfChange(
  before: Resources,
  after: Resources,
  options: ReviewOptions = {},
): readonly ReportedFinding[] {
  return review([plan(before, after)], options).findings;
}

/** The findings of one kind. */
export const of = (findings: readonly ReportedFinding[], id: FindingId): readonly ReportedFinding[] =>
  findings.filter((finding) => finding.id === id);

/** A finding in short: verdict, severity and the resource most to blame. */
export const short = ({ verdict, severity, resources }: ReportedFinding): string =>
  [verdict, severity, resources[0]?.replace(/^routeros_/, "")].filter((part) => part !== undefined).join(" ");

/** Findings of one kind in short, or of several by one review, in a set of resources. */
export const found = (
  resources: Resources,
  ids: FindingId | readonly FindingId[],
  options: ReviewOptions = {},
): string[] => {
  const findings = findingsIn(resources, options);
  return [ids].flat().flatMap((id) => of(findings, id).map(short));
};

/** The article's gateway with some resources changed: `null` takes one away, attributes are put over its own. */
export function changed(
  changes: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>> | null>>>>,
  wanCount = 2,
): Resources {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [type, byName] of Object.entries(articleResources(wanCount))) {
    resources[type] = { ...byName };
  }
  for (const [type, byName] of Object.entries(changes)) {
    for (const [name, values] of Object.entries(byName)) {
      const own = { ...resources[type] };
      if (values === null) {
        delete own[name];
      } else {
        own[name] = without({ ...own[name], ...values });
      }
      resources[type] = own;
    }
  }
  return resources;
}

function without(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
