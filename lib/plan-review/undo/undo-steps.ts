import { ORDERED_MENUS } from "../../routeros/menus";
import { consoleValue } from "../commands/command-text";
import type { ResourceChange } from "../plan/resource-change";
import type { RowsBefore } from "./rows-before";
import type { RouterRow } from "./selector";

/** The lines that undo one operation. */
export interface UndoStep {
  readonly menu: string;
  readonly lines: readonly string[];
  /** The row that they add again. */
  readonly added?: RouterRow;
  /** Whether they write old values. */
  readonly isRestoring?: boolean;
  /** Whether they give a row its old name. */
  readonly isRenaming?: boolean;
}

/** The step of these commands; each can fail alone. */
export function step({ address }: ResourceChange, menu: string, commands: readonly string[]): UndoStep {
  const failed = consoleValue(`routeros-state guard: not undone: ${address}`);
  return {
    menu,
    lines: commands.map((command) => `:do { ${command} } on-error={ :log error ${failed} }`),
  };
}

/** In a menu with an order, rows are added from the last to the first, when all that they need is there. */
export function inPlace(steps: readonly UndoStep[], before: RowsBefore): readonly UndoStep[] {
  const isOrdered = ({ menu, added }: UndoStep) => added !== undefined && ORDERED_MENUS.has(menu);
  const ordered = steps.filter(isOrdered);
  return steps.flatMap((one, i) => {
    if (!isOrdered(one)) {
      return [one];
    }
    const isLast = !steps.slice(i + 1).some((other) => isOrdered(other) && other.menu === one.menu);
    const place = ({ menu, added }: UndoStep): number => before.in(menu).indexOf(added as RouterRow);
    return isLast ? ordered.filter(({ menu }) => menu === one.menu).sort((a, b) => place(b) - place(a)) : [];
  });
}
