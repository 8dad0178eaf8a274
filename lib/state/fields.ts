import { isFlag } from "../routeros/row-defaults";

/** Fields of a row by RouterOS' own names, such as `dst-address`, as text. */
export type Fields = Readonly<Record<string, string>>;

/** Whether the router made a row itself, as it does with routes to its own networks. */
export const isDynamic = (row: Fields): boolean => row["dynamic"] === "true";

/** Text that means itself. */
const FREE: readonly string[] = ["comment", "name"];

/** Lists whose order says something. */
const ORDERED: readonly string[] = ["servers"];

/** The text in which a value of Terraform is written to a router. */
export function textOf(field: string, value: unknown): string {
  if (typeof value === "boolean") {
    return isFlag(field) && value ? "" : value ? "yes" : "no";
  }
  return Array.isArray(value) ? value.map(String).join(",") : String(value);
}

/**
 * Whether two texts of a field mean the same to a router; undefined is a field that is not shown. Not shown, `no`
 * and `none` are one; so are `1d` and `24h`, `10.0.0.1` and `10.0.0.1/32`, and lists in another order.
 */
export function mean(field: string, one: string | undefined, other: string | undefined): boolean {
  return one === other || meaning(field, one) === meaning(field, other);
}

const MEANINGS = new Map<string, Map<string | undefined, string>>();

/** What a text of a field means, worked out once: every row of a menu may be held against every resource. */
export function meaning(field: string, text: string | undefined): string {
  const ofField = MEANINGS.get(field) ?? new Map<string | undefined, string>();
  MEANINGS.set(field, ofField);
  const known = ofField.get(text) ?? readMeaning(field, text);
  ofField.set(text, known);
  return known;
}

function readMeaning(field: string, text: string | undefined): string {
  if (FREE.includes(field)) {
    return text ?? "";
  }
  if (isFlag(field)) {
    return text === undefined || isOff(text) ? "" : "yes";
  }
  if (text === undefined || isOff(text)) {
    return "";
  }
  const parts = text.split(",").map(plain);
  return (ORDERED.includes(field) ? parts : parts.sort()).join(",");
}

const isOff = (text: string): boolean => text === "no" || text === "false" || text === "none";

function plain(text: string): string {
  if (text === "true") {
    return "yes";
  }
  const seconds = secondsOf(text);
  return seconds === undefined ? text.replace(/^(!?\d+\.\d+\.\d+\.\d+)\/32$/, "$1") : `${seconds}s`;
}

const UNITS: Readonly<Record<string, number>> = {
  w: 604_800,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 0.001,
};

/** Seconds of a time such as `1d`, `1d00:10:00` or `500ms`; undefined for what is no time. */
function secondsOf(text: string): number | undefined {
  const [, units, clock] = /^((?:\d+(?:w|d|h|ms|m|s))*)(\d+:\d\d:\d\d)?$/.exec(text) ?? [];
  if (!units && clock === undefined) {
    return undefined;
  }
  const counted = [...(units ?? "").matchAll(/(\d+)(w|d|h|ms|m|s)/g)].map(
    ([, count, unit = ""]) => Number(count) * (UNITS[unit] ?? 0),
  );
  const [hours = 0, minutes = 0, seconds = 0] = (clock ?? "").split(":").map(Number);
  return counted.reduce((sum, part) => sum + part, hours * 3_600 + minutes * 60 + seconds);
}
