/** What the rows of a guard on the router are called, and how its script tells that it ran. */
export const GUARD = {
  /** The script, and the row of the scheduler that runs it once its time is up. */
  name: "routeros-state-guard",
  /** The row of the scheduler that runs it when the router starts. */
  startup: "routeros-state-guard-startup",
  /** The row that proves that the scheduler runs. */
  test: "routeros-state-guard-test",
  /** The comment of all of them while they are armed. */
  armed: "routeros-state guard: armed",
  /** The comment of the script once it ran. */
  undone: "routeros-state guard: undone",
} as const;
