import { badRequest, notInTheLab } from "../errors";
import type { Operator, ScriptValue } from "./script";

/** A value where a text is expected. */
export function textOf(value: ScriptValue): string {
  if (typeof value === "string") {
    return value;
  }
  return typeof value === "boolean" ? String(value) : value.join(",");
}

/** The ids that a value names: those of `find`, or one. */
export const idsOf = (value: ScriptValue): readonly string[] =>
  typeof value === "object"
    ? value
    : textOf(value)
        .split(",")
        .filter((id) => id !== "");

/** A condition; a value that is no truth fails the command, as on a router. */
export function truthOf(value: ScriptValue): boolean {
  if (typeof value !== "boolean") {
    throw badRequest(`conditional not boolean`);
  }
  return value;
}

/** `:len`: of a list the number of elements, of a text that of its characters. */
export const lengthOf = (value: ScriptValue): number =>
  typeof value === "boolean" ? textOf(value).length : value.length;

/** The result of an operator on two operands. */
export function operate(operator: Operator, left: ScriptValue, right: ScriptValue): ScriptValue {
  switch (operator) {
    case ".":
      return textOf(left) + textOf(right);
    case "+":
      return String(numberOf(left, operator) + numberOf(right, operator));
    case "-":
      return String(numberOf(left, operator) - numberOf(right, operator));
    case "=":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "and":
      return truthOf(left) && truthOf(right);
    case "or":
      return truthOf(left) || truthOf(right);
    default:
      return compare(operator, numberOf(left, operator), numberOf(right, operator));
  }
}

function compare(operator: "<" | ">" | "<=" | ">=", left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    default:
      return left >= right;
  }
}

/** Numbers and texts are equal where they read the same: what a router compares by type, scripts should not rest on. */
function isEqual(left: ScriptValue, right: ScriptValue): boolean {
  if (typeof left === "object" || typeof right === "object") {
    throw notInTheLab("a list as an operand of = or !=: compare its :len");
  }
  return textOf(left) === textOf(right);
}

function numberOf(value: ScriptValue, operator: Operator): number {
  if (typeof value !== "string" || !/^-?\d{1,15}$/.test(value)) {
    throw notInTheLab(`${JSON.stringify(value)} as an operand of ${operator}: only whole numbers`);
  }
  return Number(value);
}
