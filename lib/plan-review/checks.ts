import { addressUpdate } from "./checks/apply/address-update";
import { operatorPath } from "./checks/apply/operator-path";
import { placeBefore } from "./checks/apply/place-before";
import { routerosVersion } from "./checks/apply/routeros-version";
import { staleFib } from "./checks/apply/stale-fib";
import { terraformState } from "./checks/apply/terraform-state";
import { transientFaults } from "./checks/apply/transient-faults";
import { undoneChanges } from "./checks/apply/undone-changes";
import { valueInUse } from "./checks/apply/value-in-use";
import { classifiers } from "./checks/firewall/classifiers";
import { connectionMarks } from "./checks/firewall/connection-marks";
import { fasttrack } from "./checks/firewall/fasttrack";
import { ipsecMasquerade } from "./checks/firewall/ipsec-masquerade";
import { openResolver } from "./checks/firewall/open-resolver";
import { ruleOrder } from "./checks/firewall/rule-order";
import { sourceNat } from "./checks/firewall/source-nat";
import { ambiguousPolicyRouting } from "./checks/routing/ambiguous-policy-routing";
import { blackholes } from "./checks/routing/blackholes";
import { collisions } from "./checks/routing/collisions";
import { ethernetGateway } from "./checks/routing/ethernet-gateway";
import { gateways } from "./checks/routing/gateways";
import { healthChecks } from "./checks/routing/health-checks";
import { policyRouteShadowsMain } from "./checks/routing/policy-route-shadows-main";
import { routingRules } from "./checks/routing/routing-rules";
import { tableLeadsElsewhere } from "./checks/routing/table-leads-elsewhere";
import { tableWithoutFib } from "./checks/routing/table-without-fib";
import { uncheckedRoutes } from "./checks/routing/unchecked-routes";
import { wireguard } from "./checks/routing/wireguard";
import { answerPath } from "./checks/traffic/answer-path";
import { distributionChange } from "./checks/traffic/distribution-change";
import { failureLosesTraffic } from "./checks/traffic/failure-loses-traffic";
import { flowAssertions } from "./checks/traffic/flow-assertions";
import { forwardReplyPath } from "./checks/traffic/forward-reply-path";
import { forwardTarget } from "./checks/traffic/forward-target";
import { hairpin } from "./checks/traffic/hairpin";
import { newlyReachable } from "./checks/traffic/newly-reachable";
import { replyPath } from "./checks/traffic/reply-path";
import { reversePathFilter } from "./checks/traffic/reverse-path-filter";
import type { ChangeCheck, StateCheck } from "./findings/check-types";

/** The checks that compare before and after, or look at the apply, in the order in which they run. */
export const CHANGE_CHECKS: readonly ChangeCheck[] = [
  flowAssertions,
  distributionChange,
  failureLosesTraffic,
  newlyReachable,
  operatorPath,
  placeBefore,
  valueInUse,
  addressUpdate,
  staleFib,
  transientFaults,
  terraformState,
  undoneChanges,
];

/** The checks of one state of a router. */
export const STATE_CHECKS: readonly StateCheck[] = [
  replyPath,
  forwardReplyPath,
  answerPath,
  reversePathFilter,
  forwardTarget,
  hairpin,
  tableLeadsElsewhere,
  tableWithoutFib,
  connectionMarks,
  gateways,
  blackholes,
  ethernetGateway,
  uncheckedRoutes,
  collisions,
  policyRouteShadowsMain,
  ruleOrder,
  classifiers,
  routingRules,
  fasttrack,
  sourceNat,
  ipsecMasquerade,
  wireguard,
  ambiguousPolicyRouting,
  openResolver,
  healthChecks,
  routerosVersion,
];
