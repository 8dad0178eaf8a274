import { readOwnershipComment } from "../routeros/ownership-comment";
import { additionsTo, type Difference, differencesOf, isCopy, similarity } from "./differences";
import { type Fields, mean } from "./fields";
import { freeRows, mismatches, type RouterRowsByMenu } from "./matching";
import type { Stack, StackResource } from "./stack";

/** A difference between a router and the state of a stack. */
export type StateFinding =
  /** The `.id` in the state belongs to another row. */
  | { readonly kind: "foreign"; readonly resource: StackResource; readonly row: Fields }
  /** No row has the `.id` in the state. */
  | { readonly kind: "missing"; readonly resource: StackResource }
  /** The row differs from the state; `unseen` are the fields whose difference no plan shows. */
  | {
      readonly kind: "drifted";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly differences: readonly Difference[];
      readonly unseen: readonly Difference[];
    }
  /** A second row equals the resource: a lost reply and another apply leave one. */
  | {
      readonly kind: "duplicate";
      readonly resource: StackResource;
      readonly row: Fields;
      /** The row of the resource, which stays. */
      readonly original: Fields;
    }
  /** A row equals the resource, and the state has no row or one that is gone: a lost reply leaves one. */
  | { readonly kind: "untracked"; readonly resource: StackResource; readonly row: Fields }
  /** The comment of a row names the stack as its owner, and the row equals no resource and no copy of one. */
  | { readonly kind: "orphaned"; readonly menu: string; readonly row: Fields };

/** The differences between a router and the state of a stack. */
export interface StateFindings {
  readonly all: readonly StateFinding[];
  /** Whether most ids in the state belong to other rows or to none: this is another router, or it was reset. */
  readonly otherRouter: boolean;
}

/** Compares a router with the state of a stack. */
export function findingsOf(stack: Stack, rows: RouterRowsByMenu): StateFindings {
  const held = stack.resources.filter(({ id }) => id !== undefined);
  const listed = held.filter(({ menu }) => !menu.singleton);
  const mismatched = listed.filter((resource) => !isItself(resource, rowOf(resource, rows)));
  const outside = outsideState(stack, rows);
  const found = new Set(
    outside.flatMap((finding) => (finding.kind === "untracked" ? [finding.resource] : [])),
  );
  return {
    all: [
      ...held.filter((resource) => !found.has(resource)).flatMap((one) => findingOf(one, rows)),
      ...outside,
    ],
    otherRouter: listed.length > 0 && mismatched.length * 2 > listed.length,
  };
}

/** The row of a resource by the `.id` in the state. */
function rowOf({ menu, id }: StackResource, rows: RouterRowsByMenu): Fields | undefined {
  const all = rows.get(menu.path) ?? [];
  return menu.singleton ? all[0] : id === undefined ? undefined : byId(all).get(id);
}

const BY_ID = new WeakMap<readonly Fields[], ReadonlyMap<string | undefined, Fields>>();

/** The rows of a menu by their `.id`: a router may have too many to search through them for each resource. */
function byId(rows: readonly Fields[]): ReadonlyMap<string | undefined, Fields> {
  const known = BY_ID.get(rows) ?? new Map(rows.map((row) => [row[".id"], row]));
  BY_ID.set(rows, known);
  return known;
}

/** Whether a row equals a resource in all identifying fields that the row shows. */
function isItself({ menu, stored, kept }: StackResource, row: Fields | undefined): boolean {
  return (
    row !== undefined &&
    menu.identifiedBy.every((field) => {
      const stated = stored[field] ?? kept[field] ?? menu.absent[field];
      return row[field] === undefined || mean(field, stated, row[field]);
    })
  );
}

function findingOf(resource: StackResource, rows: RouterRowsByMenu): readonly StateFinding[] {
  const row = rowOf(resource, rows);
  if (row === undefined) {
    return [{ kind: "missing", resource }];
  }
  const { menu, stored } = resource;
  const isConfigured = Object.keys(stored).length > 0;
  if (isConfigured && !menu.singleton && !canBeEdited(resource, row)) {
    return [{ kind: "foreign", resource, row }];
  }
  const differences = [
    ...differencesOf(menu, stored, row),
    ...(menu.singleton || !isConfigured ? [] : additionsTo(resource, row)),
  ];
  const unseen = differences.filter(({ field, wanted }) => wanted !== undefined && row[field] === undefined);
  return differences.length === 0 ? [] : [{ kind: "drifted", resource, row, differences, unseen }];
}

