import { groupBy } from "../../collections/group-by";
import { ORDERED_MENUS } from "../../routeros/menus";
import { providerResource } from "../../routeros/provider-resources";
import type { Configuration } from "../plan/configuration";
import type { AttributeValue, ResourceChange } from "../plan/resource-change";
import { commentLine, consoleValue } from "./command-text";
import type { RowsOnRouter } from "./rows-on-router";

/** The rows that `place_before` and `routeros_move_items` speak of. */
export class NeighbourRows {
  private readonly byBlock: ReadonlyMap<string, readonly ResourceChange[]>;
  private readonly byId = new Map<string, ResourceChange>();

  public constructor(
    changes: readonly ResourceChange[],
    private readonly configuration: Configuration,
    private readonly rows: RowsOnRouter,
  ) {
    this.byBlock = groupBy(changes, ({ block }) => block);
    for (const change of changes) {
      const id = (change.before ?? change.after)?.get("id");
      if (typeof id === "string") {
        this.byId.set(`${menuOf(change)} ${id}`, change);
      }
    }
  }

  /** `place-before=...` of a new rule, and what cannot be said of it. */
  public placeOf(change: ResourceChange): { readonly word?: string; readonly notes?: readonly string[] } {
    const wanted = change.after?.get("place_before");
    const mentioned = this.mentionedIn(change, "place_before");
    if (wanted === undefined && mentioned.length === 0) {
      return {};
    }
    const target = this.rowOf(menuOf(change), wanted) ?? only(mentioned);
    const found = target && this.findNewest(target);
    if (found !== undefined) {
      return { word: `place-before=${found}` };
    }
    return typeof wanted === "string" && wanted !== "" && target === undefined
      ? {
          word: `place-before=${consoleValue(wanted)}`,
          notes: [`${change.address}: the rule ${wanted} is not in the plan, so it is named by its id`],
        }
      : { notes: [`${change.address}: the plan does not tell which rule this one is placed before`] };
  }

  /** The commands of a `routeros_move_items`: each rule of its sequence is moved before the last. */
  public moves(change: ResourceChange): readonly string[] {
    const menu = this.movedMenu(change);
    const sequence = change.after?.get("sequence");
    const named =
      typeof sequence === "string" ? sequence.split(",").map((id) => this.rowOf(menu ?? "", id)) : [];
    const blocks = this.configuration.blocks.get(change.block)?.mentions.get("sequence") ?? [];
    const members = named.length > 0 ? named : blocks.map((block) => only(this.byBlock.get(block) ?? []));
    const found = members.map((member) => member && this.findNewest(member));
    const last = found.at(-1);
    if (menu === undefined || last === undefined || found.includes(undefined)) {
      return [commentLine(`${change.address}: the plan does not tell which rules are moved`)];
    }
    return found.slice(0, -1).map((each) => `${menu} move ${each} destination=${last}`);
  }

  private findNewest(change: ResourceChange): string | undefined {
    const row = this.rows.newestOf(change);
    return row && this.rows.find(row);
  }

  private rowOf(menu: string, id: AttributeValue | undefined): ResourceChange | undefined {
    return typeof id === "string" ? this.byId.get(`${menu} ${id}`) : undefined;
  }

  private mentionedIn({ block }: ResourceChange, attribute: string): readonly ResourceChange[] {
    const blocks = this.configuration.blocks.get(block)?.mentions.get(attribute) ?? [];
    return blocks.flatMap((each) => this.byBlock.get(each) ?? []);
  }

  private movedMenu({ after }: ResourceChange): string | undefined {
    const text = (name: string): string => String(after?.get(name) ?? "");
    // The provider makes the path of `resource_name` out of its words.
    const path =
      text("resource_path") ||
      `/${text("resource_name")
        .replace(/^routeros_/, "")
        .replaceAll("_", "/")}`;
    return ORDERED_MENUS.has(path) ? path : undefined;
  }
}

function menuOf({ type }: ResourceChange): string {
  return providerResource(type)?.menu ?? "";
}

function only(changes: readonly ResourceChange[]): ResourceChange | undefined {
  return changes.length === 1 ? changes[0] : undefined;
}
