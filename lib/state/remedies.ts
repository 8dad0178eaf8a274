import type { Fields } from "./fields";
import type { StackResource } from "./stack";
import { type StateFinding, type StateFindings, unseenFields } from "./state-findings";

/** Something that makes a router and a state agree again. */
export type Remedy =
  /** Fields are written that the state holds to be written. */
  | {
      readonly kind: "write";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly fields: Fields;
    }
  /** A row that the state does not know becomes the resource's. */
  | { readonly kind: "import"; readonly resource: StackResource; readonly row: Fields }
  /** A copy of a row goes, while the original does the work. */
  | {
      readonly kind: "remove";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly original: Fields;
    };

/** Nothing is removed before all that is to stay is known to stay. */
const ORDER = ["write", "import", "remove"] as const;

/**
 * What heals. Nothing else is touched: what a plan shows is for the next apply to put right, and a row that is not a
 * resource's in every field stays.
 */
export function remediesOf(findings: StateFindings): readonly Remedy[] {
  const remedies = findings.all.flatMap(remediesFor);
  return ORDER.flatMap((kind) => remedies.filter((remedy) => remedy.kind === kind));
}

/** Whether a router can be healed: nothing is written to one that is not the state's own. */
export function isHealable({ all, otherRouter }: StateFindings): boolean {
  return !otherRouter && all.every(({ kind }) => kind !== "foreign");
}

function remediesFor(finding: StateFinding): readonly Remedy[] {
  switch (finding.kind) {
    case "differs": {
      const { resource, row, unseen } = finding;
      return unseen.length === 0 ? [] : [{ kind: "write", resource, row, fields: unseenFields(finding) }];
    }
    case "unknown":
      return [{ kind: "import", resource: finding.resource, row: finding.row }];
    case "double":
      return [{ ...finding, kind: "remove" }];
    default:
      return [];
  }
}
