import Table from "cli-table3";
import { formatMarkdown, readPlan, review } from "../../lib/review";
import { SHAPES, type Shape } from "./shapes";

/*
 * How long a review takes, by the size of the plan, what it is made of and what the plan does to that: `npm run bench:review`.
 * Growth is compared within one run, in the processor's time, so that other work on the machine counts little; of several
 * runs the shortest, so that a collection of garbage does not. It exits with 1 where the bar is not met.
 */

const SIZES = [2500, 5000] as const;

/** The size of the first run, which compiles. */
const WARM_UP = 1250;

/** How often each plan is reviewed. */
const RUNS = 3;

/** What a review of the largest size may take. */
const MOST_MS = 2000;

/** How much longer twice the size may take: linear growth, and a tenth for what the machine does besides. */
const MOST_GROWTH = 2.2;

/** Below this the growth of a time is that of garbage collection and compilation. */
const LEAST_MS = 500;

const DOINGS = ["made", "changed", "removed"] as const;

function cpuMs(plan: object, runs: number = RUNS): number {
  const text = JSON.stringify(plan);
  const times = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    formatMarkdown(review([readPlan(text, "plan.json")]));
    return process.cpuUsage(start).user;
  });
  return Math.round(Math.min(...times) / 1000);
}

function measure(shape: Shape, doing: (typeof DOINGS)[number]) {
  cpuMs(shape[doing](WARM_UP), 1);
  const times = SIZES.map((size) => cpuMs(shape[doing](size)));
  const [half = 0, whole = 0] = times;
  const growth = whole / Math.max(1, half);
  const isMet = whole < MOST_MS && (growth <= MOST_GROWTH || whole < LEAST_MS);
  return { name: `${shape.name}, ${doing}`, times, whole, growth, isMet };
}

const measured = SHAPES.flatMap((shape) => DOINGS.map((doing) => measure(shape, doing)));
const table = new Table({
  head: ["resources of a plan", ...SIZES.map(String), "growth for twice the size"],
  style: { head: [], border: [] },
});
for (const { name, times, growth } of measured) {
  table.push([name, ...times.map((each) => `${each} ms`), growth.toFixed(1)]);
}
console.log(table.toString());
const longest = Math.max(...measured.map(({ whole }) => whole));
const bar = `${MOST_MS} ms for ${SIZES[1]} resources, and at most ${MOST_GROWTH} times as long for twice as many (from ${LEAST_MS} ms on)`;
const missed = measured.filter(({ isMet }) => !isMet).map(({ name }) => name);
console.log(
  missed.length === 0
    ? `The bar is met: ${bar}. The longest took ${longest} ms.`
    : `The bar is not met: ${bar}. Missed by: ${missed.join("; ")}.`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
