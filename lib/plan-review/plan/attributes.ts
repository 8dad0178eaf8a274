import { isSecretMember } from "../../routeros/secrets";
import { UNKNOWN } from "../../simulator";
import { type JsonObject, memberOf, objectAt } from "./plan-json";
import type { Attributes, AttributeValue } from "./resource-change";

/** One side of a change: its attributes, and how many were left out because they are marked as sensitive. */
export interface Side {
  readonly attributes: Attributes;
  readonly sensitiveValues: number;
}

/**
 * Reads the attributes of an object.
 *
 * - A sensitive value is never kept, in no form: it becomes one that is not known.
 * - A value that is "known after apply" is one only where the configuration says something about it. Otherwise
 *   RouterOS fills in its default, and the attribute is left out as it is in the configuration.
 *
 * @param sensitive every set of marks that Terraform writes for the object: on either side of the change, and in the state
 * @param configured the attributes that the configuration sets; undefined where there is no configuration
 */
export function readAttributes(
  values: JsonObject,
  unknown: JsonObject,
  sensitive: readonly unknown[],
  configured: ReadonlySet<string> | undefined,
): Side {
  const attributes = new Map<string, AttributeValue>();
  const marks = sensitive.map((each) => (each === true ? each : objectAt(each || undefined, "sensitive")));
  let sensitiveValues = 0;
  const isSensitive = (name: string): boolean =>
    marks.some((each) => each === true || holdsTrue(memberOf(each, name)));
  const add = (name: string, value: unknown, isSecret: boolean): void => {
    const text = asText(value);
    if (text !== undefined) {
      sensitiveValues += isSecret ? 1 : 0;
      attributes.set(name, isSecret ? UNKNOWN : text);
    }
  };
  for (const [name, value] of Object.entries(values)) {
    const secret = isSensitive(name);
    add(name, value, secret);
    for (const [member, within] of membersOf(value)) {
      add(`${name}.${member}`, within, secret || isSecretMember(`${name}.${member}`));
    }
  }
  for (const [name, mark] of Object.entries(unknown)) {
    if (holdsTrue(mark) && (configured === undefined || configured.has(name))) {
      attributes.set(name, UNKNOWN);
    }
  }
  return { attributes, sensitiveValues };
}

/** Whether a mark of Terraform's is set, or one within it is. */
function holdsTrue(mark: unknown): boolean {
  const open: unknown[] = [mark];
  while (open.length > 0) {
    const next = open.pop();
    if (next === true) {
      return true;
    }
    if (typeof next === "object" && next !== null) {
      for (const mark of Object.values(next)) {
        open.push(mark);
      }
    }
  }
  return false;
}

/** The members of a map, or of a nested block that there is one of. */
function membersOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  const object = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof object === "object" && object !== null && !Array.isArray(object)
    ? Object.entries(object)
    : [];
}

function asText(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const items = value.filter((item) => typeof item !== "object");
    return items.length === value.length ? items.join(",") : undefined;
  }
  return value === null || value === undefined || typeof value === "object" ? undefined : String(value);
}
