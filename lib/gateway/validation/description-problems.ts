import { balancingProblems } from "../balancing/balancing-problems";
import { dnsDomainProblems } from "../dns/dns-domain-problems";
import { dnsProblems } from "../dns/dns-problems";
import type { GatewayDescription } from "../gateway-description";
import { healthProblems } from "../health-check/health-check-problems";
import { managementProblems } from "../management/management-problems";
import { policyProblems } from "../policies/policy-problems";
import { portForwardProblems } from "../port-forwards/port-forward-problems";
import type { TokenResolver } from "../token-resolver";
import { addressProblems } from "./address-problems";
import { DESCRIPTION, EXAMPLES } from "./description-shape";
import { interfaceProblems } from "./interface-problems";
import { withMemberName } from "./member-names";
import { nameProblems } from "./name-problems";
import { type Problem, problem } from "./problem";
import { type DataReading, type ObjectShape, object, readAt } from "./prop-readers";
import { versionProblems } from "./version-problems";

/** Props as they were read, and what is wrong with them. */
export interface CheckedProps<Props> {
  /** A copy, to be used where there is no problem. */
  readonly props: Props;
  readonly problems: Problem[];
}

/** The shape of a gateway that is no more than a description. */
const GATEWAY: ObjectShape = { of: "a gateway", example: EXAMPLES.gateway, props: DESCRIPTION };

/** Everything that is wrong with a description. */
export function problemsOf(description: GatewayDescription, id: string, values: TokenResolver): Problem[] {
  return checkedProps(description, GATEWAY, id, values).problems;
}

/**
 * Reads the props of a gateway, whatever they are. Tokens pass every check of a value that may come from elsewhere; what
 * decides which rows are made must be literal.
 *
 * @param id the construct's id, with which comments start unless the props say otherwise
 * @param data where the props are data that a file holds
 */
export function checkedProps<Props extends GatewayDescription>(
  given: unknown,
  shape: ObjectShape,
  id: string,
  values: TokenResolver,
  data?: DataReading,
): CheckedProps<Props> {
  const problems: Problem[] = [];
  const reading = { values, problems, ...(data && { data }) };
  const props = readAt(object(shape), () => given, "", reading) as Props;
  if (problems.length === 0) {
    problems.push(...contradictions(props, id, values));
  }
  return { props, problems: problems.map((one) => withMemberName(one, props, values)) };
}

/** What no single prop shows. */
function contradictions(description: GatewayDescription, id: string, values: TokenResolver): Problem[] {
  return [
    ...emptyProblems(description),
    ...nameProblems(description, id, values),
    ...interfaceProblems(description, values),
    ...addressProblems(description, values),
    ...healthProblems(description, values),
    ...balancingProblems(description, values),
    ...policyProblems(description, values),
    ...managementProblems(description, values),
    ...portForwardProblems(description, values),
    ...dnsProblems(description, values),
    ...dnsDomainProblems(description, values),
    ...versionProblems(description, values),
  ];
}

/** A gateway needs a LAN and a WAN. */
function emptyProblems({ lans, wans }: GatewayDescription): Problem[] {
  return [
    ...(lans.length === 0 ? [problem("lans", lans, "empty", { id: "write", code: EXAMPLES.lans })] : []),
    ...(wans.length === 0 ? [problem("wans", wans, "empty", { id: "write", code: EXAMPLES.wans })] : []),
  ];
}
