import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { LAB_MENUS } from "./menus";
import { isPrintable, isPrintableText } from "./read-arguments";
import type { StoredRow, StoreSnapshot } from "./store";

interface State extends StoreSnapshot {
  /** The version whose router wrote the rows: another one may not take them. */
  readonly version: string;
}

/** The rows of an earlier run, or undefined where there was none; throws one clear line where they do not fit. */
export function readState(file: string, version: string): StoreSnapshot | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  const state = parse(readFileSync(file, "utf8"));
  if (state === undefined) {
    throw new Error(`${file} does not hold the state of a lab router.`);
  }
  if (state.version !== version) {
    throw new Error(`${file} holds the rows of RouterOS ${state.version}, not of ${version}.`);
  }
  const odd = Object.keys(state.rows).find((menu) => !isListOfRows(menu, state.rows[menu]));
  if (odd !== undefined) {
    throw new Error(`${file} holds rows of /${odd} that no router stores.`);
  }
  return { rows: state.rows, nextIds: state.nextIds };
}

/** Saves the rows for a later run; a process that is killed meanwhile leaves a complete file, old or new. */
export function writeState(file: string, version: string, snapshot: StoreSnapshot): void {
  const fresh = `${file}.${process.pid}.new`;
  const state: State = { version, ...snapshot };
  // Rows hold passwords.
  writeFileSync(fresh, `${JSON.stringify(state, null, 1)}\n`, { mode: 0o600 });
  renameSync(fresh, file);
}

function parse(text: string): State | undefined {
  try {
    const state = JSON.parse(text) as Partial<State> | null;
    const isState = typeof state?.version === "string" && isObject(state.rows) && isObject(state.nextIds);
    return isState ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether these are rows by their shape; a file may come from anywhere. */
const isListOfRows = (menu: string, rows: unknown): rows is StoredRow[] =>
  Array.isArray(rows) && rows.every((row) => isRow(menu, row));

const isRow = (menu: string, row: Partial<StoredRow> | null): boolean =>
  typeof row?.id === "string" &&
  isObject(row.values) &&
  Object.entries(row.values ?? {}).every(
    ([name, value]) => typeof value === "string" && isStorable(menu, name, value),
  );

const isStorable = (menu: string, name: string, value: string): boolean => {
  const type = LAB_MENUS.find(({ path }) => path === menu)?.properties[name]?.type;
  return type?.multiline === true ? isPrintableText(value) : isPrintable(value);
};

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
