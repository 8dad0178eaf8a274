import { badRequest, noSuchCommand } from "./errors";
import type { VersionedMenu } from "./menus";

/** What a URL below `/rest` names: a menu, and what follows it: an id, a name or a command. */
export interface Target {
  readonly menu: VersionedMenu;
  readonly rest: string | undefined;
}

/** Reads the path of a URL, longest menu first. */
export function resolvePath(menus: ReadonlyMap<string, VersionedMenu>, rawPath: string): Target {
  const segments = rawPath.split("/").filter((segment) => segment !== "");
  for (let length = segments.length; length > 0; length--) {
    const menu = menus.get(segments.slice(0, length).join("/"));
    if (menu === undefined) {
      continue;
    }
    const [raw, ...more] = segments.slice(length);
    if (more.length > 0) {
      throw noSuchCommand(more[0] ?? "");
    }
    return { menu, rest: raw === undefined ? undefined : readItem(raw) };
  }
  throw noSuchCommand(unknownSegment(menus, segments));
}

/** The menu that a URL is about, or undefined where it leads nowhere. */
export function menuIn(menus: ReadonlyMap<string, VersionedMenu>, path: string): VersionedMenu | undefined {
  return menus.get(path) ?? menus.get(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
}

/** RouterOS wants the star of an id as it is; clients that escape it are refused. */
function readItem(raw: string): string {
  if (/%2A/i.test(raw)) {
    throw badRequest("missing or invalid resource identifier");
  }
  try {
    return decodeURIComponent(raw);
  } catch {
    throw badRequest("missing or invalid resource identifier");
  }
}

/** The first segment that leads nowhere. */
function unknownSegment(menus: ReadonlyMap<string, VersionedMenu>, segments: readonly string[]): string {
  const paths = [...menus.keys()];
  const known = segments.findIndex((_, i) => {
    const path = segments.slice(0, i + 1).join("/");
    return !paths.some((menu) => menu === path || menu.startsWith(`${path}/`));
  });
  return segments[known === -1 ? segments.length - 1 : known] ?? "rest";
}
