import { balancingProblems } from "../balancing/balancing-problems";
import { pinProblems } from "../destination-pins/pin-problems";
import { dnsDomainProblems } from "../dns/dns-domain-problems";
import { dnsProblems } from "../dns/dns-problems";
import type { GatewayDescription } from "../gateway-description";
import { healthProblems } from "../health-check/health-check-problems";
import { managementProblems } from "../management/management-problems";
import { portForwardProblems } from "../port-forwards/port-forward-problems";
import type { TokenResolver } from "../token-resolver";
import { addressProblems } from "./address-problems";
import { interfaceProblems } from "./interface-problems";
import { nameProblems } from "./name-problems";
import { problem } from "./problem";
import { type ObjectShape, object, readAt } from "./reading";
import { DESCRIPTION } from "./shape";
import { versionProblems } from "./version-problems";
import { withName } from "./with-name";

/** Props as they were read, and what is wrong with them. */
export interface Checked<Props> {
  /** A copy, to be used where there is no problem. */
  readonly props: Props;
  /** A sentence each: the prop, the value, and what to write instead. */
  readonly problems: string[];
}

/** A gateway of no more than a description. */
const GATEWAY = { of: "a gateway", remedy: "write { lans: [...], wans: [...] }", props: DESCRIPTION };

/** Everything that is wrong with a description. */
export function problemsOf(description: GatewayDescription, id: string, values: TokenResolver): string[] {
  return checked(description, GATEWAY, id, values).problems;
}

/**
 * Reads the props of a gateway, whatever they are. Tokens pass every check of a value that may come from elsewhere; what
 * shapes the graph must be literal.
 *
 * @param id the construct's id, which comments begin with where nothing else is said
 */
export function checked<Props extends GatewayDescription>(
  given: unknown,
  shape: ObjectShape,
  id: string,
  values: TokenResolver,
): Checked<Props> {
  const problems: string[] = [];
  const props = readAt(object(shape), () => given, "", { values, problems }) as Props;
  if (problems.length === 0) {
    problems.push(...contradictions(props, id, values));
  }
  return { props, problems: problems.map((text) => withName(text, props, values)) };
}

/** What no single prop shows. */
function contradictions(description: GatewayDescription, id: string, values: TokenResolver): string[] {
  return [
    ...emptyProblems(description),
    ...nameProblems(description, id, values),
    ...interfaceProblems(description, values),
    ...addressProblems(description, values),
    ...healthProblems(description, values),
    ...balancingProblems(description, values),
    ...pinProblems(description, values),
    ...managementProblems(description, values),
    ...portForwardProblems(description, values),
    ...dnsProblems(description, values),
    ...dnsDomainProblems(description, values),
    ...versionProblems(description, values),
  ];
}

/** A gateway without LAN or WAN is none. */
function emptyProblems({ lans, wans }: GatewayDescription): string[] {
  return [
    ...(lans.length === 0
      ? [problem("lans", lans, "is empty", 'write [{ interface: "Local", address: "192.168.0.1/24" }]')]
      : []),
    ...(wans.length === 0
      ? [problem("wans", wans, "is empty", "write [Wan.static({ ... }), Wan.static({ ... })]")]
      : []),
  ];
}
