import { SPARSE_MENUS } from "../../routeros/row-defaults";
import { dictionary } from "../../text/dictionary";
import type { RouterChange } from "../model/router-change";
import { isMove } from "../model/rule-moves";
import type { Configuration } from "../plan/configuration";
import { type ResourceChange, staysBehind } from "../plan/resource-change";
import { ApplyOrder } from "../transient/apply-order";
import type { Operation } from "../transient/operations";
import { commentLine, quotedInFind } from "./command-text";
import { fieldWord, PROPERTY } from "./field-word";
import { NeighbourRows } from "./neighbour-rows";
import { RowsOnRouter } from "./rows-on-router";
import { knownField, type WrittenRow, writtenRow } from "./written-row";

/**
 * The commands of one router that do what the plan does, in one of the orders that Terraform may choose. A line that cannot
 * be written as a command is a comment that says why.
 *
 * @param version the router's version of RouterOS, where it is known
 */
export function commandsOf(change: RouterChange, version?: string): readonly string[] {
  const commands = new Commands(change, version);
  const lines = new ApplyOrder(change.changes, change.dependencies)
    .inOneOrder()
    .flatMap((operation) => commands.of(operation));
  return commands.rows.isSearched ? [FOUND, ...lines] : lines;
}

const FOUND = commentLine(
  "Rows are found by comments and fields, compared with the rows of the plan. Check that no other row of the router matches.",
);

class Commands {
  public readonly rows = new RowsOnRouter();
  private readonly neighbours: NeighbourRows;
  private readonly configuration: Configuration;

  public constructor(
    { changes, configuration }: RouterChange,
    private readonly version: string | undefined,
  ) {
    this.configuration = configuration;
    this.neighbours = new NeighbourRows(changes, configuration, this.rows);
    for (const change of changes) {
      const row = this.write(change, "before");
      if (row !== undefined) {
        this.rows.add(change, row);
      }
    }
  }

  public of({ kind, change }: Operation): readonly string[] {
    const row = this.write(change, kind === "delete" ? "before" : "after");
    if (isMove(change)) {
      return kind === "delete" ? [] : this.neighbours.moves(change);
    }
    if (row === undefined) {
      return [commentLine(`${change.address}: this tool does not know resources of the type ${change.type}`)];
    }
    if (row.resource.kind === "other") {
      return [commentLine(`${change.address}: the provider does more than one command says`)];
    }
    return kind === "delete" ? this.remove(change) : this.put(change, row);
  }

  private write(change: ResourceChange, side: "before" | "after"): WrittenRow | undefined {
    const configured = this.configuration.blocks.get(change.block)?.configured;
    return writtenRow(change, change[side], { version: this.version, configured });
  }

  private remove(change: ResourceChange): readonly string[] {
    const row = this.rows.rowOf(change);
    if (row === undefined || row.resource.kind !== "row") {
      return row?.menu === "/ip/dns"
        ? [RESET_DNS]
        : [commentLine(`${change.address}: the router keeps its values`)];
    }
    const found = this.rows.find(row);
    this.rows.remove(change);
    return found === undefined ? [notFound(change, "remove")] : [`${row.menu} remove ${found}`];
  }

  private put(change: ResourceChange, row: WrittenRow): readonly string[] {
    const isNew = change.before === undefined || change.action !== "update";
    const was = isNew ? undefined : this.rows.rowOf(change);
    const target = this.targetOf(change, row, was);
    if (!isNew && !staysBehind(change)) {
      this.rows.remove(change);
    }
    this.rows.add(change, row);
    if (target === undefined) {
      return [notFound(change, "change")];
    }
    const { words, missing, invalid } = wordsOf(row, was);
    const place = was === undefined ? this.neighbours.placeOf(change) : {};
    const said = [...words, ...(place.word === undefined ? [] : [place.word])];
    const line = [row.menu, target, ...said].join(" ");
    const isPartial = isAdded(row, was) && missing.length > 0;
    return [
      ...(invalid.length === 0 ? [] : [commentLine(`${invalid.join(", ")}: not valid property names`)]),
      ...(missing.length === 0 ? [] : [commentLine(missingText(change, missing, isPartial))]),
      ...(place.notes ?? []).map(commentLine),
      ...(said.length === 0 ? [] : [isPartial ? commentLine(line) : line]),
    ];
  }

  /** The command and the row that it is about; undefined where the row cannot be told from others. */
  private targetOf(change: ResourceChange, row: WrittenRow, was: WrittenRow | undefined): string | undefined {
    if (row.resource.kind === "singleton") {
      return "set";
    }
    if (row.resource.kind === "existing") {
      const found = existingRow(change, was ?? row);
      return found && `set ${found}`;
    }
    if (was === undefined) {
      return "add";
    }
    const found = this.rows.find(was);
    return found && `set ${found}`;
  }
}

function isAdded({ resource }: WrittenRow, was: WrittenRow | undefined): boolean {
  return was === undefined && resource.kind === "row";
}

/** What the provider sends when `routeros_ip_dns` is destroyed. [read, provider 1.99.1] */
const RESET_DNS = '/ip/dns set allow-remote-requests=no servers="" use-doh-server="" verify-doh-cert=no';

/** How the provider finds a row that is always there. */
function existingRow({ after }: ResourceChange, row: WrittenRow): string | undefined {
  const text = (name: string): string | undefined => {
    const value = after?.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const factoryName = text("factory_name");
  if (factoryName !== undefined) {
    return `[find default-name=${quotedInFind(factoryName)}]`;
  }
  const id = text("switch_id");
  if (id !== undefined && /^\*[0-9A-F]+$/.test(id)) {
    return id;
  }
  const name = text("numbers") ?? knownField(row, "name") ?? text("name");
  return name === undefined ? undefined : `[find name=${quotedInFind(name)}]`;
}

function notFound({ address }: ResourceChange, what: string): string {
  return commentLine(
    `${address}: nothing in the plan tells this row from the others of its menu; find it by hand to ${what} it`,
  );
}

function missingText({ address }: ResourceChange, missing: readonly string[], isNew: boolean): string {
  const names = missing.join(", ");
  return isNew
    ? `${address}: fill in ${names}, which is sensitive or known only after the apply:`
    : `${address}: ${names} may change too; the value is sensitive or known only after the apply`;
}

/** Defaults of a new row, in menus whose rows are enabled unless they say otherwise. */
const DEFAULTS = dictionary({
  "address-list-timeout": "none-dynamic",
  disabled: "no",
  log: "no",
});

/** The words of a command: the fields that differ from the row before, or that a new row has. */
function wordsOf(
  row: WrittenRow,
  was: WrittenRow | undefined,
): { words: readonly string[]; missing: readonly string[]; invalid: readonly string[] } {
  const words: string[] = [];
  const missing: string[] = [];
  const invalid: string[] = [];
  const isNew = isAdded(row, was);
  const isQuiet = isNew && SPARSE_MENUS.has(row.menu);
  for (const name of new Set([...row.fields.keys(), ...(was?.fields.keys() ?? [])])) {
    const [before, after] = [was?.fields.get(name), row.fields.get(name)];
    if (!PROPERTY.test(name)) {
      invalid.push(name);
    } else if (typeof after?.value === "symbol") {
      missing.push(name);
      words.push(...(isNew ? [`${name}=...`] : []));
    } else if ((after?.value ?? "") !== (before?.value ?? (isQuiet ? DEFAULTS[name] : undefined) ?? "")) {
      words.push(...fieldWord(name, after, before));
    }
  }
  return { words, missing, invalid };
}
