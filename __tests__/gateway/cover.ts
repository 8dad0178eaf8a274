/** Options by name, and the values that each may have. */
export type Options = Readonly<Record<string, readonly string[]>>;

/** Values of options; a part of a whole choice where it has not all of them. */
export type Choice = Readonly<Record<string, string>>;

/**
 * Chooses values so that each wanted part occurs in some choice.
 *
 * Greedy: each choice starts from a part that is missing, and takes for every other option the value that has met the
 * values so far least often.
 *
 * @param wanted such as every two values of two options; those that hold an impossible part are left out
 * @param impossible values that must not occur together
 */
export function cover(options: Options, wanted: readonly Choice[], impossible: readonly Choice[]): Choice[] {
  const covering: Choice[] = [];
  const met = new Map<string, number>();
  const gain = (choice: Choice, name: string, value: string): number =>
    Object.entries(choice).reduce(
      (sum, [other, its]) => sum + 1 / (1 + (met.get(keyOf(other, its, name, value)) ?? 0)) ** 3,
      0,
    );
  for (const part of wanted) {
    if (impossible.some((other) => holds(part, other)) || covering.some((choice) => holds(choice, part))) {
      continue;
    }
    const chosen = complete(part, options, impossible, gain);
    if (chosen === undefined) {
      throw new Error(`no choice is possible with ${JSON.stringify(part)}`);
    }
    for (const pair of pairsOf(chosen)) {
      met.set(pair, (met.get(pair) ?? 0) + 1);
    }
    covering.push(chosen);
  }
  return covering;
}

/** Every combination of values of so many options. */
export function combinations(options: Options, size: number): Choice[] {
  if (size === 0) {
    return [{}];
  }
  const entries = Object.entries(options);
  return entries.flatMap(([name, values], i) => {
    const others = combinations(Object.fromEntries(entries.slice(i + 1)), size - 1);
    return values.flatMap((value) => others.map((other) => ({ [name]: value, ...other })));
  });
}

/** Whether a choice has every value of a part. */
export function holds(choice: Choice, part: Choice): boolean {
  for (const name in part) {
    if (choice[name] !== part[name]) {
      return false;
    }
  }
  return true;
}

/** A whole choice with these values, the others by their gain; undefined where none is possible. */
function complete(
  choice: Choice,
  options: Options,
  impossible: readonly Choice[],
  gain: (choice: Choice, name: string, value: string) => number,
): Choice | undefined {
  const open = Object.entries(options).find(([name]) => choice[name] === undefined);
  if (open === undefined) {
    return choice;
  }
  const [name, values] = open;
  const gains = new Map(values.map((value) => [value, gain(choice, name, value)]));
  for (const value of [...values].sort((a, b) => (gains.get(b) ?? 0) - (gains.get(a) ?? 0))) {
    const next = { ...choice, [name]: value };
    const completed = impossible.some((part) => holds(next, part))
      ? undefined
      : complete(next, options, impossible, gain);
    if (completed !== undefined) {
      return completed;
    }
  }
  return undefined;
}

function pairsOf(choice: Choice): string[] {
  const entries = Object.entries(choice);
  return entries.flatMap(([a, va], i) => entries.slice(i + 1).map(([b, vb]) => keyOf(a, va, b, vb)));
}

function keyOf(a: string, itsValue: string, b: string, value: string): string {
  return a < b ? `${a}=${itsValue}&${b}=${value}` : `${b}=${value}&${a}=${itsValue}`;
}
