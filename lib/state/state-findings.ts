import { readOwnershipComment } from "../routeros/ownership-comment";
import { additionsTo, type Difference, differencesOf, isCopy, similarity } from "./differences";
import { type Fields, mean } from "./fields";
import { freeRows, mismatches, type RouterRows } from "./matching";
import type { Stack, StackResource } from "./stack";

/** Something in which a router and a state disagree. */
export type StateFinding =
  /** The row under the `.id` of the state does something else altogether. */
  | { readonly kind: "foreign"; readonly resource: StackResource; readonly row: Fields }
  /** No row has the `.id` of the state. */
  | { readonly kind: "missing"; readonly resource: StackResource }
  /** The row is not what the state holds; `unseen` are the fields in which no plan shows that. */
  | {
      readonly kind: "differs";
      readonly resource: StackResource;
      readonly row: Fields;
      readonly differences: readonly Difference[];
      readonly unseen: readonly Difference[];
    }
  /** A second row is all that the resource is: what a lost reply and another apply leave. */
  | {
      readonly kind: "double";
      readonly resource: StackResource;
      readonly row: Fields;
      /** The row that does all of the work, and stays. */
      readonly original: Fields;
    }
  /** A row is all that the resource is, and the state knows none, or one that is gone: what a lost reply leaves. */
  | { readonly kind: "unknown"; readonly resource: StackResource; readonly row: Fields }
  /** A row has a comment of the stack, and nothing proves it a resource's, or a copy of one. */
  | { readonly kind: "claimed"; readonly menu: string; readonly row: Fields };

/** What was found on a router. */
export interface StateFindings {
  readonly all: readonly StateFinding[];
  /** Whether most rows under the ids of the state are not its own: this is another router, or one that was reset. */
  readonly otherRouter: boolean;
}

/** Compares a router with the state of a stack. */
export function findingsOf(stack: Stack, rows: RouterRows): StateFindings {
  const held = stack.resources.filter(({ id }) => id !== undefined);
  const listed = held.filter(({ menu }) => !menu.singleton);
  const strange = listed.filter((resource) => !isItself(resource, rowOf(resource, rows)));
  const beside = besideState(stack, rows);
  const found = new Set(beside.flatMap((finding) => (finding.kind === "unknown" ? [finding.resource] : [])));
  return {
    all: [
      ...held.filter((resource) => !found.has(resource)).flatMap((one) => findingOf(one, rows)),
      ...beside,
    ],
    otherRouter: listed.length > 0 && strange.length * 2 > listed.length,
  };
}

/** The row of a resource by the `.id` in the state. */
function rowOf({ menu, id }: StackResource, rows: RouterRows): Fields | undefined {
  const all = rows.get(menu.path) ?? [];
  return menu.singleton ? all[0] : id === undefined ? undefined : byId(all).get(id);
}

const BY_ID = new WeakMap<readonly Fields[], ReadonlyMap<string | undefined, Fields>>();

/** The rows of a menu by their `.id`: a router may have so many that none can be looked for among all, again and again. */
function byId(rows: readonly Fields[]): ReadonlyMap<string | undefined, Fields> {
  const known = BY_ID.get(rows) ?? new Map(rows.map((row) => [row[".id"], row]));
  BY_ID.set(rows, known);
  return known;
}

/** Whether nothing that a row shows tells it from a resource; what it does not show may have been taken off. */
function isItself({ menu, stored, kept }: StackResource, row: Fields | undefined): boolean {
  return (
    row !== undefined &&
    menu.identifiedBy.every((field) => {
      const held = stored[field] ?? kept[field] ?? menu.absent[field];
      return row[field] === undefined || mean(field, held, row[field]);
    })
  );
}

