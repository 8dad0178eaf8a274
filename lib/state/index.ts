/**
 * Compares the rows of a router with the state of a stack. It is pure: it reads plan JSON and rows that you fetched.
 *
 * @example
 * ```ts
 * const [provider = "routeros"] = providersIn(plan);
 * const stack = readStack(plan, provider);
 * const findings = findingsOf(stack, new Map([["/ip/route", routes]]));
 * const remedies = isHealable(findings) ? remediesOf(findings) : [];
 * ```
 *
 * @packageDocumentation
 */
export type { Difference } from "./differences";
export type { Fields } from "./fields";
export { importBlocks } from "./import-blocks";
export {
  type Answers,
  CREATE,
  type CreateMatch,
  matchRows,
  type NearRow,
  type ResourceMatch,
  type RouterRowsByMenu,
  type RowMatch,
  type SingletonMatch,
  type UndecidedMatch,
} from "./matching";
export { isHealable, type Remedy, remediesOf } from "./remedies";
export { type PlanJson, providersIn, readStack, type Stack, type StackResource } from "./stack";
export { findingsOf, type StateFinding, type StateFindings } from "./state-findings";
export type { StateMenu } from "./state-menus";
