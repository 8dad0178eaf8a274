import commands from "./data/commands.json";

/** What a menu's commands take: `{ add: ["address", ...], set: [...] }`. */
export type Commands = Readonly<Record<string, readonly string[]>>;

const tables: Readonly<Record<string, Readonly<Record<string, Commands>>>> = commands.versions;

/** The versions whose command tables the lab knows, oldest first. */
export const KNOWN_VERSIONS: readonly string[] = Object.keys(tables);

/** What the lab is when nothing else is asked for. */
export const DEFAULT_VERSION = "7.20";

/** A known version by its full name, or by a shorter one: `7.20` is the newest known 7.20.x. */
export function resolveVersion(wanted: string): string {
  const newestFirst = [...KNOWN_VERSIONS].reverse();
  const found = newestFirst.find((version) => version === wanted || version.startsWith(`${wanted}.`));
  if (found === undefined) {
    throw new Error(`RouterOS ${wanted} is not known to the lab; it knows ${KNOWN_VERSIONS.join(", ")}.`);
  }
  return found;
}

/** The commands of a menu in a version, or undefined where the lab does not serve the menu. */
export function commandsOf(version: string, menu: string): Commands | undefined {
  return tables[version]?.[menu];
}
