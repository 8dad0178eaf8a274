import { addressUpdate } from "./findings/address-update";
import { captured } from "./findings/captured";
import { checks } from "./findings/checks";
import { collisions } from "./findings/collisions";
import { failures } from "./findings/failures";
import type { ChangeFamily, StateFamily } from "./findings/family";
import { fasttrack } from "./findings/fasttrack";
import { forwardReplyPath } from "./findings/forward-reply-path";
import { gateways } from "./findings/gateways";
import { health } from "./findings/health";
import { marks } from "./findings/marks";
import { oneApply } from "./findings/one-apply";
import { openResolver } from "./findings/open-resolver";
import { operatorPath } from "./findings/operator-path";
import { placement } from "./findings/placement";
import { questions } from "./findings/questions";
import { replyPath } from "./findings/reply-path";
import { ruleOrder } from "./findings/rule-order";
import { shares } from "./findings/shares";
import { sourceNat } from "./findings/source-nat";
import { staleFib } from "./findings/stale-fib";
import { state } from "./findings/state";
import { tableLeadsElsewhere } from "./findings/table-leads-elsewhere";
import { versions } from "./findings/versions";
import { wayUncertain } from "./findings/way-uncertain";
import { windows } from "./findings/windows";
import { wireguard } from "./findings/wireguard";

/** The families that compare before and after, in the order in which they are asked. */
export const CHANGE_FAMILIES: readonly ChangeFamily[] = [
  questions,
  shares,
  failures,
  operatorPath,
  placement,
  oneApply,
  addressUpdate,
  staleFib,
  windows,
  state,
];

/** The families that judge a router as it stands. */
export const STATE_FAMILIES: readonly StateFamily[] = [
  replyPath,
  forwardReplyPath,
  tableLeadsElsewhere,
  marks,
  gateways,
  checks,
  collisions,
  captured,
  ruleOrder,
  fasttrack,
  sourceNat,
  wireguard,
  wayUncertain,
  openResolver,
  health,
  versions,
];