/** Whether a row can be the resource's row after an edit by hand: by its comment, or by half of its identifying fields. */
function canBeEdited(resource: StackResource, row: Fields): boolean {
  const { menu, stored } = resource;
  return stored["comment"] === undefined
    ? similarity(menu, stored, row) >= 0.5
    : row["comment"] === stored["comment"] || isItself(resource, row);
}

/** Classifies the rows that the state does not track and whose comments name the stack as their owner. */
function outsideState(stack: Stack, rows: RouterRowsByMenu): readonly StateFinding[] {
  const free = freeRows(stack, rows);
  const owners = ownersOf(stack);
  const taken = new Map<StackResource, Fields>();
  const menus = new Map(
    stack.resources.filter(({ menu }) => !menu.singleton).map((resource) => [resource.menu.path, resource]),
  );
  const byComment = new Map<string, StackResource[]>();
  for (const resource of stack.resources) {
    const key = `${resource.menu.path} ${wholeOf(resource)["comment"]}`;
    const equal = byComment.get(key) ?? [];
    equal.push(resource);
    byComment.set(key, equal);
  }
  return [...menus].flatMap(([menu, example]) =>
    free(example).flatMap((row): StateFinding[] => {
      const [resource, ...others] = (byComment.get(`${menu} ${row["comment"]}`) ?? []).filter((one) =>
        isWhole(one, row),
      );
      if (resource !== undefined && others.length === 0) {
        const own = rowOf(resource, rows);
        // Of several equal rows, the first becomes the resource's if the state has none.
        if (own === undefined && !taken.has(resource)) {
          taken.set(resource, row);
          return [{ kind: "untracked", resource, row }];
        }
        const original = own === undefined ? taken.get(resource) : healed(resource, own, rows);
        // Two rows may differ only in a secret, which is not compared.
        if (original !== undefined && resource.secret.length === 0 && isCopy(resource.menu, row, original)) {
          return [{ kind: "duplicate", resource, row, original: own ?? original }];
        }
      }
      return owners.has(readOwnershipComment(row["comment"])?.owner ?? "")
        ? [{ kind: "orphaned", menu, row }]
        : [];
    }),
  );
}

/** Whether a row equals a resource in every field. A row without a comment does not: it may be somebody else's. */
function isWhole(resource: StackResource, row: Fields): boolean {
  const { unknown } = resource;
  const whole = wholeOf(resource);
  return (
    whole["comment"] !== undefined &&
    whole["comment"] === row["comment"] &&
    unknown.length === 0 &&
    mismatches({ ...resource, configured: whole }, row).length === 0
  );
}

/** The fields that a row of a resource should have: from the state, or else from the configuration. */
const wholeOf = ({ id, configured, stored }: StackResource): Fields =>
  id === undefined ? configured : stored;

/** The resource's own row after a heal; undefined if it still differs from the resource then. */
function healed(resource: StackResource, own: Fields, rows: RouterRowsByMenu): Fields | undefined {
  const [finding] = findingOf(resource, rows);
  if (finding === undefined) {
    return own;
  }
  // A copy may be removed only if the resource's own row is complete.
  return finding.kind === "drifted" && finding.unseen.length === finding.differences.length
    ? { ...own, ...unseenFields(finding) }
    : undefined;
}

/** The fields that heal writes to a row: those that no plan shows. */
export function unseenFields({ unseen }: Extract<StateFinding, { kind: "drifted" }>): Fields {
  return Object.fromEntries(unseen.map(({ field, wanted = "" }) => [field, wanted]));
}

/** The owners that the comments of the stack name: `gateway` in `gateway/wlan1/address`. */
function ownersOf(stack: Stack): ReadonlySet<string> {
  const owners = stack.resources.map(({ configured }) => readOwnershipComment(configured["comment"])?.owner);
  return new Set(owners.filter((owner) => owner !== undefined));
}
