import { GUARD } from "../../routeros/guard-names";
import { ORDERED_MENUS } from "../../routeros/menus";
import { secretsOf } from "../../routeros/secrets";
import { consoleValue, quotedInFind } from "../commands/command-text";
import { fieldWord, PROPERTY } from "../commands/field-word";
import { knownField, type WrittenRow, writtenRow } from "../commands/written-row";
import type { RouterChange } from "../model/router-change";
import { isMove } from "../model/rule-moves";
import { changesRouter, type ResourceChange } from "../plan/resource-change";
import { ApplyOrder } from "../transient/apply-order";
import type { Operation } from "../transient/operations";
import { fieldsToAdd, RowsBefore, valueBefore } from "./rows-before";
import {
  conditions,
  find,
  holds,
  keyOf,
  type RouterRow,
  type Selector,
  selectorOf,
  selectorText,
  twice,
} from "./selector";
import { inPlace, step, type UndoStep } from "./undo-steps";

/** How a router gets back by itself from any moment of an apply to the rows that it has now. */
export interface UndoScript {
  /** A script of RouterOS that disarms its guard, and undoes each operation of the plan that was carried out. */
  readonly text: string;
  /** What it cannot undo: one sentence each. */
  readonly impossible: readonly string[];
}

/** The menus whose rows `undoScript` needs. */
export function undoneMenus({ changes }: RouterChange): readonly string[] {
  return [
    ...new Set(
      changes.filter(changesRouter).flatMap((change) => {
        const row = writtenRow(change, change.before ?? change.after, {});
        return row === undefined || row.resource.kind === "move" || row.resource.kind === "other"
          ? []
          : [row.menu];
      }),
    ),
  ];
}

/**
 * The script that undoes an apply, however far it got.
 *
 * Old values are the router's own. Each line can fail alone and does nothing where its operation was not carried out, so
 * that the script may run at any moment, and twice.
 *
 * @param rows the rows that the router has before the apply, by menu
 * @param version the router's version of RouterOS
 */
export function undoScript(
  change: RouterChange,
  rows: ReadonlyMap<string, readonly RouterRow[]>,
  version: string,
): UndoScript {
  const undo = new Undo(change, new RowsBefore(rows), version);
  const lines = undo.lines();
  return { text: [...BEGINNING, ...lines, ...END].join("\n"), impossible: undo.impossible };
}

/** The timed row goes first, so that it does not run again; that of the start last, so that a reboot does not end an undo. */
const BEGINNING = [disarm(GUARD.name)];
const END = [
  `:do { /system/script set [find name=${GUARD.name}] comment=${consoleValue(GUARD.undone)} } on-error={}`,
  `:log warning ${consoleValue("routeros-state guard: the apply is undone")}`,
  disarm(GUARD.startup),
];

function disarm(name: string): string {
  return `:do { /system/scheduler remove [find name=${name}] } on-error={}`;
}

class Undo {
  public readonly impossible: string[] = [];
  private readonly removed = new Set<RouterRow>();
  /** How many new rows get each comment. */
  private readonly planned = new Map<string, number>();

  public constructor(
    private readonly change: RouterChange,
    private readonly before: RowsBefore,
    private readonly version: string,
  ) {
    for (const each of change.changes.filter(changesRouter)) {
      const [was, becomes] = [this.written(each, "before"), this.written(each, "after")];
      if (each.action === "update") {
        continue;
      }
      const row = was && this.rowOf(was);
      if (row !== undefined) {
        this.removed.add(row);
      }
      if (becomes !== undefined) {
        const key = keyOf(
          becomes.menu,
          selectorOf(becomes.menu, (name) => knownField(becomes, name)),
        );
        this.planned.set(key, (this.planned.get(key) ?? 0) + 1);
      }
    }
  }

  public lines(): readonly string[] {
    const { changes, dependencies } = this.change;
    const operations = [
      ...new ApplyOrder(changes.filter(changesRouter), dependencies).inOneOrder(),
    ].reverse();
    const steps = operations.flatMap((operation) => this.stepOf(operation));
    // What names a row is not taken while that row still has its new name, so all old values are written again.
    const again = steps.some(({ isRenaming }) => isRenaming)
      ? steps.filter(({ isRestoring }) => isRestoring)
      : [];
    return [...inPlace(steps, this.before), ...again].flatMap(({ lines }) => lines);
  }

