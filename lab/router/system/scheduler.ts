import type { Values } from "../menus/menu";
import type { StoredRow } from "../store";
import { dateAndTime } from "../values/date";
import { parseInterval } from "../values/time";
import type { LabClock } from "./lab-clock";

/** How long after a boot rows with `start-time=startup` run. */
const STARTUP_MS = 3000;

/** The longest time that a timer of this machine waits. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** What the scheduler knows of a row beside the row itself. */
interface Armed {
  /** The fields that the next run follows from. */
  readonly by: string;
  readonly next: number | undefined;
  readonly runs: number;
}

interface SchedulerParts {
  readonly clock: LabClock;
  /** The rows of `/system/scheduler`, in their order. */
  readonly rows: () => readonly StoredRow[];
  /** Whether the device mode lets rows run. */
  readonly isAllowed: () => boolean;
  /** Runs the event of a row; whatever fails in it is its own affair. */
  readonly run: (row: StoredRow) => void;
}

/** `/system/scheduler`: runs rows when they are due, in their order and one after the other. */
export class Scheduler {
  private armed: ReadonlyMap<string, Armed> = new Map();
  private bootedAt: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: SchedulerParts) {
    this.bootedAt = parts.clock.now;
    this.arm(true);
  }

  /** Looks at the rows again, after a change of them. A row that is as before keeps its next run. */
  rowsChanged(): void {
    this.arm(false);
  }

  /** Begins again as after a boot: no row has run yet, and those of `startup` are due soon. */
  boot(): void {
    this.bootedAt = this.parts.clock.now;
    this.armed = new Map();
    this.arm(true);
  }

  /** Runs nothing more until the next boot. */
  halt(): void {
    this.stop();
    this.armed = new Map();
  }

  /** The time of the next run of any row. */
  get next(): number | undefined {
    const times = [...this.armed.values()].flatMap(({ next }) => next ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Runs every row that is due. */
  runDue(): void {
    const now = this.parts.clock.now;
    const due = this.parts
      .rows()
      .filter(({ id }) => (this.armed.get(id)?.next ?? Number.POSITIVE_INFINITY) <= now);
    for (const { id } of due) {
      // A row that ran before may have changed, disabled or removed this one.
      const row = this.parts.rows().find((other) => other.id === id);
      const armed = this.armed.get(id);
      if (row !== undefined && armed?.next !== undefined && armed.next <= now) {
        this.runRow(row, armed, now);
      }
    }
    this.wait();
  }

  /** Moves every next run with a clock that was set, so that as much time is left as before. */
  shift(milliseconds: number): void {
    this.armed = new Map(
      [...this.armed].map(([id, armed]) => [
        id,
        { ...armed, next: armed.next === undefined ? undefined : armed.next + milliseconds },
      ]),
    );
    this.wait();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** What a row shows beside its own fields. */
  shown({ id, values }: StoredRow): Values {
    const { next, runs = 0 } = this.armed.get(id) ?? {};
    const isShown = next !== undefined && values["start-time"] !== "startup";
    return { ...(isShown ? { "next-run": dateAndTime(next) } : {}), "run-count": String(runs) };
  }

  private runRow(row: StoredRow, armed: Armed, now: number): void {
    const isAllowed = this.parts.isAllowed();
    const next = this.nextRun(row.values, now, false);
    this.armed = new Map([
      ...this.armed,
      [row.id, { ...armed, next, runs: armed.runs + (isAllowed ? 1 : 0) }],
    ]);
    if (isAllowed) {
      this.parts.run(row);
    }
  }

  private arm(atBoot: boolean): void {
    const { now } = this.parts.clock;
    this.armed = new Map(
      this.parts.rows().map(({ id, values }) => {
        const by = JSON.stringify(TIMES.map((name) => values[name]));
        const before = this.armed.get(id);
        return before?.by === by
          ? [id, before]
          : [id, { by, next: this.nextRun(values, now, atBoot), runs: before?.runs ?? 0 }];
      }),
    );
    this.wait();
  }

  /** The first time after now that is the row's start or a whole number of intervals later. */
  private nextRun(values: Values, now: number, atBoot: boolean): number | undefined {
    if (values["disabled"] === "true") {
      return undefined;
    }
    const every = parseInterval(values["interval"] ?? "0s") ?? 0;
    const isStartup = values["start-time"] === "startup";
    const start = isStartup
      ? this.bootedAt + STARTUP_MS
      : Date.parse(`${values["start-date"]}T${values["start-time"]}Z`);
    if (every === 0) {
      return start > now && (!isStartup || atBoot) ? start : undefined;
    }
    if (start > now) {
      return isStartup ? start + every : start;
    }
    return start + (Math.floor((now - start) / every) + 1) * every;
  }

  /** Sets the timer that real time ends. */
  private wait(): void {
    clearTimeout(this.timer);
    const { next } = this;
    if (next === undefined) {
      return;
    }
    const ms = Math.min(Math.max(next - this.parts.clock.now, 0), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.runDue(), ms).unref();
  }
}

/** The fields that say when a row runs. */
const TIMES = ["disabled", "interval", "start-date", "start-time"];
