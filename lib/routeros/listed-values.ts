import data from "./data/values.json";

const MENUS: Readonly<Record<string, Readonly<Record<string, string>>>> = data.menus;

/**
 * The values that a property takes, of those with a fixed list; their source and version are in `data/values.json`.
 *
 * @throws Error for a property without such a list
 */
export function listedValues(menu: string, property: string): readonly string[] {
  const values = MENUS[menu]?.[property];
  if (values === undefined) {
    throw new Error(`${menu} ${property} has no list of values`);
  }
  return values.split(" ");
}