  private stepOf({ kind, change }: Operation): readonly UndoStep[] {
    const [was, becomes] = [this.written(change, "before"), this.written(change, "after")];
    const row = becomes ?? was;
    if (isMove(change)) {
      this.cannot(change, "the order of the rules is not put back");
      return [];
    }
    if (row === undefined || row.resource.kind === "other") {
      this.cannot(change, `it is not known how to undo a ${change.type}`);
      return [];
    }
    if (row.resource.kind !== "row") {
      return kind === "delete" && row.menu !== "/ip/dns" ? [] : this.restore(change, was, becomes, row);
    }
    if (kind === "update") {
      return this.restore(change, was, becomes, row);
    }
    // Where the new row comes first, both have the same comment for a while: then the old one is made again.
    if (change.action === "create-delete") {
      return kind === "delete" ? [] : [...this.removal(change, becomes), ...this.addition(change, was, true)];
    }
    return kind === "create" ? this.removal(change, becomes) : this.addition(change, was, false);
  }

  /** A row that is created is removed. */
  private removal(change: ResourceChange, row: WrittenRow | undefined): readonly UndoStep[] {
    const selector = row && selectorOf(row.menu, (name) => knownField(row, name));
    if (row === undefined || selector === undefined) {
      this.cannot(change, "neither a comment nor another field tells the new row from others");
      return [];
    }
    const others = this.before
      .in(row.menu)
      .filter((other) => !this.removed.has(other) && holds(other, selector));
    if (others.length > 0 || (this.planned.get(keyOf(row.menu, selector)) ?? 0) > 1) {
      this.cannot(change, `another row has ${selectorText(selector)} too`);
      return [];
    }
    return [step(change, row.menu, [`${row.menu} remove ${find(selector)}`])];
  }

  /** A row that is removed is added at its place, unless it is there still. */
  private addition(
    change: ResourceChange,
    was: WrittenRow | undefined,
    isGone: boolean,
  ): readonly UndoStep[] {
    const row = was && this.rowOf(was);
    const selector = row && selectorOf(was.menu, (name) => row[name]);
    if (was === undefined || row === undefined) {
      this.cannot(change, "the router does not have its row now");
      return [];
    }
    if (selector === undefined || this.before.count(was.menu, selector) > 1) {
      this.cannot(change, selector === undefined ? "no field tells its row from others" : twice(selector));
      return [];
    }
    const secret = [...was.fields].filter(
      ([name, { value }]) => secretsOf(was.menu).has(name) && value !== undefined && value !== "",
    );
    if (secret.length > 0) {
      this.cannot(change, `its ${secret.map(([name]) => name).join(", ")} is sensitive and is never written`);
      return [];
    }
    const words = this.addWords(was, row);
    const add = `${was.menu} add ${words.join(" ")}`;
    const place = ORDERED_MENUS.has(was.menu) ? this.placeOf(was.menu, row) : undefined;
    const placed = place === undefined ? add : `:do { ${add} place-before=${place} } on-error={ ${add} }`;
    const line = isGone
      ? placed
      : `:if ([:len [${was.menu} find ${conditions(selector)}]] = 0) do={ ${placed} }`;
    return [{ ...step(change, was.menu, [line]), added: row }];
  }

  private addWords(was: WrittenRow, row: RouterRow): readonly string[] {
    return [...fieldsToAdd(was.menu, row, was)].flatMap(([name, value]) =>
      PROPERTY.test(name)
        ? fieldWord(name, { value, isFlag: was.fields.get(name)?.isFlag ?? isPresence(name) }, undefined)
        : [],
    );
  }

  /** Where a row goes back: before the row that follows it. */
  private placeOf(menu: string, row: RouterRow): string | undefined {
    const next = this.before.next(
      menu,
      row,
      (other) => !this.removed.has(other) || this.commentOf(menu, other) !== undefined,
    );
    const comment = next && this.commentOf(menu, next);
    return comment === undefined ? next?.[".id"] : `[find comment=${quotedInFind(comment)}]`;
  }

  private commentOf(menu: string, { comment }: RouterRow): string | undefined {
    return comment !== undefined && this.before.count(menu, [["comment", comment]]) === 1
      ? comment
      : undefined;
  }

