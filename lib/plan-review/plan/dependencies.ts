import type { Plan } from "./read-plan";
import { blockOf } from "./resource-change";

/** Which block of a plan waits for which: what Terraform's order of operations follows from. */
export class Dependencies {
  private readonly behind = new Map<string, ReadonlySet<string>>();
  private readonly direct: ReadonlyMap<string, readonly string[]>;
  private readonly remembered: ReadonlyMap<string, readonly string[]>;
  private readonly reverse = new Map<string, string[]>();
  private readonly uncertain: ReadonlySet<string>;

  /** @param stages which plan a block is of, where several plans are applied one after the other */
  public constructor(
    { configuration: { blocks }, stateDependencies }: Pick<Plan, "configuration" | "stateDependencies">,
    private readonly stages: ReadonlyMap<string, number> = new Map(),
  ) {
    this.remembered = new Map(
      [...stateDependencies].map(([address, dependsOn]) => [blockOf(address), dependsOn]),
    );
    // What the configuration no longer has waits as the state remembers.
    const direct = new Map(this.remembered);
    for (const block of blocks.values()) {
      direct.set(block.address, block.dependsOn);
    }
    this.direct = direct;
    for (const [block, dependsOn] of direct) {
      for (const other of dependsOn) {
        const dependents = this.reverse.get(other);
        if (dependents === undefined) {
          this.reverse.set(other, [block]);
        } else {
          dependents.push(block);
        }
      }
    }
    this.uncertain = new Set(
      [...blocks.values()].filter(({ unfollowed }) => unfollowed.length > 0).map(({ address }) => address),
    );
  }

  /** The blocks that a block itself names. */
  public of(block: string): readonly string[] {
    return this.direct.get(block) ?? [];
  }

  /** The blocks that the state remembers a block to have waited for, those behind others too. */
  public rememberedBy(block: string): readonly string[] {
    return this.remembered.get(block) ?? [];
  }

  /** The blocks that name a block. */
  public dependentsOf(block: string): readonly string[] {
    return this.reverse.get(block) ?? [];
  }

  /** Whether a block mentions something that the plan does not show, so that it may wait for more. */
  public isUncertain(block: string): boolean {
    return this.uncertain.has(block);
  }

  /** The place of a block's plan among the plans that are applied one after the other. */
  public stageOf(block: string): number {
    return this.stages.get(block) ?? 0;
  }

  /** Whether one block waits for another, through any number of others, or because its plan comes later. */
  public waitsFor(block: string, other: string): boolean {
    if (this.stageOf(block) !== this.stageOf(other)) {
      return this.stageOf(block) > this.stageOf(other);
    }
    let behind = this.behind.get(block);
    if (behind === undefined) {
      behind = this.reachedFrom(block);
      this.behind.set(block, behind);
    }
    return behind.has(other);
  }

  private reachedFrom(block: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const open = [...this.of(block)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!reached.has(next)) {
        reached.add(next);
        open.push(...this.of(next));
      }
    }
    return reached;
  }
}
