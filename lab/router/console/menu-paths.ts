import type { VersionedMenu } from "../menus";
import type { Word } from "./script";

/** Where the words of a command lead. */
export interface Target {
  /** Undefined where a path only leads to menus, as `/ip` does. */
  readonly menu: VersionedMenu | undefined;
  readonly path: readonly string[];
  /** The command and its arguments. */
  readonly rest: readonly Word[];
}

/** The menu that words begin with, the longest. */
export function menuOf(
  menus: ReadonlyMap<string, VersionedMenu>,
  base: readonly string[],
  words: readonly Word[],
): Target {
  const firstOther = words.findIndex((word) => word.kind !== "plain");
  const plain = words
    .slice(0, firstOther === -1 ? words.length : firstOther)
    .map((word) => (word.kind === "plain" ? word.text : ""));
  for (let length = plain.length; length > 0; length -= 1) {
    const path = [...base, ...plain.slice(0, length)];
    if (isPath(menus, path)) {
      return { menu: menus.get(path.join("/")), path, rest: words.slice(length) };
    }
  }
  return { menu: menus.get(base.join("/")), path: base, rest: words };
}

function isPath(menus: ReadonlyMap<string, VersionedMenu>, path: readonly string[]): boolean {
  const joined = path.join("/");
  return [...menus.keys()].some((menu) => menu === joined || menu.startsWith(`${joined}/`));
}
