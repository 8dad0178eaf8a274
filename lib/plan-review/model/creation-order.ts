import type { ModelRow } from "../../simulator";
import type { ResourceChange } from "../plan/resource-change";
import type { RouterChange } from "./router-change";
import { finder, isMove, placeOf } from "./rule-moves";
import type { Snapshot } from "./snapshot";

/** In which order a plan creates the rules of a router, as far as the configuration fixes it. */
export class CreationOrder {
  private readonly moves: readonly ResourceChange[];

  public constructor(
    private readonly change: RouterChange,
    private readonly snapshot: Snapshot,
  ) {
    this.moves = change.changes.filter(isMove);
  }

  /** Whether the plan creates a rule. */
  public isNew({ reference }: ModelRow): boolean {
    return this.snapshot.row(reference.id)?.routerId === undefined;
  }

  /** Whether the plan creates two rules and nothing fixes which comes first. */
  public isOpen(a: ModelRow, b: ModelRow): boolean {
    const { dependencies, configuration } = this.change;
    const [one, other] = [this.snapshot.row(a.reference.id), this.snapshot.row(b.reference.id)];
    if (
      one === undefined ||
      other === undefined ||
      one.routerId !== undefined ||
      other.routerId !== undefined
    ) {
      return false;
    }
    const [blockA, blockB] = [one.change.block, other.change.block];
    const find = finder([one, other]);
    const isPlaced = [one, other].some((row) => placeOf(row, configuration, find) !== undefined);
    const isMoved = this.moves.some(({ block }) =>
      [blockA, blockB].every((wanted) => configuration.blocks.get(block)?.dependsOn.includes(wanted)),
    );
    // Resources of one block with count or for_each are created at the same time.
    return (
      !isPlaced &&
      !isMoved &&
      !dependencies.waitsFor(blockA, blockB) &&
      !dependencies.waitsFor(blockB, blockA)
    );
  }
}
