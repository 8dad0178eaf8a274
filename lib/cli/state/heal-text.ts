import type { Remedy } from "../../state/remedies";
import type { UntrackedSingleton } from "../../state/singletons";
import { differenceText, rowName } from "./row-text";

/** What a remedy changes, in one line. */
export function remedyText(remedy: Remedy): string {
  const { kind, resource } = remedy;
  const { path } = resource.menu;
  const row = rowName(remedy.row, resource);
  switch (kind) {
    case "write": {
      const fields = Object.entries(remedy.fields).map(([field, value]) => `${field}=${value}`);
      return `write to ${path} ${remedy.row[".id"] ?? ""}: ${fields.join(" ")}`;
    }
    case "import":
      return `import ${path} ${row} as ${resource.address}`;
    case "remove":
      return `remove ${path} ${row}, a copy of ${resource.address}`;
  }
}

/** The menus with one row that are not in the state, and what the next apply writes to them. */
export function singletonText(singletons: readonly UntrackedSingleton[]): readonly string[] {
  return singletons.map(({ resource, differences }) => {
    const writes =
      differences.length === 0 ? "the values that it has" : differences.map(differenceText).join(", ");
    return `Not in the state: ${resource.address}. ${resource.menu.path} has one row and needs no import: the next apply writes ${writes}.`;
  });
}
