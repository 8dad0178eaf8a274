import type { Dependencies } from "../plan/dependencies";
import type { ResourceChange } from "../plan/resource-change";
import { type Operation, operationsOf } from "./operations";

/**
 * Which operations of an apply come before which. Terraform makes and changes a resource after those that it depends on, and
 * removes it after those that depend on it are removed. A removal comes before the change of what the removed one depended
 * on, and of what depended on it; unless the new one is to be made first. All else may happen in any order.
 */
export class ApplyOrder {
  public readonly operations: readonly Operation[];
  private readonly byBlock = new Map<string, Operation[]>();
  private readonly byChange = new Map<ResourceChange, readonly Operation[]>();
  private readonly removedDependents = new Map<string, Operation[]>();
  private readonly before = new Map<Operation, readonly Operation[]>();
  private readonly after = new Map<Operation, Operation[]>();

  /** @param changes those that matter; what waits for what is followed through all others */
  public constructor(
    changes: readonly ResourceChange[],
    private readonly dependencies: Dependencies,
  ) {
    const all: Operation[] = [];
    for (const change of changes) {
      const own = operationsOf(change);
      this.byChange.set(change, own);
      all.push(...own);
      push(this.byBlock, change.block, own);
    }
    this.operations = all;
    for (const operation of all.filter(isRemovedFirst)) {
      for (const block of dependencies.rememberedBy(operation.change.block)) {
        push(this.removedDependents, block, [operation]);
      }
    }
    for (const operation of all) {
      const before = this.rightBefore(operation);
      this.before.set(operation, before);
      for (const other of before) {
        push(this.after, other, [operation]);
      }
    }
  }

  /** The operations of a change, in the order in which they follow each other. */
  public operationsOf(change: ResourceChange): readonly Operation[] {
    return this.byChange.get(change) ?? [];
  }

  /** The operations in one of the orders in which Terraform may do them. */
  public inOneOrder(): readonly Operation[] {
    const started = new Set<Operation>();
    const done = new Set<Operation>();
    const open = [...this.operations].reverse();
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      if (started.has(next)) {
        done.add(next);
        open.pop();
      } else {
        started.add(next);
        open.push(...(this.before.get(next) ?? []).filter((other) => !started.has(other)));
      }
    }
    return [...done];
  }

  /** All that must be done before some operations, and these themselves: the earliest moment at which they are done. */
  public upTo(...operations: readonly Operation[]): ReadonlySet<Operation> {
    return reached(operations, this.before);
  }

  /** The operation and all that must wait for it. */
  public from(operation: Operation): ReadonlySet<Operation> {
    return reached([operation], this.after);
  }

  /** All that can be done while an operation is not: the latest moment before it. */
  public without(operation: Operation): ReadonlySet<Operation> {
    const waiting = this.from(operation);
    return new Set(this.operations.filter((other) => !waiting.has(other)));
  }

  private rightBefore(operation: Operation): readonly Operation[] {
    const { kind, change } = operation;
    const own = this.operationsOf(change);
    const earlier = own.slice(0, own.indexOf(operation));
    if (kind !== "remove") {
      const needed = this.near(change.block, (block) => this.dependencies.of(block), isWriting);
      return [...earlier, ...needed, ...this.removedBefore(change.block)];
    }
    const dependents = this.near(
      change.block,
      (block) => this.dependencies.dependentsOf(block),
      (other) => other.kind === "remove" || (change.action === "create-delete" && isWriting(other)),
    );
    return [...earlier, ...dependents];
  }

  /** The removals that a block's making or change waits for: of what it depended on, and of what depended on it. */
  private removedBefore(block: string): readonly Operation[] {
    const needed = this.dependencies.rememberedBy(block).flatMap((other) => this.byBlock.get(other) ?? []);
    return [...needed.filter(isRemovedFirst), ...(this.removedDependents.get(block) ?? [])];
  }

  /** The nearest operations along dependencies; blocks without any are passed through. */
  private near(
    block: string,
    next: (block: string) => readonly string[],
    matches: (operation: Operation) => boolean,
  ): readonly Operation[] {
    const found: Operation[] = [];
    const seen = new Set([block]);
    const open = [...next(block)];
    for (let other = open.pop(); other !== undefined; other = open.pop()) {
      if (!seen.has(other)) {
        seen.add(other);
        const operations = (this.byBlock.get(other) ?? []).filter(matches);
        found.push(...operations);
        if (operations.length === 0) {
          open.push(...next(other));
        }
      }
    }
    return found;
  }
}

function push<Key>(map: Map<Key, Operation[]>, key: Key, operations: readonly Operation[]): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [...operations]);
  } else {
    known.push(...operations);
  }
}

function reached(
  starts: readonly Operation[],
  next: ReadonlyMap<Operation, readonly Operation[]>,
): ReadonlySet<Operation> {
  const found = new Set<Operation>();
  for (const start of starts) {
    const open = [start];
    for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
      if (!found.has(operation)) {
        found.add(operation);
        open.push(...(next.get(operation) ?? []));
      }
    }
  }
  return found;
}

function isWriting({ kind }: Operation): boolean {
  return kind !== "remove";
}

/** Whether an operation removes a row for which none is made first. */
function isRemovedFirst({ kind, change: { action } }: Operation): boolean {
  return kind === "remove" && action !== "create-delete";
}
