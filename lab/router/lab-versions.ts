import { argumentsOf, commandsIn, KNOWN_VERSIONS, knownVersionFor } from "../../lib/routeros/arguments";
import { isOlder } from "../../lib/routeros/compare-versions";

/** What a menu's commands take: `{ add: ["address", ...], set: [...] }`. */
export type Commands = Readonly<Record<string, readonly string[]>>;

/** The versions whose replies and errors the lab was compared with, oldest first. */
export const COMPARED_VERSIONS: readonly string[] = ["7.12.2", "7.16", "7.20.4", "7.24"];

/** The version of a lab router unless another is asked for. */
export const DEFAULT_VERSION = "7.20";

const [OLDEST = "", NEWEST = ""] = [KNOWN_VERSIONS.at(0), KNOWN_VERSIONS.at(-1)];

/**
 * The version of a lab router.
 *
 * @param wanted a version, or a shorter form: `7.20` is the 7.20.x that the lab was compared with, or else the newest
 *   known one; `7` is the newest version; a version that is newer than all known ones is treated as the newest
 * @throws Error for a version that is older than all known ones, and for a text that is no version
 */
export function resolveVersion(wanted: string): string {
  const isPartOf = (version: string): boolean => version === wanted || version.startsWith(`${wanted}.`);
  const named = [...KNOWN_VERSIONS, ...COMPARED_VERSIONS].filter(isPartOf).at(-1);
  if (named !== undefined) {
    return named;
  }
  if (!/^\d+\.\d+(\.\d+)?$/.test(wanted) || knownVersionFor(wanted) === undefined) {
    throw new Error(
      `RouterOS ${wanted} is not known to the lab: write a version from ${OLDEST} to ${NEWEST}, or a newer one.`,
    );
  }
  return isNewerThanKnown(wanted) ? NEWEST : wanted;
}

/** Whether a version is newer than all whose arguments are known, so that a lab router is the newest of these instead. */
export function isNewerThanKnown(wanted: string): boolean {
  return isOlder(NEWEST, wanted) && minorOf(wanted) !== minorOf(NEWEST);
}

const minorOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** The commands of a menu that change rows in a version, or undefined where no version is known to have the menu. */
export function commandsInVersion(version: string, menu: string): Commands | undefined {
  const [path, known] = [`/${menu}`, knownVersionFor(version) ?? NEWEST];
  const commands = commandsIn(path).flatMap((command) => {
    const taken = argumentsOf(path, command, known);
    return taken === undefined ? [] : [[command, taken] as const];
  });
  return commands.length === 0 ? undefined : Object.fromEntries(commands);
}
