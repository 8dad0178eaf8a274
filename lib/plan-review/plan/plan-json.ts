import { shortened } from "../../text/printable";
import { PlanError } from "./plan-error";

/** A JSON object whose members are not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A value that must be an object; an absent one is empty. */
export function objectAt(value: unknown, where: string): JsonObject {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw wrong(where, "an object");
  }
  return value as JsonObject;
}

/** A value that must be a list; an absent one is empty. */
export function listAt(value: unknown, where: string): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw wrong(where, "a list");
  }
  return value;
}

/** A value that must be a text. */
export function textAt(value: unknown, where: string): string {
  if (typeof value !== "string") {
    throw wrong(where, "a string");
  }
  return value;
}

/** A member by a name that the plan gives; one that the object only inherits is not there. */
export function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A value that is a text, or nothing. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A list of texts; what is no text is left out. */
export function textsIn(value: unknown, where: string): readonly string[] {
  return listAt(value, where).filter((item) => typeof item === "string");
}

function wrong(where: string, what: string): PlanError {
  return new PlanError(`not a plan: ${shortened(where, 200)} must be ${what}`);
}
