import { cpuMs, exponentOf, median } from "./measure";

/** Something that is measured by its size. */
export interface Subject {
  readonly name: string;
  readonly sizes: readonly number[];
  /** Makes what a run of that size needs, which is not measured. */
  readonly prepare: (size: number) => Prepared;
  readonly bar: Bar;
}

/** A run, and what it is compared with. */
export interface Prepared {
  readonly run: () => void;
  readonly byHand?: () => void;
}

/** What is asked of a subject. */
export interface Bar {
  /** The most that the exponent of growth may be; absent where it is only shown. */
  readonly exponent?: number;
  /** The most that a run of a size may take of the processor, in milliseconds. */
  readonly ms?: { readonly size: number; readonly most: number };
  /** The most that a run of a size may take, in times of what it is compared with. */
  readonly times?: { readonly size: number; readonly most: number };
}

/** What was measured of a subject, by size. */
export interface Measured {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly bar: Bar;
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** How many times of what it is compared with a run takes. */
  readonly times: readonly number[];
  readonly exponent: number;
  readonly isMet: boolean;
}

/** How many turns there are, and how many where the bar is missed. */
const TURNS = 3;
const MOST_TURNS = 7;

/** Measures runs of all sizes in turns. A subject that misses its bar gets more turns, which one that is too slow misses too. */
export function measure(subject: Subject): Measured {
  const prepared = subject.sizes.map(subject.prepare);
  const ms = prepared.map((): number[] => []);
  const byHandMs = prepared.map((): number[] => []);
  // Code that has not run yet is slower.
  prepared[0]?.run();
  prepared[0]?.byHand?.();
  for (let turn = 1; ; turn += 1) {
    for (const [i, { run, byHand }] of prepared.entries()) {
      ms[i]?.push(clean(run));
      if (byHand !== undefined) {
        byHandMs[i]?.push(clean(byHand));
      }
    }
    if (turn % 2 === 1 && turn >= TURNS) {
      const measured = summary(subject, ms, byHandMs);
      if (measured.isMet || turn >= MOST_TURNS) {
        return measured;
      }
    }
  }
}

/** Starts without the garbage of earlier runs. */
function clean(run: () => void): number {
  globalThis.gc?.();
  return cpuMs(run);
}

function summary(
  { name, sizes, bar }: Subject,
  ms: readonly (readonly number[])[],
  byHandMs: readonly (readonly number[])[],
): Measured {
  const medians = ms.map(median);
  const exponent = exponentOf(sizes, medians);
  const times = ms.map((runs, i) => median(runs.map((run, turn) => run / (byHandMs[i]?.[turn] ?? 0))));
  const at = (values: readonly number[], size: number): number => values[sizes.indexOf(size)] ?? Infinity;
  return {
    name,
    sizes,
    bar,
    ms: medians,
    byHandMs: byHandMs.map(median),
    times,
    exponent,
    isMet:
      exponent <= (bar.exponent ?? Infinity) &&
      (bar.ms === undefined || at(medians, bar.ms.size) <= bar.ms.most) &&
      (bar.times === undefined || at(times, bar.times.size) <= bar.times.most),
  };
}
