import type { Remedy } from "../../state/remedies";
import type { SingletonLeft } from "../../state/singletons";
import { differenceWords, rowName } from "./row-text";

/** What a remedy does, in a line. */
export function remedyWords(remedy: Remedy): string {
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

/** The menus of one row that heal cannot take into the state, and what becomes of them. */
export function singletonWords(singletons: readonly SingletonLeft[]): readonly string[] {
  return singletons.map(({ resource, differences }) => {
    const writes =
      differences.length === 0 ? "the values it has already" : differences.map(differenceWords).join(", ");
    return `Not in the state: ${resource.address}. ${resource.menu.path} is one row, which needs no import: the next apply writes ${writes}.`;
  });
}
