import { readFileSync } from "node:fs";

/** What a program of the data plane may do beside what everybody may. */
export type Capability = "net_admin" | "net_bind_service" | "net_raw";

const NOBODY = 65_534;

/** Whether this user namespace knows more users than its root: `UID-INSIDE UID-OUTSIDE COUNT` per line. */
const knowsNobody = (): boolean =>
  readFileSync("/proc/self/uid_map", "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => first <= NOBODY && NOBODY < first + count);

/**
 * The words that make a command run with these capabilities and no others, and end with this process. `as: "nobody"`
 * changes the user too, where there is another one: a user namespace of one's own has only its root.
 */
export function confined(capabilities: readonly Capability[], as: "nobody" | "root"): readonly string[] {
  const only = ["-all", ...capabilities.map((capability) => `+${capability}`)].join(",");
  const sets = ["--inh-caps", only, "--bounding-set", only];
  const user = [
    "--reuid",
    String(NOBODY),
    "--regid",
    String(NOBODY),
    "--clear-groups",
    "--ambient-caps",
    only,
  ];
  return [
    "setpriv",
    ...(as === "nobody" && knowsNobody() ? user : []),
    ...sets,
    "--no-new-privs",
    // A change of the user has undone the first one.
    "--pdeathsig",
    "KILL",
  ];
}
