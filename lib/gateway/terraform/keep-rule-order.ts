import { MoveItems } from "@cdktf/provider-routeros/lib/move-items";
import { Lazy, type TerraformResource } from "cdktf";
import type { Menu } from "../../routeros/rows";
import type { LanRouting } from "../lan/lan-rows";
import { SETTINGS } from "../router-names";
import type { RowResources } from "./row-resources";

/** Rules of somebody else that the gateway's own must come before, by menu. */
export interface PlaceBeforeRule {
  /**
   * The id of a rule in `/ip/firewall/mangle`: `rule.id` of its resource, or the `.id` that the router shows, such
   * as `*5`.
   *
   * @default - the gateway's rules stand where the router puts new ones: last
   */
  readonly mangle?: string;

  /**
   * The id of a rule in `/ip/firewall/nat`: `rule.id` of its resource, or the `.id` that the router shows.
   *
   * @default - the gateway's rules stand where the router puts new ones: last
   */
  readonly nat?: string;
}

/**
 * Keeps the gateway's rules in order where order matters: the router puts a new rule last, and one that came back
 * after somebody removed it as well. The provider's own `place_before` gets lost when rules are written in parallel;
 * this resource moves them once all of them stand, and notices when they stand otherwise.
 */
export function keepRuleOrder(
  resources: RowResources,
  { rules }: LanRouting,
  { mangle, nat }: PlaceBeforeRule = {},
): MoveItems[] {
  return [
    ...(rules.length > 0 ? [moveItems(resources, "/routing/rule", () => resources.madeFor(rules))] : []),
    ...(mangle === undefined ? [] : [moveBefore(resources, "/ip/firewall/mangle", mangle)]),
    ...(nat === undefined ? [] : [moveBefore(resources, "/ip/firewall/nat", nat)]),
  ];
}

/** Rules may still be added to the gateway after its constructor. */
function moveBefore(resources: RowResources, menu: Menu, foreign: string): MoveItems {
  return moveItems(resources, menu, () => resources.in(menu), [foreign]);
}

function moveItems(
  resources: RowResources,
  menu: Menu,
  rules: () => TerraformResource[],
  last: readonly string[] = [],
): MoveItems {
  const path = [SETTINGS, `order-of-${menu.split("/").at(-1)}`];
  const { provider, lifecycle } = resources.options;
  const produce = () => [...rules().map((rule) => rule.getStringAttribute("id")), ...last];
  return new MoveItems(resources.scopeOf(path), path.at(-1) ?? "", {
    resourcePath: menu,
    sequence: Lazy.listValue({ produce }),
    provider,
    lifecycle,
  });
}
