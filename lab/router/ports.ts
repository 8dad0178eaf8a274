import { isPrintable } from "./read-arguments";
import { readState, writeState } from "./state-file";
import { Store } from "./store";

const PORTS = "interface/ethernet";

const DEFAULT_PORTS = ["Local", "wlan1", "wlan2"];

/** Where the rows are kept, and the names of the ports. */
interface KeptRows {
  readonly stateFile?: string;
  readonly interfaces?: readonly string[];
}

/** The names that the ports were made with. */
export const portsOf = (store: Store): readonly string[] =>
  store.rows(PORTS).map(({ values }) => values["default-name"] ?? "");

/** The rows of the state file where there is one, else those of a router fresh from its box. */
export function openStore({ stateFile, interfaces }: KeptRows, version: string): Store {
  const kept = stateFile === undefined ? undefined : readState(stateFile, version);
  const store = new Store(kept);
  if (kept === undefined) {
    plugInPorts(store, interfaces ?? DEFAULT_PORTS);
  } else if (interfaces !== undefined) {
    requirePorts(store, interfaces);
  }
  if (stateFile !== undefined) {
    store.onChange(() => writeState(stateFile, version, store.snapshot()));
    writeState(stateFile, version, store.snapshot());
  }
  return store;
}

function plugInPorts(store: Store, names: readonly string[]): void {
  const doubtful = names.find((name, i) => name === "" || !isPrintable(name) || names.indexOf(name) !== i);
  if (doubtful !== undefined) {
    throw new Error(
      `${JSON.stringify(doubtful)} can not name a port: names are unique, not empty, and have no control characters.`,
    );
  }
  store.transaction(() => {
    const rows = names.map((name, i) => ({
      id: store.takeId(PORTS, 1),
      values: {
        "default-name": name,
        "mac-address": `02:4C:41:42:00:${(i + 1).toString(16).toUpperCase().padStart(2, "0")}`,
        name,
      },
    }));
    store.put(new Map([[PORTS, rows]]));
  });
}

/** A state file brings its ports with it; asking for others is a mistake. */
function requirePorts(store: Store, names: readonly string[]): void {
  const kept = store.rows(PORTS).map((row) => row.values["default-name"]);
  if (kept.join() !== names.join()) {
    throw new Error(`The state file has the ports ${kept.join(", ")}, not ${names.join(", ")}.`);
  }
}

/** Ports get the hardware addresses that their interfaces have. */
export function adoptAddresses(store: Store, macs: ReadonlyMap<string, string>): void {
  const rows = store.rows(PORTS).map((row) => {
    const mac = macs.get(row.values["default-name"] ?? "") ?? "";
    return { ...row, values: { ...row.values, "mac-address": mac } };
  });
  store.transaction(() => store.put(new Map([[PORTS, rows]])));
}
