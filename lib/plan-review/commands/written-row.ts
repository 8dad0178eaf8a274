import { argumentOf, type ProviderResource, providerResource } from "../../routeros/provider-resources";
import { isFlag } from "../../routeros/row-defaults";
import { UNKNOWN } from "../../simulator";
import type { Attributes, AttributeValue, ResourceChange } from "../plan/resource-change";

/** A field as the provider sends it. */
export interface WrittenField {
  /** The value as scripts spell it: `yes` for what the REST API calls `true`. */
  readonly value: AttributeValue;
  /** Whether its presence alone says yes. */
  readonly isFlag: boolean;
  /** What the provider sends where the value is taken away; undefined for `!name`. */
  readonly cleared?: string;
}

/** The row of a resource as the provider writes it. */
export interface WrittenRow {
  readonly menu: string;
  readonly resource: ProviderResource;
  /** The `.id` on the router; undefined for a row that is not there yet. */
  readonly routerId?: string;
  readonly fields: ReadonlyMap<string, WrittenField>;
}

/** Attributes that say where a row goes or which one it is. */
const ADDRESSING: ReadonlySet<string> = new Set(["numbers", "place_before"]);

const CLEARED = { text: "", "yes-or-no": "no", number: "0" } as const;

/**
 * The row of a resource, before or after; undefined for a resource that the provider does not have.
 *
 * @param configured what its configuration sets: a newer provider may write more than is known here
 */
export function writtenRow(
  { type, mode }: ResourceChange,
  attributes: Attributes | undefined,
  { version, configured }: { readonly version?: string; readonly configured?: ReadonlySet<string> },
): WrittenRow | undefined {
  const resource = providerResource(type);
  if (resource === undefined || attributes === undefined || mode === "data") {
    return undefined;
  }
  const fields = new Map<string, WrittenField>();
  for (const [attribute, value] of attributes) {
    const [outer = "", ...inner] = attribute.split(".");
    const kind = resource.written.get(outer) ?? (configured?.has(outer) === true ? "text" : undefined);
    if (kind !== undefined && !ADDRESSING.has(attribute) && !resource.kept.has(attribute)) {
      const name = argumentOf(resource, attribute, version);
      const unsets = resource.unset.has(attribute);
      fields.set(name, {
        value: kind === "yes-or-no" || inner.length > 0 ? scriptWord(value) : value,
        isFlag: isFlag(name) || (unsets && kind === "yes-or-no"),
        ...(unsets ? {} : { cleared: CLEARED[kind] }),
      });
    }
  }
  const id = attributes.get("id");
  return { menu: resource.menu, resource, fields, routerId: typeof id === "string" ? id : undefined };
}

function scriptWord(value: AttributeValue): AttributeValue {
  return value === "true" ? "yes" : value === "false" ? "no" : value;
}

/** A field's value where it is known and not empty. */
export function knownField(row: WrittenRow, name: string): string | undefined {
  const value = row.fields.get(name)?.value;
  return value === undefined || value === UNKNOWN || value === "" ? undefined : (value as string);
}