  /** What is changed gets its old values back. */
  private restore(
    change: ResourceChange,
    was: WrittenRow | undefined,
    becomes: WrittenRow | undefined,
    known: WrittenRow,
  ): readonly UndoStep[] {
    const row = this.rowOf(known) ?? (was && this.rowOf(was));
    if (row === undefined) {
      this.cannot(change, "the router does not have its row now");
      return [];
    }
    const { menu } = known;
    const names = changedFields(was, becomes).filter((name) => PROPERTY.test(name));
    const secret = names.filter((name) => secretsOf(menu).has(name) || isSensitive(was, name));
    if (secret.length > 0) {
      this.cannot(change, `the old value of ${secret.join(", ")} is sensitive and is never written`);
    }
    const words = names
      .filter((name) => !secret.includes(name))
      .flatMap((name) => {
        const value = valueBefore(menu, name, row, was);
        const field = was?.fields.get(name) ?? becomes?.fields.get(name);
        const as = { value: "", isFlag: field?.isFlag ?? isPresence(name), cleared: field?.cleared };
        return fieldWord(name, value === undefined ? undefined : { ...as, value }, as);
      });
    if (words.length === 0) {
      return [];
    }
    if (known.resource.kind === "singleton") {
      return [step(change, menu, [`${menu} set ${words.join(" ")}`])];
    }
    const selectors =
      known.resource.kind === "existing" ? [existing(row)] : this.selectors(change, row, becomes);
    const commands = selectors.map((one) => `${menu} set ${find(one)} ${words.join(" ")}`);
    const isRenaming = names.includes("name");
    return [{ ...step(change, menu, commands), isRestoring: true, isRenaming }];
  }

  /** What finds a changed row: as it is before, and as it is after the change. */
  private selectors(
    change: ResourceChange,
    row: RouterRow,
    becomes: WrittenRow | undefined,
  ): readonly Selector[] {
    const menu = becomes?.menu ?? "";
    const old = selectorOf(menu, (name) => row[name]);
    const next = becomes && selectorOf(menu, (name) => knownField(becomes, name) ?? row[name]);
    const found = [old, next].filter((one) => one !== undefined);
    const unique = new Map(found.map((one) => [keyOf(menu, one), one]));
    for (const selector of unique.values()) {
      const others = this.before.in(menu).filter((other) => other !== row && holds(other, selector));
      if (others.length > 0 || this.planned.has(keyOf(menu, selector))) {
        this.cannot(change, twice(selector));
        return [];
      }
    }
    if (unique.size === 0) {
      this.cannot(change, "no field tells its row from others");
    }
    return [...unique.values()];
  }

  private rowOf(row: WrittenRow): RouterRow | undefined {
    const rows = this.before.in(row.menu);
    if (row.resource.kind === "singleton") {
      return rows[0];
    }
    const found = this.before.byId(row.menu, row.routerId);
    return found ?? (row.resource.kind === "existing" ? namedRow(rows, row) : undefined);
  }

  private written(change: ResourceChange, side: "before" | "after"): WrittenRow | undefined {
    const configured = this.change.configuration.blocks.get(change.block)?.configured;
    return writtenRow(change, change[side], { version: this.version, configured });
  }

  private cannot({ address }: ResourceChange, why: string): void {
    const text = `${address}: ${why}`;
    if (!this.impossible.includes(text)) {
      this.impossible.push(text);
    }
  }
}

/** The fields that an apply may change: those that differ, and those that are not known or not shown. */
function changedFields(was: WrittenRow | undefined, becomes: WrittenRow | undefined): readonly string[] {
  if (becomes === undefined) {
    return RESET_BY_DELETION;
  }
  const names = new Set([...becomes.fields.keys(), ...(was?.fields.keys() ?? [])]);
  return [...names].filter((name) => {
    const [before, after] = [was?.fields.get(name)?.value, becomes.fields.get(name)?.value];
    return typeof after === "symbol" || (before ?? "") !== (after ?? "");
  });
}

/** What the provider sets when `routeros_ip_dns` is destroyed. [read, provider 1.99.1] */
const RESET_BY_DELETION = ["allow-remote-requests", "servers", "use-doh-server", "verify-doh-cert"];

const isSensitive = (was: WrittenRow | undefined, name: string): boolean =>
  typeof was?.fields.get(name)?.value === "symbol";

const isPresence = (name: string): boolean => name === "blackhole" || name === "fib";

function namedRow(rows: readonly RouterRow[], row: WrittenRow): RouterRow | undefined {
  const name = knownField(row, "name");
  return rows.find((other) => name !== undefined && [other["name"], other["default-name"]].includes(name));
}

/** A row that is always there is found by its factory name, or else by its name. */
function existing(row: RouterRow): Selector {
  const name = row["default-name"];
  return name === undefined || name === "" ? [["name", row["name"] ?? ""]] : [["default-name", name]];
}
