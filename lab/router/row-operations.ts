import { rewriteReferences, worldOf } from "./dangling-references";
import {
  badRequest,
  missingArguments,
  noSuchCommand,
  noSuchItem,
  notEnoughPermissions,
  unknownParameter,
} from "./errors";
import type { VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import { granted } from "./menus/users";
import type { Observations } from "./observations";
import { type Arguments, type Change, readArguments } from "./read-arguments";
import type { Store, StoredRow } from "./store";
import type { World } from "./values/type";

const SINGLE_ID = "singleton";

/** A second opinion on rows that the menu takes: throws what the lab cannot do. */
export interface Guard {
  /** A row as it would be stored. */
  checkRow(menu: string, values: Values): void;
  /** All rows of a menu as they would be stored. */
  checkRows(menu: string, rows: readonly StoredRow[]): void;
}

/** Who gives a command. */
export interface Author {
  readonly name: string;
  /** Whether the author has a policy. */
  readonly may: (policy: string) => boolean;
}

/**
 * The commands of a router: each checks everything before it stores anything, so a refusal leaves no trace.
 * Rows are named by `.id` here; who speaks of names looks them up first.
 */
export class Operations {
  private readonly world: World;

  constructor(
    private readonly menus: ReadonlyMap<string, VersionedMenu>,
    private readonly store: Store,
    private readonly observations: Observations,
    private readonly now: () => number,
    private readonly guard?: Guard,
    private readonly author: Author = { name: "", may: () => true },
  ) {
    this.world = worldOf(menus, store, now);
  }

  /** The same commands as somebody gives them, whose scripts have no more rights than they. */
  as(author: Author): Operations {
    return new Operations(this.menus, this.store, this.observations, this.now, this.guard, author);
  }

  /** `add`: gives back the id of the new row. */
  add(menu: VersionedMenu, sent: Arguments): string {
    requireCommand(menu, "add");
    const { "place-before": before, "copy-from": template, ...rest } = sent;
    if (before !== undefined && !menu.takes("add", "place-before")) {
      throw unknownParameter("place-before");
    }
    const copied = template === undefined ? {} : this.row(menu, template).values;
    const change = readArguments(menu, "add", rest, this.world);
    const values = this.settled(menu, copied, change);
    const rows = this.store.rows(menu.path);
    const at = before === undefined ? rows.length : rows.indexOf(this.row(menu, before));
    const id = this.store.takeId(menu.menu.idsOf ?? menu.path, menu.menu.firstId ?? 1);
    const row = { id, values: { ...values, ...deviceFor(menu, id), ...this.ownerFor(menu, values) } };
    this.commit(menu.path, [...rows.slice(0, at), row, ...rows.slice(at)]);
    return id;
  }

  /** `set` of one row. */
  set(menu: VersionedMenu, id: string, sent: Arguments): void {
    requireCommand(menu, "set");
    this.change(menu, id, readArguments(menu, "set", sent, this.world));
  }

  /** `set` of a menu that has one row only. */
  setSingleton(menu: VersionedMenu, sent: Arguments): void {
    requireCommand(menu, "set");
    const change = readArguments(menu, "set", sent, this.world);
    const before = this.store.rows(menu.path)[0]?.values ?? {};
    this.commit(menu.path, [{ id: SINGLE_ID, values: this.settled(menu, before, change) }]);
  }

  /** `unset` of properties by name: they are as if never written. */
  unset(menu: VersionedMenu, id: string, names: readonly string[]): void {
    requireCommand(menu, "unset");
    const sent = Object.fromEntries(names.map((name) => [`!${name}`, ""]));
    this.change(menu, id, readArguments(menu, "set", sent, this.world));
  }

  /** `enable` and `disable`. */
  toggle(menu: VersionedMenu, id: string, command: "enable" | "disable"): void {
    requireCommand(menu, command);
    this.change(menu, id, { put: { disabled: String(command === "disable") }, drop: [] });
  }

  /** `remove`; what refers to the row shows the id that is gone from then on, as on a router. */
  remove(menu: VersionedMenu, id: string): void {
    requireCommand(menu, "remove");
    if (menu.menu.live === true) {
      this.removeLive(menu, id);
      return;
    }
    const row = this.row(menu, id);
    const rows = this.store.rows(menu.path).filter((other) => other !== row);
    this.commit(menu.path, rows, { row, to: id });
  }

  /** A command that acts on the network and changes no row. */
  act(menu: VersionedMenu, command: string, id: string): void {
    this.observations.act(menu.path, command, this.row(menu, id).id);
  }

  /** What passes an interface, a row of `/interface`, per second. */
  trafficOf(row: Values): Values {
    const { receivedBits, sentBits } = this.observations.trafficOf(row);
    return { "rx-bits-per-second": String(receivedBits), "tx-bits-per-second": String(sentBits) };
  }

  /** `move`: rows, in the order named, before another row, or to the end. */
  move(menu: VersionedMenu, ids: readonly string[], destination: string | undefined): void {
    requireCommand(menu, "move");
    const moved = ids.map((id) => this.row(menu, id));
    const target = destination === undefined ? undefined : this.row(menu, destination);
    if (target !== undefined && moved.includes(target)) {
      return;
    }
    const rest = this.store.rows(menu.path).filter((row) => !moved.includes(row));
    const at = target === undefined ? rest.length : rest.indexOf(target);
    this.commit(menu.path, [...rest.slice(0, at), ...moved, ...rest.slice(at)]);
  }

  private removeLive(menu: VersionedMenu, id: string): void {
    if (!this.observations.liveRows(menu.path).some((row) => row[".id"] === id)) {
      throw noSuchItem();
    }
    this.observations.removeLive(menu.path, id);
  }

  private change(menu: VersionedMenu, id: string, change: Change): void {
    const row = this.row(menu, id);
    const values = this.settled(menu, row.values, change, row);
    const home = this.homeOf(menu, id);
    const rows = this.store.rows(home).map((other) => (other === row ? { id, values } : other));
    this.commit(home, rows, { row, to: values["name"] });
  }

  /** The menu that keeps a row which a view may only show. */
  private homeOf(menu: VersionedMenu, id: string): string {
    return menu.sources.find((source) => this.store.find(source, id) !== undefined) ?? menu.path;
  }

  private row(menu: VersionedMenu, id: string): StoredRow {
    const builtin = menu.menu.builtin?.find((row) => row.id === id);
    if (builtin !== undefined) {
      throw badRequest(`failure: can not change ${builtin.called}`);
    }
    const { derivedIds } = menu.menu;
    if (derivedIds?.ids.test(id) === true) {
      throw badRequest(`failure: can not change ${derivedIds.called}`);
    }
    const row = this.store.find(this.homeOf(menu, id), id);
    if (row === undefined) {
      throw noSuchItem();
    }
    return row;
  }

  /** The values of a row after a change, or the reason why there can be no such row. */
  private settled(menu: VersionedMenu, before: Values, change: Change, self?: StoredRow): Values {
    const { properties, settle, checks = [] } = menu.menu;
    const kept = Object.entries({ ...before, ...change.put }).filter(([name]) => !change.drop.includes(name));
    const written = new Set([...Object.keys(change.put), ...change.drop]);
    const merged: Values = Object.fromEntries(kept);
    const values = settle === undefined ? merged : settle(merged, written, before, this.world);
    const missing = Object.keys(properties).filter(
      (name) => properties[name]?.required === true && values[name] === undefined,
    );
    if (missing.length > 0) {
      throw missingArguments(missing);
    }
    for (const check of checks) {
      check(values, this.world);
    }
    this.requireRights(menu, values);
    this.guard?.checkRow(self === undefined ? menu.path : this.homeOf(menu, self.id), values);
    this.requireUnique(menu, values, self);
    return values;
  }

  /** A script has no policy that its author lacks. */
  private requireRights({ menu }: VersionedMenu, values: Values): void {
    const policy = values["policy"] ?? menu.properties["policy"]?.default ?? "";
    if (menu.isScript === true && ![...granted(policy)].every((each) => this.author.may(each))) {
      throw notEnoughPermissions();
    }
  }

  private ownerFor({ menu }: VersionedMenu, values: Values): Values {
    return menu.isScript === true ? { owner: values["owner"] ?? this.author.name } : {};
  }

  private requireUnique(menu: VersionedMenu, values: Values, self: StoredRow | undefined): void {
    const { unique, builtin = [], properties } = menu.menu;
    if (unique === undefined) {
      return;
    }
    const key = (row: Values): string =>
      JSON.stringify(unique.by.map((name) => row[name] ?? properties[name]?.default ?? null));
    const rows = (unique.among ?? [menu.path]).flatMap((path) => this.store.rows(path));
    const others = [...builtin, ...rows].filter((row) => row.id !== self?.id);
    if (others.some((row) => key(row.values) === key(values))) {
      throw badRequest(unique.error);
    }
  }

  /** Stores the rows of a menu, and with them every mention of a row whose name became another text. */
  private commit(
    path: string,
    rows: readonly StoredRow[],
    renamed?: { readonly row: StoredRow; readonly to: string | undefined },
  ): void {
    this.guard?.checkRows(path, rows);
    const changes = new Map([[path, rows]]);
    const from = renamed?.row.values["name"];
    const to = renamed?.to;
    if (from === undefined || to === undefined || from === to) {
      this.store.put(changes);
      return;
    }
    const rowsOf = (menu: string): readonly StoredRow[] => changes.get(menu) ?? this.store.rows(menu);
    const rewritten = rewriteReferences(this.menus, rowsOf, { path, from, to });
    this.store.put(new Map([...changes, ...rewritten]));
  }
}

/** The name of the network device behind a row that has one: it stays when the row is renamed. */
function deviceFor({ menu }: VersionedMenu, id: string): Values {
  return menu.device === undefined ? {} : { "default-name": `${menu.device}.${id.slice(1)}` };
}

function requireCommand(menu: VersionedMenu, command: string): void {
  if (!menu.has(command)) {
    throw noSuchCommand(command);
  }
}
