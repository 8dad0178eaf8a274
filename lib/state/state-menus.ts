import { MENU_OF, SINGLETON_MENUS } from "../routeros/menus";
import { defaultsIn, SPARSE_MENUS } from "../routeros/row-defaults";
import { identityIn } from "../routeros/row-identity";
import { secretsOf } from "../routeros/secrets";
import type { Fields } from "./fields";

/** A menu of the router whose rows resources of a stack manage. */
export interface StateMenu {
  /** Such as `/ip/route`. */
  readonly path: string;
  /** The fields that tell the rows of the menu apart. */
  readonly identifiedBy: readonly string[];
  /** What a row means that does not show a field. */
  readonly absent: Fields;
  /** Whether a row shows nothing but what was set, so that a field that no configuration sets has an effect. */
  readonly sparse: boolean;
  /** Whether the menu is one row, which always exists, and which has no id. */
  readonly singleton: boolean;
  /** Fields whose values are never shown. */
  readonly secrets: ReadonlySet<string>;
}

/** The menu of a Terraform resource type; undefined for a menu that has nothing to do with where packets go. */
export function stateMenuOf(type: string): StateMenu | undefined {
  const path = MENU_OF[type];
  if (path === undefined) {
    return undefined;
  }
  return {
    path,
    identifiedBy: identityIn(path).identifiedBy,
    absent: defaultsIn(path),
    sparse: SPARSE_MENUS.has(path),
    singleton: SINGLETON_MENUS.has(path),
    secrets: secretsOf(path),
  };
}
