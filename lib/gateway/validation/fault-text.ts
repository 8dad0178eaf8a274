import { printableLine } from "../../text/printable";
import { shown } from "../../text/shown";

/** The text of a fault, made of the value as an error shows it and of the fault's arguments. */
type FaultText = (value: string, args: never) => string;

/**
 * What can be wrong with the props of a gateway: each fault by its id, with the text that follows the path of the prop.
 *
 * To add a fault, add a line here. The type `ProblemFault` follows from this table.
 */
export const FAULT_TEXTS = {
  // Any prop
  missing: () => "is missing",
  unreadable: (_, { error }: { error: unknown }) => `throws ${shown(error)} when it is read`,
  "unknown-prop": (_, { of }: { of: string }) => `is not a property of ${of}`,
  hole: () => "is an empty slot in the list",
  empty: () => "must not be empty",
  duplicate: (value, { earlier }: { earlier: string }) => `${value} is already used in ${earlier}`,
  token: (_, { because }: { because?: TokenReason }) => `must be a literal${becauseOf(because)}, got a token`,
  "token-list": () => "must be a list of known length, got a token",

  // Types
  "not-a-string": (value) => `must be a string, got ${value}`,
  "not-a-list": (value) => `must be a list, got ${value}`,
  "not-an-object": (value) => `must be an object, got ${value}`,
  "not-a-plain-object": (value) => `must be a plain object, got ${value}`,
  "not-a-boolean": (value) => `must be true or false, got ${value}`,
  "not-a-whole-number": (value, { from, to }: { from: number; to: number }) =>
    `must be a whole number from ${from} to ${to}, got ${value}`,
  "not-a-choice": (value, { choices }: { choices: readonly string[] }) =>
    `must be ${either(choices)}, got ${value}`,
  "not-from-factory": (value, { type }: { type: string }) => `must be a ${type}, got ${value}`,
  "from-another-copy": (value) => `${value} was made by another copy of this package`,
  "version-as-number": (value) => `must be a string (YAML reads 7.20 as 7.2), got ${value}`,

  // Text
  template: (value) => `${value} contains a Terraform template`,
  "control-character": (value) => `${value} contains a control character or an invisible character`,
  "too-long": (value, { characters, most }: { characters: number; most: number }) =>
    `${value} has ${characters} characters, but the maximum is ${most}`,
  "plain-text-password": () => "is in plain text and would be readable in cdk.tf.json",
  "not-a-secret": () => "must be a string token",
  "not-a-variable": () => "must be the name of a Terraform variable: letters, digits and _, no digit first",

  // Names
  "illegal-name": (value) => `${value} cannot be used in resource addresses and row names`,
  "reserved-name": (value) => `${value} is a reserved name`,
  "current-name": (value, { of }: { of: string }) => `${value} is still the name in ${of}`,
  "name-of": (value, { of }: { of: string }) => `${value} is already the name of ${of}`,
  "comments-of-lan": (value, { lan }: { lan: string }) =>
    `${value} gives the rows of this WAN the same comments as those of ${lan}`,
  "router-names-of-wan": (value, { mark, table, wan }: { mark: string; table: string; wan: string }) =>
    `${value} gives this WAN the same mark (${mark}) and table (${table}) as the WAN ${shown(wan)}`,
  "table-of-wan": (value, { wan }: { wan: string }) =>
    `${value} is the routing table of the WAN ${shown(wan)}`,
  "illegal-comment": (value) =>
    `${value} cannot be used with \`terraform import\`, which finds rows by comment`,
  "illegal-id": (value) => `${value} cannot be used in the comments of rows`,

  // Interfaces and versions
  "not-an-interface": (value) => `${value} is not an interface name`,
  "not-an-interface-list": (value) => `${value} is not the name of an interface list`,
  "own-pppoe-interface": (value) => `${value} is the interface that the PPPoE client creates`,
  "not-a-version": (value) => `${value} is not a RouterOS version`,
  "unsupported-version": (value) => `${value} is not supported`,
  "version-lacks": (value, { feature, version }: { feature: string; version: string }) =>
    `${value} needs ${feature}, which RouterOS ${version} does not have`,

  // Addresses
  "no-prefix-length": (value) => `${value} has no prefix length`,
  "not-a-cidr": (value) => `${value} is not an IPv4 address with a prefix length`,
  "not-an-address": (value) => `${value} is not an IPv4 address`,
  "not-a-prefix": (value) => `${value} is not an IPv4 address or prefix`,
  "not-an-ip-address": (value) => `${value} is not an IP address`,
  "not-canonical": (value) => `${value} is not the spelling that RouterOS stores`,
  "host-bits": (value) => `${value} has host bits set`,
  "special-use": (value, { use }: { use: string }) => `${value} is in the ${use} address range`,
  "not-on-internet": (value, { use }: { use: string }) =>
    `${value} is in the ${use} address range, so it proves nothing about the Internet`,
  "too-wide": (value) => `${value} is in a network larger than /8`,
  "network-or-broadcast": (value, { network }: { network?: string }) =>
    `${value} is the network or broadcast address of ${network ?? "its network"}`,
  "not-a-host": (value, { network }: { network: string }) => `${value} is not a host address in ${network}`,
  "overlapping-network": (value, { network, of }: { network: string; of: string }) =>
    `${value} overlaps ${network} in ${of}`,
  "gateway-list": (value) => `${value} is a list, but a route in RouterOS 7 has one gateway`,
  "own-address": (value, { of }: { of?: string }) =>
    of === undefined
      ? `${value} is the router's own address`
      : `${value} is the router's own address in ${of}`,
  "opens-router": (value, { of }: { of: string }) =>
    `${value} is the router's own address in ${of}, so the forward would expose the router's services`,
  "outside-network": (value, { network }: { network: string }) =>
    `${value} is outside the WAN's network ${network}`,
  "in-own-network": (value, { network }: { network: string }) =>
    `${value} is in the router's own network ${network}`,
  "in-wan-network": (value, { network, of }: { network: string; of: string }) =>
    `${value} is in ${network}, the network of the WAN in ${of}`,
  "in-other-network": (value, { network, of, wan }: { network: string; of: string; wan: string }) =>
    `${value} is in ${network} of ${of}, which is not reached through the WAN ${shown(wan)}`,
  everything: (value) => `${value} matches every address`,

  // WANs, weights and balancing
  "unknown-wan": (value) => `${value} is not a WAN of this gateway`,
  "not-a-weight": (value) => `must be a positive whole number, got ${value}`,
  "unequal-weight": (value) =>
    `${value} differs from the weights of the other WANs, but Balancing.ecmp() shares evenly`,
  "too-many-parts": (value, { parts, most }: { parts: number; most: number }) =>
    `the weights ${value} need ${parts} rules or routes, but the maximum is ${most}`,
  "repeated-lease": (value) => `${value} needs repeated routes, but a DHCP client adds only one`,
  "backups-of-leases": (value, { wans }: { wans: readonly string[] }) =>
    `${value} needs backup routes in a fixed order, but the gateways of ${both(wans)} are known only from their DHCP leases`,
  "required-by-classifier": (value) => `must be true with Balancing.perConnectionClassifier(), got ${value}`,

  // Health checks
  "probes-by-lease": (value, { wan }: { wan: string }) =>
    `${value} needs the gateway of the WAN ${shown(wan)}, which is known only from its DHCP lease`,
  "nothing-to-probe": (value, { wan }: { wan: string }) =>
    `${value} needs a gateway with an address, but the gateway of the WAN ${shown(wan)} is its interface`,
  "shared-targets": (value, { wans }: { wans: readonly string[] }) =>
    `${value} cannot probe ${both(wans)}, because each target is reached through one WAN only`,
  "target-is-resolver": (value, { of }: { of: string }) =>
    `${value} is also the resolver in ${of}, which would be unreachable while this WAN is down`,
  "in-policy": (value, { policy }: { policy: string }) => `${value} is also a destination in ${policy}`,
  "uneven-routes": (
    _,
    { wan, routes, other, otherRoutes }: { wan: string; routes: number; other: string; otherRoutes: number },
  ) =>
    `gives ${shown(wan)} ${counted(routes, "default route")} while ${shown(other)} has ${otherRoutes}, which may change their shares`,
  "uneven-next-hops": (_, { wan, hops, other }: { wan: string; hops: number; other: string }) =>
    `may give ${shown(wan)} ${hops} next hops while ${shown(other)} has 1, which may change their shares`,

  // Policies and management
  "second-token": () =>
    "is a second token, but a policy can have only one because it takes the policy's name",
  "shadowed-policy": (value, { wider }: { wider: string }) =>
    `${value} is inside ${wider}, which comes first`,
  "shadowed-by-rule": (value, { wider, wan }: { wider: string; wan: string }) =>
    `${value} is inside ${wider}, which always comes first because the WAN ${shown(wan)} uses DHCP`,
  "falls-to-policy": (value, { wider }: { wider: string }) =>
    `${value} is inside ${wider}, which carries it while the WANs of this policy are down`,
  "matches-everything": () => "matches every connection",
  "not-a-source": (value) => `${value} is neither a LAN of this gateway nor an IPv4 address or prefix`,
  "managed-lan": (value) => `${value} is in management.interfaces, so only table main routes it`,
  "sources-need-ecmp": () => "needs ECMP balancing, because a classifier would choose another WAN first",
  "sources-need-main": () => "needs the default routes in table main, because of the order of the rules",
  "not-blocked-if-sticky": () =>
    "does not block open connections with stickyConnections, which routes them by their marks",
  "policy-for-other-lans": (_, { owner, gateway }: { owner: string; gateway: string }) =>
    `the policy of the gateway ${quoted(owner)} has routing rules for any source, which also apply to the LANs of the gateway ${quoted(gateway)}`,
  "lease-behind-routes": (value) =>
    `${value} uses DHCP, so it has a routing rule, which comes before the routes of the other WANs`,
  "uneven-tier": (value, { other }: { other: string }) =>
    `${value} and ${shown(other)} have different weights, but the routes of a tier share evenly`,
  "rules-for-all-lans": (value) =>
    `${value} uses DHCP, so its destinations have routing rules, which also apply to the LANs of other gateways`,
  "managed-by-wan": (value, { wan }: { wan: string }) =>
    `${value} is the interface of ${wan}, whose connections must be marked`,
  "in-foreign-list": (value, { list }: { list: string }) =>
    `${value} may be in the interface list ${shown(list)}, which this gateway does not manage`,
  "never-marked": (value, { by }: { by: string }) =>
    `${value} matches ${by}, so its replies are not marked and may leave through another WAN`,

  // Port forwards
  "not-ports": (value) => `${value} is not a list of ports from 1 to 65535`,
  "port-twice": (value) => `${value} contains a port twice`,
  "one-port-for-several": (value, { ports }: { ports: string }) =>
    `${value} is one port, but ports has several: ${shown(ports)}`,
  "unknown-address": (_, { wan }: { wan: string }) =>
    `needs the address of the WAN ${shown(wan)}, which is not known in advance`,
  "overlapping-ports": (value, { ports, of, wan }: { ports: string; of: string; wan: string }) =>
    `${value} overlaps ${shown(ports)} in ${of} on the WAN ${shown(wan)}`,
  "guarded-port": (value) => `${value} includes port 53, which the DNS guard rules drop on every WAN`,

  // DNS
  "opens-resolver": () =>
    "would open the router's resolver to every WAN, because dns.allowRemoteRequests is true",
  "not-a-host-name": (value) => `${value} is not a host name in lower case`,
  "not-a-domain": (value) => `${value} is not a domain name in lower case`,
  "not-a-time": (value) => `${value} is not a RouterOS time`,
  "resolver-by-other-wan": (value, { of }: { of: string }) =>
    `${value} is not the WAN of ${of}, which uses the same resolver`,

  // Gateways on one router
  shared: (value, { thing, gateway }: Shared) =>
    `the ${thing} ${value} is also used by the gateway ${quoted(gateway)} on the same router`,
  "shared-no-name": (_, { gateway }: { gateway: string }) =>
    `the gateway ${quoted(gateway)} on the same router has no name either`,
  "shared-network": (value, { network, gateway }: { network: string; gateway: string }) =>
    `${value} overlaps ${network} of the gateway ${quoted(gateway)} on the same router`,
  "shared-setting": (_, { gateway }: { gateway: string }) =>
    `the gateway ${quoted(gateway)} on the same router manages this device-wide setting too`,
  "resolver-opened-by": (_, { gateway }: { gateway: string }) =>
    `the gateway ${quoted(gateway)} on the same router opens its resolver to the WANs of this gateway too`,
  "resolver-opened-for": (_, { gateway }: { gateway: string }) =>
    `opens the resolver to the WANs of the gateway ${quoted(gateway)} on the same router too`,
  "rule-for-other-lans": (_, { owner, wan, gateway }: { owner: string; wan: string; gateway: string }) =>
    `the policy of the gateway ${quoted(owner)} is a routing rule, because ${shown(wan)} uses DHCP, and it may apply to the LANs of the gateway ${quoted(gateway)} too`,

  // Terraform: providers, dependencies, lifecycle
  "not-a-rule-id": (value) => `${value} is not the id of a rule`,
  "not-a-dependency": (value) => `${value} cannot be named in depends_on`,
  "dependency-in-other-stack": (value) => `${value} is in another stack, which Terraform cannot order`,
  "not-a-resource": (value) => `${value} is not a resource`,
  "not-an-attribute": (value) => `${value} is not the name of a Terraform attribute`,
  "no-stack": () => "is not inside a TerraformStack",
  "not-a-routeros-provider": (value) => `${value} is not a routeros provider`,
  "provider-of-other-stack": (value, { stack }: { stack: string }) =>
    `${value} belongs to the stack ${quoted(stack)}`,
  "no-provider": (_, { stack }: { stack: string }) => `the stack ${quoted(stack)} has no routeros provider`,
  "several-providers": (_, { stack, providers }: { stack: string; providers: readonly string[] }) =>
    `the stack ${quoted(stack)} has several routeros providers (${providers.join(", ")})`,
  "provider-with-alias": (value) => `${value} has an alias, so Terraform does not use it by default`,
  "circular-dependency": (_, { outer, inner }: { outer: string; inner: string }) =>
    `${quoted(outer)} contains ${quoted(inner)}, so neither can depend on the other`,
  "dependency-across-stacks": (_, { dependent, dependency }: { dependent: string; dependency: string }) =>
    `${quoted(dependent)} depends on ${quoted(dependency)} in another stack, which Terraform cannot order`,

  // Warnings
  "single-wan": (value) => `${value} is the only WAN, so there is no balancing and no failover`,
  "repeated-routes": () =>
    "the shares may come out equal, because it is not known whether RouterOS 7 counts or merges equal routes by one gateway",
  "lan-network": (_, { interface: lan }: { interface: string }) =>
    `is missing, so traffic from other LANs to ${shown(lan)} would leave through a WAN`,
  "forward-host": (value, { networks }: { networks: readonly string[] }) =>
    `${value} is not in a network of the LANs (${networks.join(", ")}), so its packets may leave through a WAN`,
} satisfies Readonly<Record<string, FaultText>>;

/** What two gateways on one router must not both use. */
interface Shared {
  readonly thing: string;
  readonly gateway: string;
}

/** Why a value must be known while the program runs. */
export type TokenReason = "address" | "rows" | "overlaps";

const TOKEN_REASONS: Readonly<Record<TokenReason, string>> = {
  address: " because it is part of resource addresses",
  rows: " because it decides which rows are made",
  overlaps: " because overlaps are checked before Terraform runs",
};

const becauseOf = (reason: TokenReason | undefined): string =>
  reason === undefined ? "" : TOKEN_REASONS[reason];

/** The path of a construct, which is never shortened: people search for it. */
export const quoted = (path: string): string => `"${printableLine(path)}"`;

/** `a, b or c`. */
export function either(choices: readonly string[]): string {
  return [choices.slice(0, -1).join(", "), ...choices.slice(-1)].filter((part) => part !== "").join(" or ");
}

const both = (names: readonly string[]): string => names.map(shown).join(" and ");

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;
