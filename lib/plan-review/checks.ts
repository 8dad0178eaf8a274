import { ambiguousPolicyRouting } from "./checks/ambiguous-policy-routing";
import { addressUpdate } from "./checks/apply/address-update";
import { placeBefore } from "./checks/apply/place-before";
import { staleFib } from "./checks/apply/stale-fib";
import { terraformState } from "./checks/apply/terraform-state";
import { valueInUse } from "./checks/apply/value-in-use";
import { collisions } from "./checks/collisions";
import { connectionMarks } from "./checks/connection-marks";
import { distributionChange } from "./checks/distribution-change";
import { failureLosesTraffic } from "./checks/failure-loses-traffic";
import { fasttrack } from "./checks/fasttrack";
import { flowAssertions } from "./checks/flow-assertions";
import { forwardReplyPath } from "./checks/forward-reply-path";
import { gateways } from "./checks/gateways";
import { healthChecks } from "./checks/health-checks";
import { openResolver } from "./checks/open-resolver";
import { operatorPath } from "./checks/operator-path";
import { policyRouteShadowsMain } from "./checks/policy-route-shadows-main";
import { replyPath } from "./checks/reply-path";
import { routerosVersion } from "./checks/routeros-version";
import { ruleOrder } from "./checks/rule-order";
import { sourceNat } from "./checks/source-nat";
import { tableLeadsElsewhere } from "./checks/table-leads-elsewhere";
import { transientFaults } from "./checks/transient-faults";
import { uncheckedRoutes } from "./checks/unchecked-routes";
import { wireguard } from "./checks/wireguard";
import type { ChangeCheck, StateCheck } from "./findings/check-types";

/** The checks that compare before and after, or look at the apply, in the order in which they run. */
export const CHANGE_CHECKS: readonly ChangeCheck[] = [
  flowAssertions,
  distributionChange,
  failureLosesTraffic,
  operatorPath,
  placeBefore,
  valueInUse,
  addressUpdate,
  staleFib,
  transientFaults,
  terraformState,
];

/** The checks of one state of a router. */
export const STATE_CHECKS: readonly StateCheck[] = [
  replyPath,
  forwardReplyPath,
  tableLeadsElsewhere,
  connectionMarks,
  gateways,
  uncheckedRoutes,
  collisions,
  policyRouteShadowsMain,
  ruleOrder,
  fasttrack,
  sourceNat,
  wireguard,
  ambiguousPolicyRouting,
  openResolver,
  healthChecks,
  routerosVersion,
];
