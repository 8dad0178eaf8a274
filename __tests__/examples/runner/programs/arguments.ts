/** The words of a command line: options with a value, those without, and the rest. */
export interface Words {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
}

/** Reads a command line, and refuses an option that the program does not have. */
export function readWords(
  words: readonly string[],
  options: { readonly values: readonly string[]; readonly flags: readonly string[] },
): Words {
  const values = new Map<string, string[]>();
  const flags = new Set<string>();
  const rest: string[] = [];
  const open = [...words];
  for (let word = open.shift(); word !== undefined; word = open.shift()) {
    if (options.values.includes(word)) {
      values.set(word, [...(values.get(word) ?? []), open.shift() ?? ""]);
    } else if (options.flags.includes(word)) {
      flags.add(word);
    } else if (word.startsWith("-")) {
      throw new Error(`unknown option ${word}`);
    } else {
      rest.push(word);
    }
  }
  return { values, flags, rest };
}
