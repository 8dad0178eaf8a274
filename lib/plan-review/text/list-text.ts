/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

/** The first items of a list and how many more there are: `a, b and 3 more`. */
export function listedUpTo(most: number, items: readonly string[]): string {
  const more = items.length - most;
  return more > 0 ? `${items.slice(0, most).join(", ")} and ${more} more` : listed(items);
}

/** The same with commas alone: `a, b and 3 more`, and `a, b` where there are no more. */
export function firstOf(most: number, items: readonly string[], separator = ", "): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `1 row`, `2 rows`, `2 addresses`. */
export function counted(
  count: number,
  one: string,
  many = `${one}${one.endsWith("s") ? "es" : "s"}`,
): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A text that begins a sentence. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
