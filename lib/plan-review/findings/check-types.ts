import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import type { ReviewOptions } from "../options";
import type { FailureMatrix } from "../traffic/failure-matrix";
import type { FailureRows } from "../traffic/failure-rows";
import type { NotFollowed, Origins } from "../traffic/origin";
import type { ShareChange } from "../traffic/share-changes";
import type { RoutedWan } from "../traffic/wans";
import type { Finding } from "./finding";

/** All that is worked out about one router before anything is checked. */
export interface RouterAnalysis {
  readonly change: RouterChange;
  readonly origins: Origins;
  readonly notFollowed: NotFollowed;
  readonly shares: readonly ShareChange[];
  readonly failureSets: FailureRows;
  readonly failures: FailureMatrix;
  readonly options: ReviewOptions;
  /** How many routers the review is about. */
  readonly routers: number;
}

/** A check that compares before and after, or looks at the apply between them. */
export type ChangeCheck = (analysis: RouterAnalysis) => readonly Finding[];

/** A router before or after, with what a check needs. */
export interface View {
  readonly snapshot: Snapshot;
  readonly wans: readonly RoutedWan[];
  readonly origins: Origins;
  /** The sets of WANs that may be down at once. */
  readonly failureSets: FailureRows;
  readonly change: RouterChange;
  readonly options: ReviewOptions;
}

/** A check of one state of a router: it runs on the state before and the state after, and its findings are compared. */
export type StateCheck = (view: View) => readonly Finding[];
