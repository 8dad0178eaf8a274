import { resolve } from "node:path";
import Table from "cli-table3";
import ora from "ora";
import type * as Review from "../../lib/review";
import { SHAPES, type Shape } from "./shapes";

/*
 * How long a review takes, by the size of the plan, what it is made of and what the plan does to that: `npm run bench:review`.
 * It exits with 1 where the bar is not met.
 *
 * Measured is what is published, in the processor's time, so that other work on the machine counts little. Plans of all sizes
 * are reviewed in turns, and the shortest time of each counts: whatever the machine does besides makes a run longer, and none
 * shorter. Where the bar is missed there are more turns, which a review that is too slow misses as well.
 */

const SIZES = [2500, 5000, 10_000] as const;

/** The size for which there is a bar, and what a review of it may take. */
const JUDGED = 5000;
const MOST_MS = 2000;

/**
 * The exponent of growth, fitted through all sizes: 1 is linear, and some more is left to what the machine does besides, such as
 * memory that the processor does not reach at once.
 */
const MOST_EXPONENT = 1.15;

/** How many turns there are, and how many where the bar is missed. */
const TURNS = 3;
const MOST_TURNS = 12;

const DOINGS = ["made", "changed", "removed"] as const;

const { formatMarkdown, readPlan, review } = require(
  resolve(__dirname, "../../dist/review"),
) as typeof Review;

interface Measured {
  readonly name: string;
  /** By size, in milliseconds. */
  readonly times: readonly number[];
  readonly judged: number;
  readonly exponent: number;
}

function measure(shape: Shape, doing: (typeof DOINGS)[number]): Measured {
  const texts = SIZES.map((size) => JSON.stringify(shape[doing](size)));
  let times = texts.map(() => Infinity);
  for (let turn = 0; ; turn += 1) {
    times = texts.map((text, i) => Math.min(cpuMs(text), times[i] ?? Infinity));
    const measured = {
      name: `${shape.name}, ${doing}`,
      times,
      judged: times[SIZES.indexOf(JUDGED)] ?? Infinity,
      exponent: exponentOf(times),
    };
    if (turn + 1 >= MOST_TURNS || (turn + 1 >= TURNS && isMet(measured))) {
      return measured;
    }
  }
}

function cpuMs(text: string): number {
  const start = process.cpuUsage();
  formatMarkdown(review([readPlan(text, "plan.json")]));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The slope of the straight line that fits best where sizes and times are drawn on logarithmic scales. */
function exponentOf(times: readonly number[]): number {
  const points = times.map((time, i) => [Math.log(SIZES[i] ?? 0), Math.log(time)] as const);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([size]) => size)), mean(points.map(([, time]) => time))];
  return (
    mean(points.map(([size, time]) => (size - x) * (time - y))) /
    mean(points.map(([size]) => (size - x) ** 2))
  );
}

function isMet({ judged, exponent }: Measured): boolean {
  return judged < MOST_MS && exponent <= MOST_EXPONENT;
}

const wanted = process.argv.slice(2).join(" ");
const shapes = SHAPES.filter(({ name }) => name.includes(wanted));
const spinner = ora();
const measured = shapes.flatMap((shape, i) =>
  DOINGS.map((doing) => {
    spinner.start(`${shape.name}, ${doing} (${i + 1} of ${shapes.length})`);
    return measure(shape, doing);
  }),
);
spinner.stop();
const table = new Table({
  head: ["resources of a plan", ...SIZES.map(String), "exponent of growth"],
  style: { head: [], border: [], compact: true },
});
for (const { name, times, exponent } of measured) {
  table.push([name, ...times.map((time) => `${time.toFixed(0)} ms`), exponent.toFixed(2)]);
}
console.log(table.toString());
const bar = `${MOST_MS} ms for ${JUDGED} resources, and growth with an exponent of at most ${MOST_EXPONENT}`;
const missed = measured.filter((each) => !isMet(each)).map(({ name }) => name);
const [longest, steepest] = [
  Math.max(...measured.map(({ judged }) => judged)),
  Math.max(...measured.map(({ exponent }) => exponent)),
];
console.log(
  missed.length === 0
    ? `The bar is met: ${bar}. The longest took ${longest.toFixed(0)} ms, the steepest grew with ${steepest.toFixed(2)}.`
    : `The bar is not met: ${bar}. Missed by: ${missed.join("; ")}.`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
