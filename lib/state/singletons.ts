import { type Difference, differencesOf } from "./differences";
import type { RouterRowsByMenu } from "./matching";
import type { Stack, StackResource } from "./stack";

/** A menu with one row that the stack writes and the state does not track. */
export interface UntrackedSingleton {
  readonly resource: StackResource;
  /** What the next apply changes in it. */
  readonly differences: readonly Difference[];
}

/** The menus with one row that the state does not track. */
export function untrackedSingletons(
  { resources }: Stack,
  rows: RouterRowsByMenu,
): readonly UntrackedSingleton[] {
  return resources
    .filter(({ menu, id }) => menu.singleton && id === undefined)
    .map((resource) => {
      const [row = {}] = rows.get(resource.menu.path) ?? [];
      return { resource, differences: differencesOf(resource.menu, resource.configured, row) };
    });
}
