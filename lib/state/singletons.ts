import { type Difference, differencesOf } from "./differences";
import type { RouterRows } from "./matching";
import type { Stack, StackResource } from "./stack";

/** A menu of one row that the stack writes and the state does not know. */
export interface SingletonLeft {
  readonly resource: StackResource;
  /** What the next apply changes in it. */
  readonly differences: readonly Difference[];
}

/** The menus of one row that the state does not know: nothing tells whether a lost state knew them. */
export function singletonsLeft({ resources }: Stack, rows: RouterRows): readonly SingletonLeft[] {
  return resources
    .filter(({ menu, id }) => menu.singleton && id === undefined)
    .map((resource) => {
      const [row = {}] = rows.get(resource.menu.path) ?? [];
      return { resource, differences: differencesOf(resource.menu, resource.configured, row) };
    });
}
