import type { Fields } from "./fields";
import type { StackResource } from "./stack";
import { type StateFinding, type StateFindings, unseenFields } from "./state-findings";

/** A step that removes a difference between a router and a state. */
export type Remedy =
  /** Write fields that the state holds and the router lacks. */
  | {
      readonly kind: "write";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly fields: Fields;
    }
  /** Import a row that the state does not track. */
  | { readonly kind: "import"; readonly resource: StackResource; readonly row: Fields }
  /** Remove a copy of a row; the original stays. */
  | {
      readonly kind: "remove";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly original: Fields;
    };

/** Copies are removed last, when the rows that stay are complete. */
const ORDER = ["write", "import", "remove"] as const;

/**
 * The steps that heal a router, in the order in which to take them.
 *
 * Nothing else is changed: the next apply writes what a plan shows, and a row that differs from its resource in any field
 * stays.
 */
export function remediesOf(findings: StateFindings): readonly Remedy[] {
  const remedies = findings.all.flatMap(remediesFor);
  return ORDER.flatMap((kind) => remedies.filter((remedy) => remedy.kind === kind));
}

/** Whether a router can be healed: not if ids in the state belong to other rows. */
export function isHealable({ all, otherRouter }: StateFindings): boolean {
  return !otherRouter && all.every(({ kind }) => kind !== "foreign");
}

function remediesFor(finding: StateFinding): readonly Remedy[] {
  switch (finding.kind) {
    case "drifted": {
      const { resource, row, unseen } = finding;
      return unseen.length === 0 ? [] : [{ kind: "write", resource, row, fields: unseenFields(finding) }];
    }
    case "untracked":
      return [{ kind: "import", resource: finding.resource, row: finding.row }];
    case "duplicate":
      return [{ ...finding, kind: "remove" }];
    default:
      return [];
  }
}
