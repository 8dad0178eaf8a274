import { format, hostOrPrefix, type Prefix, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { notAPrefix } from "../validation/address-problems";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import { policiesByMechanism } from "./mechanism";
import { pinName } from "./pins";
import { Otherwise, type Policy } from "./policy";
import { sourceProblems, stickyProblems } from "./source-problems";
import { viaProblems } from "./via-problems";

/** A destination of a policy that is no token; without a prefix where it is neither a host nor a prefix. */
interface Destination extends PlacedValue {
  readonly policy: Policy;
  /** The place of the policy: the first one that matches applies. */
  readonly place: number;
  readonly prefix?: Prefix;
}

/** A destination whose network is known. */
type SoundDestination = Destination & { readonly prefix: Prefix };

const isSound = (destination: Destination): destination is SoundDestination =>
  destination.prefix !== undefined;

/** Policies: destinations beyond the router's own networks, in an order that routes can keep, by WANs that exist. */
export function policyProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const policies = gateway.policies ?? [];
  const destinations = policies.flatMap((policy, place) =>
    (policy.to ?? []).flatMap((value, i): Destination[] =>
      values.isToken(value)
        ? []
        : [{ path: `policies[${place}].to[${i}]`, value, policy, place, prefix: hostOrPrefix(value) }],
    ),
  );
  const { routed } = policiesByMechanism(gateway);
  const ofRoutes = destinations.filter(isSound).filter(({ place }) => place < routed.length);
  const connected = networkIndex(gateway, values);
  return [
    ...policies.flatMap((policy, i) => destinationListProblems(policy, `policies[${i}].to`, values)),
    ...destinations.flatMap((destination) => destinationProblems(destination, connected)),
    ...duplicates(
      ofRoutes.map(({ path, prefix }) => ({ path, value: format(prefix) })),
      { id: "write-once", what: "prefix" },
    ),
    ...overlapProblems(ofRoutes, gateway),
    ...policies.flatMap((policy, i) => sourceProblems(policy, `policies[${i}]`, gateway)),
    ...stickyProblems(gateway),
    ...duplicates(
      policies.map(({ name }, i) => ({ path: `policies[${i}].name`, value: name })),
      "write-another-name",
    ),
    ...nameClashes(policies, values),
    ...policies.flatMap((policy, i) =>
      viaProblems(policy, `policies[${i}].via`, { gateway, isRouted: i < routed.length }),
    ),
  ];
}

function destinationListProblems({ to = [""] }: Policy, path: string, values: TokenResolver): Problem[] {
  const tokens = to.flatMap((value, i) => (values.isToken(value) ? { path: `${path}[${i}]`, value } : []));
  return [
    ...(to.length === 0 ? [problem(path, to, "empty", { id: "write", code: '["203.0.113.80"]' })] : []),
    ...tokens.slice(1).map((token) => problem(token.path, token.value, "second-token", "policy-per-token")),
  ];
}

function destinationProblems(
  { path, value, prefix }: Destination,
  connected: PrefixIndex<ConnectedNetwork>,
): Problem[] {
  if (prefix === undefined) {
    return [notAPrefix({ path, value }, '"203.0.113.80" or "198.51.100.0/24"')];
  }
  if (prefix.length === 0) {
    const instead = "remove the other WANs";
    return [problem(path, value, "everything", { id: "write-narrower-prefix", instead })];
  }
  const use = specialUseOf(prefix.network);
  if (use !== undefined) {
    return [problem(path, value, { id: "special-use", use }, "write-distant-destination")];
  }
  const [own] = connected.holdingAll(prefix);
  return own === undefined
    ? []
    : [
        problem(
          path,
          value,
          { id: "in-own-network", network: format(own.prefix) },
          "write-distant-destination",
        ),
      ];
}

/**
 * The longest prefix decides among routes, so a narrower destination must be in an earlier policy. What falls through it
 * meets the wider one. A policy by a DHCP WAN is a routing rule, and rules come before every route.
 */
function overlapProblems(destinations: readonly SoundDestination[], { wans }: GatewayDescription): Problem[] {
  const index = new PrefixIndex(destinations, ({ prefix }) => prefix);
  const leased = new Set(wans.filter(({ _kind: kind }) => kind.isRoutedByClient).map(({ name }) => name));
  const firstWan = ({ policy }: Destination) => policy.via[0]?.[0] ?? "";
  return destinations.flatMap((destination) => {
    const { path, value, prefix, place, policy } = destination;
    const wider = index
      .holdingAll(prefix)
      .filter((other) => other.place !== place && other.prefix.length < prefix.length);
    const earlier = wider.find((other) => other.place < place);
    if (earlier !== undefined) {
      return [problem(path, value, { id: "shadowed-policy", wider: earlier.path }, "move-policy")];
    }
    const rule = wider.find(
      (other) => leased.has(firstWan(other)) && firstWan(other) !== firstWan(destination),
    );
    if (rule !== undefined) {
      const fault = { id: "shadowed-by-rule", wider: rule.path, wan: firstWan(rule) } as const;
      return [problem(path, value, fault, "remove-overlap")];
    }
    const [next] = wider;
    return next === undefined || (policy.otherwise ?? Otherwise.BALANCE) !== Otherwise.BALANCE
      ? []
      : [problem(path, value, { id: "falls-to-policy", wider: next.path }, "write-other-otherwise")];
  });
}

/** A policy with a token whose name is that of another destination. */
function nameClashes(policies: readonly Policy[], values: TokenResolver): Problem[] {
  const names = new Map(
    policies.flatMap((policy, i) =>
      (policy.to ?? []).flatMap((value, j) =>
        values.isToken(value) ? [] : [[pinName(policy, value, values), `policies[${i}].to[${j}]`] as const],
      ),
    ),
  );
  return policies.flatMap(({ name, to = [] }, i) => {
    const of = to.some((value) => values.isToken(value)) ? names.get(name) : undefined;
    return of === undefined
      ? []
      : [problem(`policies[${i}].name`, name, { id: "name-of", of }, "write-another-name")];
  });
}
