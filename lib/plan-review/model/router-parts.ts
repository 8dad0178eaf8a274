import { PlanError } from "../plan/plan-error";
import type { Plan } from "../plan/read-plan";
import { firstKeyOf, type ResourceChange } from "../plan/resource-change";

/** What one plan has of one router. */
export interface RouterPart {
  readonly plan: Plan;
  readonly source: string;
  /** The provider block, with the key of its `for_each`. */
  readonly key: string;
  readonly host?: string;
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  /** Deleted resources that may belong to another router of the plan: the configuration no longer says. */
  readonly guessed: readonly string[];
}

/** All parts of a router, in the order of the plans. */
export type RouterParts = readonly [RouterPart, ...RouterPart[]];

/** The routers of a plan: one for each provider block that a resource uses, and for each key of its `for_each`. */
export function partsOf(plan: Plan): readonly RouterPart[] {
  const keys = new KeysByModule(plan);
  const groups = new Map<string, { changes: ResourceChange[]; drift: ResourceChange[]; guessed: string[] }>();
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? { changes: [], drift: [], guessed: [] };
    groups.set(key, group);
    return group;
  };
  for (const change of plan.changes) {
    const { key, guessed } = keys.of(change);
    const group = groupOf(key);
    group.changes.push(change);
    if (guessed) {
      group.guessed.push(change.address);
    }
  }
  for (const change of plan.drift) {
    groupOf(keys.of(change).key).drift.push(change);
  }
  return [...groups].map(([key, group]) => ({
    plan,
    source: plan.source,
    key,
    host: plan.configuration.providers.get(key)?.host?.toLowerCase(),
    ...group,
  }));
}

/**
 * The parts that are about one router: those of one host, or all of them.
 *
 * @throws PlanError where all are said to be about one router, and name several hosts
 */
export function groupedByRouter(parts: readonly RouterPart[], isOneRouter: boolean): readonly RouterParts[] {
  const [first, ...others] = parts;
  if (isOneRouter && first !== undefined) {
    const hosts = [...new Set(parts.flatMap(({ host }) => host ?? []))];
    if (hosts.length > 1) {
      throw new PlanError(`the plans are not about one router, because they name ${hosts.join(" and ")}`);
    }
    const [host] = hosts;
    return [[{ ...first, host }, ...others]];
  }
  const groups = new Map<unknown, [RouterPart, ...RouterPart[]]>();
  for (const part of parts) {
    const known = part.host === undefined ? undefined : groups.get(part.host);
    if (known === undefined) {
      groups.set(part.host ?? part, [part]);
    } else {
      known.push(part);
    }
  }
  return [...groups.values()];
}

/**
 * Which provider block a resource uses. A plan says so of configured blocks only; a resource that is gone from the
 * configuration is taken to be of the same router as the others of its module, or of the plan's first provider.
 */
class KeysByModule {
  private readonly modules = new Map<string, Set<string>>();

  public constructor(private readonly plan: Plan) {
    for (const { address, providerKey } of plan.configuration.blocks.values()) {
      const module = moduleOf(address);
      this.modules.set(module, (this.modules.get(module) ?? new Set()).add(providerKey));
    }
  }

  public of({ address, block }: ResourceChange): { key: string; guessed: boolean } {
    const { blocks, providers } = this.plan.configuration;
    const configured = blocks.get(block)?.providerKey;
    const key = configured ?? this.nearTo(block);
    // A plan says of no resource which key of its provider it has. The usual one is that of its own `for_each`.
    const each = providers.get(key)?.isEach ? firstKeyOf(address) : "";
    return { key: key + each, guessed: configured === undefined && providers.size > 1 };
  }

  private nearTo(block: string): string {
    const { providers } = this.plan.configuration;
    const near = [...(this.modules.get(moduleOf(block)) ?? [])].filter((key) => providers.has(key));
    const [key = "routeros"] = near.length > 0 ? near : providers.keys();
    return key;
  }
}

function moduleOf(block: string): string {
  return /^(module\.[^.]+\.)*/.exec(block)?.[0] ?? "";
}
