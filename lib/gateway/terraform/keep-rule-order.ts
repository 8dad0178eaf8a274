import { MoveItems } from "@cdktf/provider-routeros/lib/move-items";
import { Lazy, type TerraformResource } from "cdktf";
import type { Menu } from "../../routeros/rows";
import { SETTINGS } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { RowResources } from "./row-resources";

/**
 * Rules outside the gateway that its rules must come before, by menu.
 *
 * @example
 * const placeBefore: PlaceBeforeRule = { mangle: "*5" };
 */
export interface PlaceBeforeRule {
  /**
   * The id of a rule in `/ip/firewall/mangle`: `rule.id` of its resource, or the `.id` that the router shows, such
   * as `*5`.
   *
   * @default - the gateway's rules come last, where the router adds them
   */
  readonly mangle?: string;

  /**
   * The id of a rule in `/ip/firewall/nat`: `rule.id` of its resource, or the `.id` that the router shows.
   *
   * @default - the gateway's rules come last, where the router adds them
   */
  readonly nat?: string;
}

/**
 * Makes the resources that keep rules of the gateway in order where their order matters.
 *
 * The router adds a new rule last, also one that Terraform creates again. The provider's `place_before` has no effect
 * when rules are created in parallel. These resources move the rules once all of them exist, and detect a wrong order.
 */
export function keepRuleOrder(
  resources: RowResources,
  rules: readonly RowSpec<"/routing/rule">[],
  { mangle, nat }: PlaceBeforeRule = {},
): MoveItems[] {
  return [
    ...(rules.length > 0 ? [moveItems(resources, "/routing/rule", () => resources.madeFor(rules))] : []),
    ...(mangle === undefined ? [] : [moveBefore(resources, "/ip/firewall/mangle", mangle)]),
    ...(nat === undefined ? [] : [moveBefore(resources, "/ip/firewall/nat", nat)]),
  ];
}

/** The list is computed at synthesis, because rules can be added after the gateway's constructor. */
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
