import type { Flow } from "../../simulator";
import type { Origin, Origins } from "./origin";

/** The first of the origins that are followed by one flow: what is true of it is true of the others. */
export function followedOnce(origins: Origins): Origins;
export function followedOnce(origins: readonly Origin[]): readonly Origin[];
export function followedOnce(origins: readonly Origin[]): readonly Origin[] {
  const first = new Map<Flow, Origin>();
  for (const origin of origins) {
    if (!first.has(origin.followed)) {
      first.set(origin.followed, origin);
    }
  }
  return [...first.values()];
}

/** Works something out once for all origins that are followed by one flow. */
export function onceForFlow<Result>(workOut: (flow: Flow) => Result): (origin: Origin) => Result {
  const known = new Map<Flow, Result>();
  return ({ followed }) => {
    const found = known.get(followed) ?? workOut(followed);
    known.set(followed, found);
    return found;
  };
}
