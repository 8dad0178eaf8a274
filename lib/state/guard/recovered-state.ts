import { MENU_OF } from "../../routeros/menus";
import { providerResource } from "../../routeros/provider-resources";
import { identityIn } from "../../routeros/row-identity";
import type { Fields } from "../fields";
import type { RouterRowsByMenu } from "../matching";

/** A stored state of Terraform, as far as it is read here. */
interface StoredState {
  readonly serial: number;
  readonly lineage: string;
  readonly resources?: readonly StoredResource[];
}

interface StoredResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly instances: readonly StoredInstance[];
}

interface StoredInstance {
  readonly index_key?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A state that fits the router after an undo. */
export interface RecoveredState {
  /** The text to store. */
  readonly text: string;
  /** The resources that got the id of a row that was added again. */
  readonly found: readonly { readonly address: string; readonly id: string }[];
  /** The resources that have no row on the router. */
  readonly missing: readonly string[];
}

/** The menus of a stored state. */
export function menusIn(text: string): readonly string[] {
  const { resources = [] } = JSON.parse(text) as StoredState;
  return [...new Set(resources.flatMap((one) => (one.mode === "managed" ? (menuOf(one.type) ?? []) : [])))];
}

const menuOf = (type: string): string | undefined => {
  const resource = providerResource(type);
  return resource?.kind === "row" ? (MENU_OF[type] ?? resource.menu) : undefined;
};

/**
 * The state from before an apply, with the ids that the rows have after its undo: a row that was removed and added again has
 * another one.
 *
 * @param before the state from before the apply
 * @param now the state as it is stored now
 */
export function recoveredState(before: string, now: string, rows: RouterRowsByMenu): RecoveredState {
  const state = JSON.parse(before) as StoredState;
  const taken = new Set(
    (state.resources ?? []).flatMap((resource) =>
      resource.instances.map(({ attributes }) => `${menuOf(resource.type)} ${attributes?.["id"]}`),
    ),
  );
  const found: { address: string; id: string }[] = [];
  const missing: string[] = [];
  const resources = (state.resources ?? []).map((resource) => {
    const menu = resource.mode === "managed" ? menuOf(resource.type) : undefined;
    const present = menu === undefined ? undefined : rows.get(menu);
    if (menu === undefined || present === undefined) {
      return resource;
    }
    const instances = resource.instances.map((instance) => {
      const { attributes = {} } = instance;
      const old = String(attributes["id"] ?? "");
      if (!old.startsWith("*") || present.some((row) => row[".id"] === old)) {
        return instance;
      }
      const address = addressOf(resource, instance);
      const free = present.filter((row) => !taken.has(`${menu} ${row[".id"]}`));
      const [id, ...others] = free.filter((row) => isRowOf(menu, attributes, row)).map((row) => row[".id"]);
      if (id === undefined || others.length > 0) {
        missing.push(address);
        return instance;
      }
      taken.add(`${menu} ${id}`);
      found.push({ address, id });
      return { ...instance, attributes: { ...attributes, id } };
    });
    return { ...resource, instances };
  });
  const { serial } = JSON.parse(now) as StoredState;
  const text = JSON.stringify({ ...state, serial: Math.max(serial, state.serial) + 1, resources }, null, 2);
  return { text, found, missing };
}

/** Whether a stored state is an earlier one of the same stack. */
export function isEarlier(before: string, now: string): boolean {
  const [one, other] = [JSON.parse(before) as StoredState, JSON.parse(now) as StoredState];
  return one.lineage === other.lineage && one.serial <= other.serial;
}

/** Whether a row is that of a resource: by its comment, or else by what tells rows apart. */
function isRowOf(menu: string, attributes: Readonly<Record<string, unknown>>, row: Fields): boolean {
  const { comment } = attributes;
  if (typeof comment === "string" && comment !== "") {
    return row["comment"] === comment;
  }
  return identityIn(menu).identifiedBy.every(
    (name) => String(attributes[name.replaceAll("-", "_")] ?? "") === (row[name] ?? ""),
  );
}

function addressOf({ module, type, name }: StoredResource, { index_key: key }: StoredInstance): string {
  const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
  return `${module === undefined ? "" : `${module}.`}${type}.${name}${index}`;
}