function findingOf(resource: StackResource, rows: RouterRows): readonly StateFinding[] {
  const row = rowOf(resource, rows);
  if (row === undefined) {
    return [{ kind: "missing", resource }];
  }
  const { menu, stored } = resource;
  const isSaid = Object.keys(stored).length > 0;
  if (isSaid && !menu.singleton && !isKnown(resource, row)) {
    return [{ kind: "foreign", resource, row }];
  }
  const differences = [
    ...differencesOf(menu, stored, row),
    ...(menu.singleton || !isSaid ? [] : additionsTo(resource, row)),
  ];
  const unseen = differences.filter(({ field, wanted }) => wanted !== undefined && row[field] === undefined);
  return differences.length === 0 ? [] : [{ kind: "differs", resource, row, differences, unseen }];
}

/** Whether a row can be a resource's that somebody has changed: its comment says so, or nothing speaks against it. */
function isKnown(resource: StackResource, row: Fields): boolean {
  const { menu, stored } = resource;
  return stored["comment"] === undefined
    ? similarity(menu, stored, row) >= 0.5
    : row["comment"] === stored["comment"] || isItself(resource, row);
}

/** What the rows are that the state does not know, of those that say that they are the stack's. */
function besideState(stack: Stack, rows: RouterRows): readonly StateFinding[] {
  const free = freeRows(stack, rows);
  const owners = ownersOf(stack);
  const taken = new Map<StackResource, Fields>();
  const menus = new Map(
    stack.resources.filter(({ menu }) => !menu.singleton).map((resource) => [resource.menu.path, resource]),
  );
  const byComment = new Map<string, StackResource[]>();
  for (const resource of stack.resources) {
    const key = `${resource.menu.path} ${wholeOf(resource)["comment"]}`;
    const alike = byComment.get(key) ?? [];
    alike.push(resource);
    byComment.set(key, alike);
  }
  return [...menus].flatMap(([menu, example]) =>
    free(example).flatMap((row): StateFinding[] => {
      const [resource, ...others] = (byComment.get(`${menu} ${row["comment"]}`) ?? []).filter((one) =>
        isWhole(one, row),
      );
      if (resource !== undefined && others.length === 0) {
        const own = rowOf(resource, rows);
        // Of several rows where the state knows none, the first is the resource's.
        if (own === undefined && !taken.has(resource)) {
          taken.set(resource, row);
          return [{ kind: "unknown", resource, row }];
        }
        const original = own === undefined ? taken.get(resource) : healed(resource, own, rows);
        // A secret may be all that tells two rows apart.
        if (original !== undefined && resource.secret.length === 0 && isCopy(resource.menu, row, original)) {
          return [{ kind: "double", resource, row, original: own ?? original }];
        }
      }
      return owners.has(readOwnershipComment(row["comment"])?.owner ?? "")
        ? [{ kind: "claimed", menu, row }]
        : [];
    }),
  );
}

/**
 * Whether a row is a resource in every field. Only a row that says whose it is: without a comment, two rows that are
 * alike may be two people's.
 */
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

/** All that a row of a resource says: what the state holds, or what the configuration says. */
const wholeOf = ({ id, configured, stored }: StackResource): Fields =>
  id === undefined ? configured : stored;

/** The resource's own row as heal leaves it; undefined where that is not all that the resource is. */
function healed(resource: StackResource, own: Fields, rows: RouterRows): Fields | undefined {
  const [finding] = findingOf(resource, rows);
  if (finding === undefined) {
    return own;
  }
  // A copy may go only where the resource's own row does all of the work.
  return finding.kind === "differs" && finding.unseen.length === finding.differences.length
    ? { ...own, ...unseenFields(finding) }
    : undefined;
}

/** What heal writes to a row: the fields that no plan shows. */
export function unseenFields({ unseen }: Extract<StateFinding, { kind: "differs" }>): Fields {
  return Object.fromEntries(unseen.map(({ field, wanted = "" }) => [field, wanted]));
}

/** What the comments of the stack begin with: `gateway` of `gateway/wlan1/address`. */
function ownersOf(stack: Stack): ReadonlySet<string> {
  const owners = stack.resources.map(({ configured }) => readOwnershipComment(configured["comment"])?.owner);
  return new Set(owners.filter((owner) => owner !== undefined));
}
