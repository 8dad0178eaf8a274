import { invalidValue, outOfRange } from "../errors";
import { timeOf } from "./date";
import type { ValueType } from "./type";

const UNITS = [
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** Milliseconds of `1d2h3m`, `10:00:00`, `1d 10:00:00`, `500ms` or `30` (seconds); undefined where it is none. */
export function parseInterval(text: string): number | undefined {
  const match = /^((?:\d+(?:ms|[wdhms]))*)\s*(?:(\d+):(\d{1,2}):(\d{1,2})|(\d+))?$/.exec(text);
  if (match === null || text === "") {
    return undefined;
  }
  const [, units = "", hours = "0", minutes = "0", seconds = "0", bare = "0"] = match;
  let total = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + (Number(seconds) + Number(bare)) * 1000;
  for (const [, amount, unit] of units.matchAll(/(\d+)(ms|[wdhms])/g)) {
    total += Number(amount) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return total;
}

/** An interval as RouterOS shows it: the largest units first, `1d` and not `24h`. */
export function formatInterval(milliseconds: number): string {
  let rest = milliseconds;
  let shown = "";
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) {
      shown += `${amount}${unit}`;
    }
  }
  return shown === "" ? "0s" : shown;
}

/** A time interval, within a range where the router has one. */
export const interval = (least = "0s", most = "7101w3d6h28m15s"): ValueType => ({
  read: (value, argument) => {
    const time = parseInterval(value);
    if (time === undefined) {
      throw invalidValue(argument);
    }
    if (time < (parseInterval(least) ?? 0) || time > (parseInterval(most) ?? Number.POSITIVE_INFINITY)) {
      throw outOfRange(argument, least, most);
    }
    return formatInterval(time);
  },
});

/** A date such as `2026-12-01`, or `dec/01/2026` as older versions write it. */
export const date: ValueType = {
  read: (value, argument) => {
    const old = /^([a-z]{3})\/(\d{2})\/(\d{4})$/.exec(value.toLowerCase());
    const month = MONTHS.indexOf(old?.[1] ?? "") + 1;
    const text = old === null ? value : `${old[3]}-${String(month).padStart(2, "0")}-${old[2]}`;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
      throw invalidValue(argument);
    }
    return text;
  },
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const DAY_MS = 86_400_000;

/** A time of the day, or `startup`. */
export const startTime: ValueType = {
  read: (value, argument) => {
    if (value === "startup") {
      return value;
    }
    const time = parseInterval(value);
    if (time === undefined || time >= DAY_MS) {
      throw invalidValue(argument);
    }
    return timeOf(time);
  },
};
