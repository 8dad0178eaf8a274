import { hostOrPrefix, overlaps } from "../../routeros/ipv4";
import { ModelRow } from "../../simulator";
import { ChainIndex, type ConditionedRule } from "./rule-conditions";

/** What a routing rule matches. */
const MATCHERS = ["dst-address", "interface", "routing-mark", "src-address"];

/** Routing rules by their conditions, which are those of a chain of the firewall. */
export class RoutingRuleIndex {
  public readonly index: ChainIndex;
  private readonly rows = new Map<ModelRow, ModelRow>();

  /** @param rows in order */
  public constructor(rows: readonly ModelRow[]) {
    this.index = new ChainIndex(
      rows.map((row) => {
        const values = MATCHERS.flatMap((name) => {
          const value = row.raw(name);
          return value === undefined || value === "" ? [] : [[name, value] as const];
        });
        const bare = new ModelRow(row.reference, new Map(values));
        this.rows.set(bare, row);
        return bare;
      }),
    );
  }

  /** The row of a rule of the index. */
  public rowOf({ row }: ConditionedRule): ModelRow {
    return this.rows.get(row) ?? row;
  }
}

/** Whether two routing rules can match the same packet. */
export function canMeet(a: ConditionedRule, b: ConditionedRule): boolean {
  return a.conditions.every(({ name, value }) => {
    const other = b.conditions.find((condition) => condition.name === name)?.value;
    return other === undefined || other === value || (name.endsWith("-address") && doOverlap(value, other));
  });
}

function doOverlap(a: string, b: string): boolean {
  const [one, other] = [hostOrPrefix(a), hostOrPrefix(b)];
  return one !== undefined && other !== undefined && overlaps(one, other);
}
