import { additionsTo, type Difference, differencesOf, similarity } from "./differences";
import { type Fields, isDynamic } from "./fields";
import { IdentityIndex } from "./identity-index";
import type { Stack, StackResource } from "./stack";

/** The rows of a router by menu, such as `/ip/route`, in the router's order; a singleton's is the one row. */
export type RouterRows = ReadonlyMap<string, readonly Fields[]>;

/** A row that is not quite what a resource says. */
export interface NearRow {
  readonly row: Fields;
  readonly differences: readonly Difference[];
}

/** One row does what the resource says, or the user said that it is the one: it is imported. */
export interface RowMatch extends NearRow {
  readonly kind: "row";
  readonly resource: StackResource;
}

/** Not decided: several rows fit, or none fits and some nearly do, or nobody knows yet what the row shall be. */
export interface OpenMatch {
  readonly kind: "open";
  readonly resource: StackResource;
  readonly near: readonly NearRow[];
}

/** No row comes near: one is created. */
export interface CreateMatch {
  readonly kind: "create";
  readonly resource: StackResource;
}

/** The menu is one row, which is there on every router: an apply writes what is said. */
export interface SingletonMatch {
  readonly kind: "singleton";
  readonly resource: StackResource;
  readonly differences: readonly Difference[];
}

/** What becomes of a resource that the state does not know yet. */
export type Match = RowMatch | OpenMatch | CreateMatch | SingletonMatch;

/** What the user answers for a resource: the `.id` of its row, or that it is to be created. */
export type Answers = ReadonlyMap<string, string>;

/** The answer for a resource whose row is to be created. */
export const CREATE = "create";

/** So many rows of which none fits are worth a look. */
const NEAREST = 3;

/** From so much of what identifies it on, a row is worth a look. */
const NEAR = 0.5;

/**
 * Matches the rows of a router to the resources that the state does not know, by what the rows do: a row fits that
 * holds every field the resource says, and none that it would take off. A comment only decides between rows that fit.
 */
export function matchRows(stack: Stack, rows: RouterRows, answers: Answers = new Map()): readonly Match[] {
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

/** The rows that a resource may have: those that are neither the router's own nor in the state already. */
export function freeRows(stack: Stack, rows: RouterRows): (resource: StackResource) => readonly Fields[] {
  const taken = new Set(stack.resources.map(({ menu, id }) => `${menu.path} ${id}`));
  return ({ menu }) =>
    (rows.get(menu.path) ?? []).filter((row) => !isDynamic(row) && !taken.has(`${menu.path} ${row[".id"]}`));
}

/** The fields, but for the comment, in which a row does not do what a resource says. */
export function mismatches(resource: StackResource, row: Fields): readonly Difference[] {
  const { comment: _, ...doing } = resource.configured;
  return [...differencesOf(resource.menu, doing, row), ...additionsTo(resource, row)];
}

function matchOne(
  resource: StackResource,
  free: IdentityIndex,
  rows: RouterRows,
  answer: string | undefined,
): Match {
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
  const judge = (row: Fields): NearRow => ({ row, differences: mismatches(resource, row) });
  const fitting = free
    .candidates(resource.configured)
    .map(judge)
    .filter(({ differences }) => differences.length === 0);
  const [only, ...others] = resource.unknown.length > 0 ? [] : decided(resource, fitting);
  if (only !== undefined && others.length === 0) {
    return { kind: "row", resource, ...only };
  }
  const near = fitting.length > 0 ? fitting : nearest(resource, free.rows, judge);
  return near.length > 0 ? { kind: "open", resource, near } : { kind: "create", resource };
}

/** Of several rows that fit, the one with the resource's own comment. */
function decided({ configured }: StackResource, fitting: readonly NearRow[]): readonly NearRow[] {
  const named = fitting.filter(
    ({ row }) => configured["comment"] !== undefined && row["comment"] === configured["comment"],
  );
  return named.length === 1 ? named : fitting;
}

function nearest(
  { menu, configured }: StackResource,
  rows: readonly Fields[],
  judge: (row: Fields) => NearRow,
): readonly NearRow[] {
  return rows
    .map((row) => ({ row, likeness: similarity(menu, configured, row) }))
    .filter((candidate) => candidate.likeness >= NEAR)
    .map((candidate) => ({ ...candidate, near: judge(candidate.row) }))
    .sort((a, b) => b.likeness - a.likeness || a.near.differences.length - b.near.differences.length)
    .slice(0, NEAREST)
    .map(({ near }) => near);
}

/** A row that two resources would have is neither's until somebody says whose. */
function withoutShared(matches: readonly Match[]): readonly Match[] {
  const claims = new Map<Fields, number>();
  for (const row of rowsTaken(matches)) {
    claims.set(row, (claims.get(row) ?? 0) + 1);
  }
  return matches.map((match) =>
    match.kind === "row" && (claims.get(match.row) ?? 0) > 1
      ? { kind: "open", resource: match.resource, near: [{ row: match.row, differences: match.differences }] }
      : match,
  );
}

/** What is another's is near to nobody; a resource that nothing else comes near is created. */
function withoutTaken(matches: readonly Match[]): readonly Match[] {
  const taken = new Set(rowsTaken(matches));
  return matches.map((match) => {
    if (match.kind !== "open") {
      return match;
    }
    const near = match.near.filter(({ row }) => !taken.has(row));
    return near.length > 0 ? { ...match, near } : { kind: "create", resource: match.resource };
  });
}

const rowsTaken = (matches: readonly Match[]): readonly Fields[] =>
  matches.flatMap((match) => (match.kind === "row" ? [match.row] : []));
