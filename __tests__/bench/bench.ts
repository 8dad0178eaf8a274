import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import Table from "cli-table3";
import { Command } from "commander";
import ora from "ora";
import { reviewSubjects } from "./reviews";
import { stateSubjects } from "./states";
import { type Bar, type Measured, measure, type Subject } from "./subject";
import { synthesisSubjects } from "./synthesis";

/*
 * `npm run bench` and `npm run bench -- --all`: how long synthesis, reviews and `routeros-state` take, by size, in the
 * processor's time, so that other work on the machine counts little. It exits with 1 where a bar is not met.
 *
 * Synthesis stands beside the same rows written as resources by hand: both run in turn in one process, and each number is
 * the median of its runs.
 */

interface Options {
  readonly all: boolean;
}

const subjectsOf = ({ all }: Options): Subject[] => [
  ...synthesisSubjects(all),
  ...stateSubjects(all),
  ...reviewSubjects(all),
];

async function bench(words: readonly string[], options: Options): Promise<void> {
  const names = subjectsOf(options)
    .map(({ name }) => name)
    .filter((name) => name.includes(words.join(" ")));
  const spinner = ora();
  const measured: Measured[] = [];
  for (const [i, name] of names.entries()) {
    spinner.start(`${name} (${i + 1} of ${names.length})`);
    measured.push(await measureApart(name, options));
  }
  spinner.stop();
  print(measured);
  process.exitCode = measured.every(({ isMet }) => isMet) ? 0 : 1;
}

/** CDKTF keeps every token for ever, which makes whatever comes later slower: each subject has a heap of its own. */
async function measureApart(name: string, options: Options): Promise<Measured> {
  const [measured] = await once(new Worker(__filename, { workerData: { name, options } }), "message");
  return measured;
}

function print(measured: readonly Measured[]): void {
  const table = new Table({
    head: ["what", "sizes", "ms of CPU", "by hand", "times", "exponent", "bar"],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, sizes, bar, ms, byHandMs, times, exponent, isMet } of measured) {
    const isCompared = byHandMs.some(Number.isFinite);
    table.push([
      name,
      sizes.join(" / "),
      list(ms, 0),
      isCompared ? list(byHandMs, 0) : "",
      isCompared ? list(times, 2) : "",
      exponent.toFixed(2),
      `${barOf(bar)}${isMet ? "" : " MISSED"}`,
    ]);
  }
  console.log(table.toString());
}

const list = (values: readonly number[], digits: number): string =>
  values.map((value) => value.toFixed(digits)).join(" / ");

function barOf({ exponent, ms, times }: Bar): string {
  return [
    ...(exponent === undefined ? [] : [`exponent ${exponent}`]),
    ...(ms === undefined ? [] : [`${ms.most} ms at ${ms.size}`]),
    ...(times === undefined ? [] : [`${times.most} times at ${times.size}`]),
  ].join(", ");
}

if (isMainThread) {
  new Command("bench")
    .description("Measures the program. Words choose what: only names that hold them are measured.")
    .option("--all", "every shape of plan, and larger sizes", false)
    .argument("[name...]", "part of a name in the table")
    .action(bench)
    .parse();
} else {
  const { name, options } = workerData as { readonly name: string; readonly options: Options };
  const subject = subjectsOf(options).find((candidate) => candidate.name === name);
  parentPort?.postMessage(subject && measure(subject));
}
