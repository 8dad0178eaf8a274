import type { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import type { IpDnsRecord } from "@cdktf/provider-routeros/lib/ip-dns-record";
import { type IResolveContext, Lazy, type Precondition, type TerraformResource } from "cdktf";
import type { GatewayDescription } from "../gateway-description";
import { policiesByMechanism } from "../policies/mechanism";
import { withMemberName } from "../validation/member-names";
import { problemText } from "../validation/problem-text";
import type { GatewayPin } from "./gateway-pin";
import type { GatewayPolicy } from "./gateway-policy";
import type { GatewayPortForward } from "./gateway-port-forward";
import type { GatewayWan } from "./gateway-wan";
import { terraformValues } from "./terraform-values";
import {
  addressChecks,
  destinationChecks,
  forwardChecks,
  recordChecks,
  type TokenCheck,
  wanGatewayChecks,
} from "./token-checks";

/** The resources that check values which only Terraform knows. */
interface CheckingResources {
  /** The addresses of the LANs that have one. */
  readonly lanAddresses: readonly IpAddress[];
  readonly wans: readonly GatewayWan[];
  readonly pins: readonly GatewayPin[];
  readonly policies: readonly GatewayPolicy[];
  readonly dnsRecords: readonly IpDnsRecord[];
  readonly portForwards: readonly GatewayPortForward[];
}

/** Has Terraform check the values of a gateway that only Terraform knows. */
export function addTokenChecks(resources: CheckingResources, description: GatewayDescription): void {
  const { lans, wans, policies = [], dns = {} } = description;
  const add = addPreconditionsOf(description);
  const addressed = lans.flatMap(({ address }, i) => (address === undefined ? [] : i));
  for (const [place, i] of addressed.entries()) {
    add(resources.lanAddresses[place], addressChecks(description, "lans", i));
  }
  for (const [i, wan] of wans.entries()) {
    const { address, probeRoutes = [], policyRoutes = [] } = resources.wans[i] ?? {};
    add(address, addressChecks(description, "wans", i));
    add([...probeRoutes, ...policyRoutes][0], wanGatewayChecks(wan, i));
  }
  const { routed } = policiesByMechanism(description);
  const destinations = policies.map(({ to = [] }, i) =>
    to.map((value, j) => ({ path: `policies[${i}].to[${j}]`, value })),
  );
  for (const [place, destination] of destinations.slice(0, routed.length).flat().entries()) {
    const { routes = [], rule } = resources.pins[place] ?? {};
    add(rule ?? routes[0], destinationChecks(destination));
  }
  for (const [place, ofPolicy] of destinations.slice(routed.length).entries()) {
    add(resources.policies[place]?.rules[0], ofPolicy.flatMap(destinationChecks));
  }
  for (const [i, { address }] of (dns.staticRecords ?? []).entries()) {
    add(resources.dnsRecords[i], recordChecks(address, i));
  }
  addForwardChecks(resources, description, 0);
}

/** Has Terraform check the hosts of the port forwards, from one forward on. */
export function addForwardChecks(
  { portForwards }: Pick<CheckingResources, "portForwards">,
  description: GatewayDescription,
  first: number,
): void {
  const add = addPreconditionsOf(description);
  for (const [i, forward] of (description.portForwards ?? []).entries()) {
    if (i >= first) {
      add(portForwards[i]?.rules[0], forwardChecks(forward, i, description));
    }
  }
}

/** Adds checks to a resource as preconditions, which name the members of a description. */
function addPreconditionsOf(description: GatewayDescription) {
  return (resource: TerraformResource | undefined, checks: readonly TokenCheck[]): void => {
    if (resource === undefined || checks.length === 0) {
      return;
    }
    const given = (resource.lifecycle?.precondition ?? []).map(inTerraform);
    const conditions = new Map(
      checks.map((check) => [
        check,
        inTerraform({ condition: check.condition(), errorMessage: messageOf(check, description) }),
      ]),
    );
    // Terraform refuses a condition that refers to nothing, such as one about tokens that resolve to mere strings.
    const refers = (context: IResolveContext) => (check: TokenCheck) =>
      check.values.some((value) => String(context.resolve(value)).includes("${"));
    const precondition = Lazy.anyValue({
      produce: (context) => [
        ...given,
        ...checks.filter(refers(context)).map((check) => conditions.get(check)),
      ],
    });
    resource.lifecycle = {
      ...resource.lifecycle,
      precondition: precondition as unknown as Precondition[],
    };
  };
}

/** The message of a check. Values are never shortened in it, since a token that is cut is no token any more. */
function messageOf(check: TokenCheck, description: GatewayDescription): string {
  const named = withMemberName(check.problem, description, terraformValues);
  return problemText(named, (value) => `"${value}"`);
}

/** A precondition in Terraform's spelling, because CDKTF does not translate what is produced later. */
function inTerraform({ condition, errorMessage }: Precondition): object {
  return { condition, error_message: errorMessage };
}
