import { additionsTo, type Difference, differencesOf, similarity } from "./differences";
import { type Fields, isDynamic } from "./fields";
import { IdentityIndex } from "./identity-index";
import type { Stack, StackResource } from "./stack";

/** The rows of a router by menu, such as `/ip/route`, in the router's order; a singleton's is the one row. */
export type RouterRowsByMenu = ReadonlyMap<string, readonly Fields[]>;

/** A row that nearly matches a resource. */
export interface NearRow {
  readonly row: Fields;
  readonly differences: readonly Difference[];
}

/** One row matches the resource, or the user chose it: it is imported. */
export interface RowMatch extends NearRow {
  readonly kind: "row";
  readonly resource: StackResource;
}

/** Undecided: several rows match, or none matches and some nearly do, or a value is known only after the apply. */
export interface UndecidedMatch {
  readonly kind: "undecided";
  readonly resource: StackResource;
  readonly near: readonly NearRow[];
}

/** No row nearly matches: an apply creates one. */
export interface CreateMatch {
  readonly kind: "create";
  readonly resource: StackResource;
}

/** The menu has one row, which every router has: an apply writes the configured fields. */
export interface SingletonMatch {
  readonly kind: "singleton";
  readonly resource: StackResource;
  readonly differences: readonly Difference[];
}

/** How a resource that the state does not track gets its row. */
export type ResourceMatch = RowMatch | UndecidedMatch | CreateMatch | SingletonMatch;

/** The user's answers by resource address: the `.id` of the row, or `create`. */
export type Answers = ReadonlyMap<string, string>;

/** The answer that creates a row. */
export const CREATE = "create";

/** How many rows that nearly match are listed. */
const NEAREST = 3;

/** The share of identifying fields that must be equal before a row nearly matches. */
const NEAR = 0.5;

/**
 * Matches the rows of a router to the resources that the state does not track.
 *
 * A row matches that has every configured field, and no field that an apply would remove. A comment only decides between
 * rows that match.
 */
export function matchRows(
  stack: Stack,
  rows: RouterRowsByMenu,
  answers: Answers = new Map(),
): readonly ResourceMatch[] {
  const free = freeRows(stack, rows);
  const indices = new Map<string, IdentityIndex>();
  const indexOf = (resource: StackResource): IdentityIndex => {
    const { menu } = resource;
    const known = indices.get(menu.path) ?? new IdentityIndex(menu, free(resource));
    indices.set(menu.path, known);
    return known;
  };
  const matches = stack.resources
    .filter(({ id }) => id === undefined)
    .map((resource) => matchOne(resource, indexOf(resource), rows, answers.get(resource.address)));
  return withoutTaken(withoutShared(matches));
}

/** The rows that a resource may get: those that are neither dynamic nor in the state. */
export function freeRows(
  stack: Stack,
  rows: RouterRowsByMenu,
): (resource: StackResource) => readonly Fields[] {
  const taken = new Set(stack.resources.map(({ menu, id }) => `${menu.path} ${id}`));
  return ({ menu }) =>
    (rows.get(menu.path) ?? []).filter((row) => !isDynamic(row) && !taken.has(`${menu.path} ${row[".id"]}`));
}

/** The fields, except the comment, in which a row differs from a resource. */
export function mismatches(resource: StackResource, row: Fields): readonly Difference[] {
  const { comment: _, ...wanted } = resource.configured;
  return [...differencesOf(resource.menu, wanted, row), ...additionsTo(resource, row)];
}

function matchOne(
  resource: StackResource,
  free: IdentityIndex,
  rows: RouterRowsByMenu,
  answer: string | undefined,
): ResourceMatch {
  if (resource.menu.singleton) {
    const [row = {}] = rows.get(resource.menu.path) ?? [];
    return {
      kind: "singleton",
      resource,
      differences: differencesOf(resource.menu, resource.configured, row),
    };
  }
  if (answer !== undefined) {
    const chosen = free.rows.find((row) => row[".id"] === answer);
    return chosen === undefined
      ? { kind: "create", resource }
      : { kind: "row", resource, row: chosen, differences: mismatches(resource, chosen) };
  }
  const compare = (row: Fields): NearRow => ({ row, differences: mismatches(resource, row) });
  const matching = free
    .candidates(resource.configured)
    .map(compare)
    .filter(({ differences }) => differences.length === 0);
  const [only, ...others] = resource.unknown.length > 0 ? [] : decided(resource, matching);
  if (only !== undefined && others.length === 0) {
    return { kind: "row", resource, ...only };
  }
  const near = matching.length > 0 ? matching : nearest(resource, free.rows, compare);
  return near.length > 0 ? { kind: "undecided", resource, near } : { kind: "create", resource };
}

/** Of several rows that match, the one with the resource's comment. */
function decided({ configured }: StackResource, matching: readonly NearRow[]): readonly NearRow[] {
  const named = matching.filter(
    ({ row }) => configured["comment"] !== undefined && row["comment"] === configured["comment"],
  );
  return named.length === 1 ? named : matching;
}

function nearest(
  { menu, configured }: StackResource,
  rows: readonly Fields[],
  compare: (row: Fields) => NearRow,
): readonly NearRow[] {
  return rows
    .map((row) => ({ row, score: similarity(menu, configured, row) }))
    .filter((candidate) => candidate.score >= NEAR)
    .map((candidate) => ({ ...candidate, near: compare(candidate.row) }))
    .sort((a, b) => b.score - a.score || a.near.differences.length - b.near.differences.length)
    .slice(0, NEAREST)
    .map(({ near }) => near);
}

/** A row that matches two resources is undecided for both. */
function withoutShared(matches: readonly ResourceMatch[]): readonly ResourceMatch[] {
  const uses = new Map<Fields, number>();
  for (const row of rowsTaken(matches)) {
    uses.set(row, (uses.get(row) ?? 0) + 1);
  }
  return matches.map((match) =>
    match.kind === "row" && (uses.get(match.row) ?? 0) > 1
      ? {
          kind: "undecided",
          resource: match.resource,
          near: [{ row: match.row, differences: match.differences }],
        }
      : match,
  );
}

/** A row that one resource gets is no candidate for another; a resource without candidates is created. */
function withoutTaken(matches: readonly ResourceMatch[]): readonly ResourceMatch[] {
  const taken = new Set(rowsTaken(matches));
  return matches.map((match) => {
    if (match.kind !== "undecided") {
      return match;
    }
    const near = match.near.filter(({ row }) => !taken.has(row));
    return near.length > 0 ? { ...match, near } : { kind: "create", resource: match.resource };
  });
}

const rowsTaken = (matches: readonly ResourceMatch[]): readonly Fields[] =>
  matches.flatMap((match) => (match.kind === "row" ? [match.row] : []));
