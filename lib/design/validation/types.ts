import type { Values } from "../values";
import { problem } from "./problem";

/* What TypeScript would refuse, for programs that it does not check. */

/** A token that stands for a list is a list of one element, the token, and its length shapes the plan. */
export function listProblems(prop: string, list: unknown, remedy: string, values: Values): string[] {
  if (values.isToken(list)) {
    return [problem(prop, list, "is a token, and its length shapes the plan", remedy)];
  }
  return Array.isArray(list) ? [] : [problem(prop, list, "is not a list", remedy)];
}

/** Required and optional texts of an object, each named by the prop it stands in. */
export function textsOf(at: string, object: object, required: string[], optional: string[] = []): string[] {
  if (typeof object !== "object" || object === null) {
    return [problem(at, object, "is not an object", "write { ... }")];
  }
  const given = Object.entries(object).filter(([, value]) => value !== undefined);
  const texts = new Map(given);
  return [...required, ...optional.filter((name) => texts.has(name))].flatMap((name) => {
    const value: unknown = texts.get(name);
    const prop = at === "" ? name : `${at}.${name}`;
    return typeof value === "string"
      ? []
      : [problem(prop, value, value === undefined ? "is missing" : "is not a text", "write a string")];
  });
}

export function booleanProblems(prop: string, value: unknown): string[] {
  return value === undefined || typeof value === "boolean"
    ? []
    : [problem(prop, value, "is not a boolean", "write true or false")];
}

export function choiceProblems(
  prop: string,
  value: unknown,
  choices: Record<string, string>,
  name: string,
): string[] {
  return value === undefined || Object.values(choices).includes(String(value))
    ? []
    : [problem(prop, value, `is no ${name}`, `write ${choicesOf(choices, name)}`)];
}

/** What may be written: `WhileDown.BALANCE or WhileDown.BLOCK`. */
export function choicesOf(choices: Record<string, string>, name: string): string {
  return Object.keys(choices)
    .map((choice) => `${name}.${choice}`)
    .join(" or ");
}
