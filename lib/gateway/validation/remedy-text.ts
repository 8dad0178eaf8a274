import { either, quoted } from "./fault-text";

/** The text of a remedy, made of its arguments. */
type RemedyText = (args: never) => string;

const CLASSIFIER = "Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES })";
const LETTERS = "letters, digits, _ . and -";
const LETTERS_OF_COMMENTS = "letters, digits, _ . / : and -";

/**
 * What can be written instead: each remedy by its id, with the text that ends the sentence.
 *
 * To add a remedy, add a line here. The type `ProblemRemedy` follows from this table.
 */
export const REMEDY_TEXTS = {
  // Any prop
  write: ({ code }: { code: string }) => `write ${code}`,
  "write-such-as": ({ example, what }: { example: string; what?: string }) =>
    what === undefined ? `write one such as ${example}` : `write ${what}, such as ${example}`,
  "write-either": ({ choices }: { choices: readonly string[] }) => `write ${either(choices)}`,
  "write-string": () => "write a string",
  "write-shorter": () => "write a shorter string",
  "write-attribute": () => "write one of its attributes, such as its name",
  "write-string-token": () => "write a string token, such as variable.stringValue",
  "write-secret": () => 'write new TerraformVariable(this, "password", { sensitive: true }).stringValue',
  "write-variable": () => "write one such as dsl_password, and its value into TF_VAR_dsl_password",
  "write-plain-value": () => "write a plain value",
  "write-or-remove-comma": () => "write a value or remove the comma",
  "write-once": ({ what }: { what: string }) => `write each ${what} once`,
  remove: () => "remove it",
  "remove-or-write": ({ code }: { code: string }) => `remove it or write ${code}`,
  "remove-or-write-either": ({ choices }: { choices: readonly string[] }) =>
    choices.length === 0 ? "remove it" : `remove it or write ${either(choices)}`,
  "remove-characters": () => "remove the character",

  // Names
  "write-another-name": () => "write another name",
  "write-legal-name": () => `use ${LETTERS}, and start with a letter or digit`,
  "add-name": () => "add a name",
  "add-legal-name": () => `add a name of ${LETTERS} that starts with a letter or digit`,
  "write-former-name": () => "write the previous name of this WAN or remove it",
  "remove-one": () => "only one WAN can have had that name, so remove one of the two",
  "write-another-router-name": () => "write another routerName",
  "write-legal-comment": () => `use ${LETTERS_OF_COMMENTS}`,
  "add-comment": () => `set comment to a string of ${LETTERS_OF_COMMENTS}`,

  // Interfaces and versions
  "write-name-on-router": ({ example }: { example: string }) =>
    `write its name on the router, such as ${example}`,
  "own-interface-per-wan": () => "give each WAN its own interface",
  "separate-interfaces": () => "use different interfaces for a WAN and a LAN",
  "write-dialled-interface": () => 'write the interface that the client dials through, such as "ether1"',
  upgrade: ({ version, instead }: { version: string; instead?: string }) =>
    instead === undefined
      ? `upgrade to RouterOS ${version} or newer`
      : `upgrade to ${version} or newer, or ${instead}`,

  // Addresses
  "write-router-address": () => "write the router's own address in that network",
  "write-isp-address": ({ network }: { network?: string }) =>
    network === undefined
      ? `write the ISP's address, such as "10.112.0.1"`
      : `write the ISP's address in ${network}`,
  "own-networks": () => "give every LAN and WAN its own network",
  "change-at-modem": () => "change the network of one of the two modems",
  "wan-per-gateway": () => "add a WAN for each gateway",
  "write-narrower-prefix": ({ instead }: { instead: string }) => `write a narrower prefix or ${instead}`,

  // WANs, weights and balancing
  "write-weights": () => "write 1, 2, 3 ..., in proportion to the other WANs",
  "write-weighted-balancing": () => `write ${CLASSIFIER} or Balancing.repeatedRoutes()`,
  "write-classifier": () => `write ${CLASSIFIER}`,
  "write-ratio": ({ ratio }: { ratio: string }) => `write ${ratio}, the nearest ratio`,
  "balance-by-both-addresses": () =>
    "write ClassifyBy.BOTH_ADDRESSES, or make all of them but one Wan.static({ ... })",

  // Health checks
  "probe-gateway": ({ wan }: { wan: string }) =>
    `give ${wan} HealthCheck.ping(), which probes that gateway, or make it Wan.static({ ... })`,
  "probe-targets": ({ wan }: { wan: string }) =>
    `give ${wan} HealthCheck.recursive({ targets: [...] }) or HealthCheck.none()`,
  "own-targets": () => "give every WAN its own healthCheck with its own targets",
  "one-wan-per-target": () => "give every WAN its own targets",
  "write-other-host": ({ than }: { than: string }) => `write a host that is not ${than}`,
  "same-number-of-targets": () =>
    "give every WAN of the tier the same number of targets, where any other check counts as one",
  "one-target-or-own-tier": () => "give every WAN of the tier one target, or give this WAN its own tier",

  // Policies and management
  "write-distant-destination": () => "write a destination beyond the WANs",
  "policy-per-token": () => "write a policy for each token",
  "move-policy": () => "move this policy before that one",
  "remove-overlap": () => "write destinations that do not overlap",
  "write-other-otherwise": () => "write Otherwise.NEXT or Otherwise.BLOCK",
  "write-from-or-to": () => "add from or to",
  "write-ecmp": () => "write Balancing.ecmp() or remove from",
  "remove-routing-table": () => "remove from or routingTable",
  "remove-sticky": () => "write another fallback or remove stickyConnections",
  "add-from": () => "add from",
  "write-lease-first": () => "write it as the only WAN of the first tier, or make it Wan.static({ ... })",
  "write-own-tier": () => "give them equal weights or tiers of their own",
  "remove-table": () => "name another WAN or remove routingTable",
  "write-management-network": () => "write the network that the router is managed from",
  "use-sources": () => "list the addresses that manage the router through it in management.sources",
  "remove-from-list": () => "remove it from that list and from management.interfaces",
  "forward-elsewhere": ({ remove }: { remove: string }) => `forward to another host or remove ${remove}`,

  // Port forwards
  "remove-or-split": () => "remove it to keep the ports as they are, or write a forward for each port",
  "write-wans": () => "write the names of WANs, or remove it to use all WANs",
  "static-wans-only": () =>
    "name only static WANs in wans, or remove it and let the LANs use the address of the host",
  "forward-port-once": () => "forward each port of a WAN once",
  "remove-port-53": ({ or }: { or: string }) => `remove port 53 or ${or}`,

  // DNS
  "write-wan-or-resolver": () => "write the WAN that reaches it, or another resolver",
  "remove-destination": ({ destination }: { destination: string }) =>
    `remove ${destination}, because the gateway leads to the resolver itself`,
  "rename-policy": ({ policy }: { policy: string }) => `give ${policy} another name`,
  "one-wan-per-resolver": () => "use one WAN for each resolver",

  // Gateways on one router
  "own-table": () =>
    "describe all WANs in one gateway, give this one its own routingTable, or pass the provider of another router",
  "name-gateway": () => "give one of the gateways a name",
  "name-both-gateways": () => "give each gateway its own name, which starts its marks, tables and lists",
  "own-comment": () => "give this gateway another comment",
  "one-gateway-per": ({ thing }: { thing: string }) => `use each ${thing} in one gateway only`,
  "manage-once": () => "remove it here",
  "guard-this": ({ gateway }: { gateway: string }) =>
    `write true, and make the gateway ${quoted(gateway)} depend on this one`,
  "guard-that": ({ gateway }: { gateway: string }) =>
    `give the gateway ${quoted(gateway)} dns.guardWans: true, and make this one depend on it`,
  "use-static-wans": () => "use static WANs in the policy or remove it",

  // Terraform: providers, dependencies, lifecycle
  "write-rule-id": () => 'write rule.id of its resource, or the .id that the router shows, such as "*5"',
  "write-dependency": () =>
    "write a resource, a data source or a module, and for a gateway ...gateway.dependables",
  "order-stacks": () => "call addDependency on the stack of the gateway with that stack",
  "order-these-stacks": ({ stack, dependency }: { stack: string; dependency: string }) =>
    `call addDependency on the stack ${quoted(stack)} with the stack ${quoted(dependency)}`,
  "write-resource": () => "write a resource or the address of an attribute",
  "write-expression": () => "write a Terraform expression",
  "write-terraform-name": () => 'write its name in Terraform, such as "dst_address"',
  "pass-stack": () => "pass a stack, or a construct in one",
  "pass-provider": ({ stack }: { stack?: string }) =>
    `pass a RouterosProvider of the stack${stack === undefined ? "" : ` ${quoted(stack)}`}`,
  "add-provider": () => 'add new RouterosProvider(this, "routeros", {})',
  "pass-router-provider": () => "pass the provider of this gateway's router",
  "pass-it": () => "pass it to the gateway",
  "depend-on-part": ({ outer }: { outer: string }) => `name another construct inside ${quoted(outer)}`,

  // Warnings
  "add-wan": () => "add a second WAN",
  "write-network-or-exclude": () =>
    "write the address, or add the network to the `exclude` of the classifier",
  "write-lan-host-or-route": () => "write a host of a LAN, or make sure that a route leads to it",
} satisfies Readonly<Record<string, RemedyText>>;
