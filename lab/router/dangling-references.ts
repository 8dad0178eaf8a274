import type { VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import type { Store, StoredRow } from "./store";
import type { World } from "./values/type";

const sourcesOf = (menus: ReadonlyMap<string, VersionedMenu>, path: string): readonly string[] =>
  menus.get(path)?.sources ?? [path];

/** The names that values may refer to: those of the rows there are, built-in ones included. */
export function worldOf(menus: ReadonlyMap<string, VersionedMenu>, store: Store, now: World["now"]): World {
  return {
    now,
    has: (path, name) => {
      const builtin = menus.get(path)?.menu.builtin ?? [];
      const rows = sourcesOf(menus, path).flatMap((source) => store.rows(source));
      return [...builtin, ...rows].some((row) => row.values["name"] === name);
    },
  };
}

/** The rows of the menus that mention a row whose name became another text, rewritten. */
export function rewriteReferences(
  menus: ReadonlyMap<string, VersionedMenu>,
  rowsOf: (path: string) => readonly StoredRow[],
  renamed: { path: string; from: string; to: string },
): Map<string, readonly StoredRow[]> {
  const changes = new Map<string, readonly StoredRow[]>();
  for (const menu of menus.values()) {
    if (menu.menu.viewOf !== undefined) {
      continue;
    }
    const rows = rowsOf(menu.path);
    const rewritten = rows.map((row) =>
      rewriteRow(menu, row, (path) => sourcesOf(menus, path).includes(renamed.path), renamed),
    );
    if (rewritten.some((row, i) => row !== rows[i])) {
      changes.set(menu.path, rewritten);
    }
  }
  return changes;
}

function rewriteRow(
  menu: VersionedMenu,
  row: StoredRow,
  concerns: (path: string) => boolean,
  { from, to }: { from: string; to: string },
): StoredRow {
  let values: Values = row.values;
  for (const [name, value] of Object.entries(row.values)) {
    for (const reference of menu.menu.properties[name]?.type.references ?? []) {
      if (!concerns(reference.menu) || !reference.names(value).includes(from)) {
        continue;
      }
      values = { ...values, [name]: reference.replace(values[name] ?? value, from, to) };
    }
  }
  return values === row.values ? row : { ...row, values };
}

/** Whether a row mentions something that was removed since: such a mention shows the id that is gone. */
export function dangles(menu: VersionedMenu, values: Values, world: World): boolean {
  return Object.entries(values).some(([name, value]) =>
    (menu.menu.properties[name]?.type.references ?? []).some((reference) =>
      reference.names(value).some((mentioned) => !world.has(reference.menu, mentioned)),
    ),
  );
}
