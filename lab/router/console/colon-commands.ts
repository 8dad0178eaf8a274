/** The commands of no menu that the lab runs. A script with another one is refused before it does anything. */
export const COLON_COMMANDS: ReadonlySet<string> = new Set([
  ":do",
  ":error",
  ":foreach",
  ":if",
  ":len",
  ":local",
  ":log",
  ":set",
]);
