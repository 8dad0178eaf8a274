const { relative, resolve } = require("node:path");
const Table = require("cli-table3");

const TESTS = resolve(__dirname, "__tests__");
/** How often a run that nobody watches on a terminal says where it is. */
const INTERVAL_MS = 15_000;

/** `packets/spread`, of the path of its file. */
const nameOf = (path) => relative(TESTS, path).replace(/\.test\.ts$/, "");
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Says how far a run is, names what fails as soon as it fails, and ends with a table of the modules. */
module.exports = class Progress {
  constructor() {
    this.running = new Map();
    this.modules = new Map();
    this.done = 0;
    this.failed = 0;
    this.isTerminal = process.stderr.isTTY === true;
  }

  onRunStart({ numTotalTestSuites }) {
    this.total = numTotalTestSuites;
    this.started = Date.now();
    this.timer = setInterval(() => this.show(), this.isTerminal ? 1000 : INTERVAL_MS);
  }

  onTestFileStart({ path }) {
    this.running.set(nameOf(path), Date.now());
  }

  onTestFileResult({ path }, result) {
    const name = nameOf(path);
    this.running.delete(name);
    this.done += 1;
    const module = name.split("/")[0];
    const sum = this.modules.get(module) ?? { files: 0, passed: 0, failed: 0, ms: 0, slowest: undefined };
    const ms = result.perfStats.runtime;
    sum.files += 1;
    sum.passed += result.numPassingTests;
    sum.failed += result.numFailingTests + (result.testExecError ? 1 : 0);
    sum.ms += ms;
    if (sum.slowest === undefined || ms > sum.slowest.ms) {
      sum.slowest = { name, ms };
    }
    this.modules.set(module, sum);
    if (result.failureMessage) {
      this.failed += 1;
      this.say(`FAIL ${name}\n${result.failureMessage}`);
    }
  }

  onRunComplete() {
    clearInterval(this.timer);
    const rows = [...this.modules].sort(([, a], [, b]) => b.ms - a.ms);
    const table = new Table({
      head: ["module", "files", "passed", "failed", "time", "slowest"],
      style: { head: [], border: [], compact: true },
      colAligns: ["left", "right", "right", "right", "right", "left"],
    });
    table.push(
      ...rows.map(([module, { files, passed, failed, ms, slowest }]) => [
        module,
        files,
        passed,
        failed,
        seconds(ms),
        `${slowest.name} ${seconds(slowest.ms)}`,
      ]),
    );
    this.say(table.toString());
  }

  show() {
    const [slowest] = [...this.running].sort(([, a], [, b]) => a - b);
    const now = slowest
      ? `; slowest now: ${slowest[0]} (${Math.round((Date.now() - slowest[1]) / 1000)} s)`
      : "";
    const failed = this.failed > 0 ? `, ${this.failed} failed` : "";
    const line = `${this.done} of ${this.total} files done${failed} after ${Math.round((Date.now() - this.started) / 1000)} s${now}`;
    process.stderr.write(this.isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Prints above the line that says where the run is. */
  say(text) {
    process.stderr.write(`${this.isTerminal ? "\r\u001b[K" : ""}${text}\n`);
  }
};
