/** Whether what was checked is right: `unknown` where a value that decides is not known, or is not supported. */
export type Verdict = "pass" | "fail" | "unknown";

/** The verdict of several parts: one that fails decides, whatever the others are. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes("fail") ? "fail" : verdicts.includes("unknown") ? "unknown" : "pass";
}
