import { groupBy } from "../../collections/group-by";
import type { Dependencies } from "../plan/dependencies";
import type { ResourceChange } from "../plan/resource-change";
import { type Operation, operationsOf } from "./operations";

/**
 * Which operations of an apply come before which.
 *
 * Terraform creates and updates a resource after those that it depends on. It deletes a resource after those that depend on
 * it are deleted, and before it updates any that the deleted one depended on or that depended on it (unless the new resource
 * is created first). All else can happen in any order.
 */
export class ApplyOrder {
  public readonly operations: readonly Operation[];
  private readonly byBlock = new Map<string, Operation[]>();
  private readonly byChange = new Map<ResourceChange, readonly Operation[]>();
  private readonly deletedDependents = new Map<string, Operation[]>();
  private readonly before = new Map<Operation, readonly Operation[]>();
  private readonly after = new Map<Operation, Operation[]>();
  private byName?: ReadonlyMap<string, readonly Operation[]>;

  /** @param changes those that matter; dependencies are followed through all others */
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
    for (const operation of all.filter(isDeletedFirst)) {
      for (const block of dependencies.rememberedBy(operation.change.block)) {
        push(this.deletedDependents, block, [operation]);
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

  /** The operations of a change, in order. */
  public operationsOf(change: ResourceChange): readonly Operation[] {
    return this.byChange.get(change) ?? [];
  }

  /** The operations in one of the possible orders. */
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

  /** Some operations and all that must be done before them: the earliest state in which they are done. */
  public upTo(...operations: readonly Operation[]): ReadonlySet<Operation> {
    const stage = Math.max(0, ...operations.map((operation) => this.stageOf(operation)));
    const found = reached(operations, this.before);
    for (const other of stage === 0 ? [] : this.operations) {
      if (this.stageOf(other) < stage) {
        found.add(other);
      }
    }
    return found;
  }

  /** The operation and all that wait for it. */
  public from(operation: Operation): ReadonlySet<Operation> {
    const stage = this.stageOf(operation);
    const found = reached([operation], this.after);
    for (const other of this.operations) {
      if (this.stageOf(other) > stage) {
        found.add(other);
      }
    }
    return found;
  }

  /** The place of an operation's plan among those that are applied one after the other. */
  private stageOf({ change }: Operation): number {
    return this.dependencies.stageOf(change.block);
  }

  /** All that can be done before an operation: the latest state in which it is not done. */
  public without(operation: Operation): ReadonlySet<Operation> {
    const waiting = this.from(operation);
    return new Set(this.operations.filter((other) => !waiting.has(other)));
  }

  /**
   * Whether a `depends_on` can make an operation wait for another one: both write, in the same module, and nothing says or
   * remembers the opposite, which would be a circle.
   */
  public canWait(operation: Operation, other: Operation): boolean {
    const [block, needed] = [operation.change.block, other.change.block];
    return (
      isWriting(operation) &&
      isWriting(other) &&
      moduleOf(block) === moduleOf(needed) &&
      !this.waits(other, operation) &&
      !this.needs(other, operation) &&
      !this.dependencies.isUncertain(needed) &&
      !this.dependencies.rememberedBy(needed).includes(block)
    );
  }

  /** Whether an operation cannot come before another one: it waits for it, or RouterOS refuses it without what that creates. */
  public needs(operation: Operation, other: Operation): boolean {
    const behind = new Set(this.upTo(operation));
    for (const each of behind) {
      for (const created of this.namedBy(each)) {
        for (const earlier of this.upTo(created)) {
          behind.add(earlier);
        }
      }
    }
    return behind.has(other);
  }

  /** Whether the block of an operation is that of another one, or waits for it. */
  public waits(operation: Operation, other: Operation): boolean {
    const [block, needed] = [operation.change.block, other.change.block];
    return block === needed || this.dependencies.waitsFor(block, needed);
  }

  /** The operations that create what a row names without a reference, such as an interface. */
  private namedBy({ change: { after } }: Operation): readonly Operation[] {
    this.byName ??= groupBy(
      this.operations.filter(({ kind }) => kind === "create"),
      ({ change }) => nameOf(change),
    );
    const names = [...(after ?? [])].filter(([attribute]) => !NOT_NAMING.includes(attribute));
    return names.flatMap(([, value]) => (typeof value === "string" ? (this.byName?.get(value) ?? []) : []));
  }

  private rightBefore(operation: Operation): readonly Operation[] {
    const { kind, change } = operation;
    const own = this.operationsOf(change);
    const earlier = own.slice(0, own.indexOf(operation));
    if (kind !== "delete") {
      const needed = this.near(change.block, (block) => this.dependencies.of(block), isWriting);
      return [...earlier, ...needed, ...this.deletedBefore(change.block)];
    }
    const dependents = this.near(
      change.block,
      (block) => this.dependencies.dependentsOf(block),
      (other) => other.kind === "delete" || (change.action === "create-delete" && isWriting(other)),
    );
    return [...earlier, ...dependents];
  }

  /** The deletions that a block's creation or update waits for: of what it depended on, and of what depended on it. */
  private deletedBefore(block: string): readonly Operation[] {
    const needed = this.dependencies.rememberedBy(block).flatMap((other) => this.byBlock.get(other) ?? []);
    return [...needed.filter(isDeletedFirst), ...(this.deletedDependents.get(block) ?? [])];
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
): Set<Operation> {
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

/** Where a block is: its plan, where there are several, and its module; blocks elsewhere cannot be in its `depends_on`. */
function moduleOf(block: string): string {
  return /^(.*?)[^.\s]+\.[^.]+$/.exec(block)?.[1] ?? "";
}

/** Attributes that name no other row. */
const NOT_NAMING = ["name", "comment", "id"];

function nameOf({ after }: ResourceChange): string | undefined {
  const name = after?.get("name");
  return typeof name === "string" ? name : undefined;
}

function isWriting({ kind }: Operation): boolean {
  return kind !== "delete";
}

/** Whether an operation deletes a row before its replacement, if any, is created. */
function isDeletedFirst({ kind, change: { action } }: Operation): boolean {
  return kind === "delete" && action !== "create-delete";
}
