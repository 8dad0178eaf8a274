import type { Block, Configuration } from "../plan/configuration";
import { Dependencies } from "../plan/dependencies";
import type { ResourceChange } from "../plan/resource-change";
import type { RouterPart, RouterParts } from "./router-parts";

/** What the plans of one router say together. */
export interface MergedPlan {
  readonly sources: readonly string[];
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly guessed: readonly string[];
  readonly configuration: Configuration;
  readonly dependencies: Dependencies;
}

/** Names as the merged plan has them. */
type Naming = (address: string) => string;

/**
 * The plans of one router as one. Where there are several, each resource is named with the file of its plan, because two states
 * may use one address; and all of a plan is applied before any of the next, in their order.
 */
export function mergedPlan(parts: RouterParts): MergedPlan {
  const plans = [...new Set(parts.map(({ plan }) => plan))];
  if (plans.length === 1) {
    const [{ plan }] = parts;
    return {
      ...listsOf(parts, (address) => address),
      sources: [plan.source],
      configuration: plan.configuration,
      dependencies: new Dependencies(plan),
    };
  }
  const labels = labelsOf(plans.map(({ source }) => source));
  const namings = new Map(plans.map((plan, i) => [plan, (address: string) => `${labels[i]}: ${address}`]));
  const namingOf = ({ plan }: RouterPart): Naming => namings.get(plan) ?? ((address) => address);
  const merged = listsOf(parts, (address, part) => namingOf(part)(address));
  const blocks = plans.flatMap((plan) =>
    [...plan.configuration.blocks.values()].map((block) => named(block, namings.get(plan) as Naming)),
  );
  const configuration = {
    providers: new Map(plans.flatMap((plan) => [...plan.configuration.providers])),
    blocks: new Map(blocks.map((block) => [block.address, block])),
  };
  const stateDependencies = new Map(
    plans.flatMap((plan) => {
      const name = namings.get(plan) as Naming;
      return [...plan.stateDependencies].map(
        ([address, dependsOn]) => [name(address), dependsOn.map(name)] as const,
      );
    }),
  );
  return {
    ...merged,
    sources: plans.map(({ source }) => source),
    configuration,
    dependencies: new Dependencies({ configuration, stateDependencies }, stagesOf(parts, plans, namingOf)),
  };
}

/** The place of each block's plan among the plans. */
function stagesOf(
  parts: RouterParts,
  plans: readonly RouterPart["plan"][],
  namingOf: (part: RouterPart) => Naming,
): ReadonlyMap<string, number> {
  return new Map(
    parts.flatMap((part) =>
      part.changes.map(({ block }): [string, number] => [namingOf(part)(block), plans.indexOf(part.plan)]),
    ),
  );
}

function listsOf(
  parts: RouterParts,
  name: (address: string, part: RouterPart) => string,
): Pick<MergedPlan, "changes" | "drift" | "guessed"> {
  const renamed = (change: ResourceChange, part: RouterPart): ResourceChange => ({
    ...change,
    address: name(change.address, part),
    block: name(change.block, part),
    ...(change.previousAddress === undefined ? {} : { previousAddress: name(change.previousAddress, part) }),
  });
  return {
    changes: parts.flatMap((part) => part.changes.map((change) => renamed(change, part))),
    drift: parts.flatMap((part) => part.drift.map((change) => renamed(change, part))),
    guessed: parts.flatMap((part) => part.guessed.map((address) => name(address, part))),
  };
}

function named(block: Block, name: Naming): Block {
  return {
    ...block,
    address: name(block.address),
    dependsOn: block.dependsOn.map(name),
    mentions: new Map([...block.mentions].map(([attribute, blocks]) => [attribute, blocks.map(name)])),
  };
}

/** Names of files that are unlike each other, and have no brackets: those are keys in an address. */
function labelsOf(sources: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return sources.map((source) => {
    const label = source.replaceAll("[", "(").replaceAll("]", ")");
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  });
}
