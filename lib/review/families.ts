import type { ChangeFamily, StateFamily } from "./findings/family";
import { shares } from "./findings/shares";

/** The families that compare before and after, in the order in which they are asked. */
export const CHANGE_FAMILIES: readonly ChangeFamily[] = [shares];

/** The families that judge a router as it stands. */
export const STATE_FAMILIES: readonly StateFamily[] = [];
