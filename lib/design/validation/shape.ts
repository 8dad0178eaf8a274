import { Balancing, HashPolicy } from "../../props/balancing";
import { WhileDown } from "../../props/destination-pin";
import type { GatewayDescription } from "../../props/gateway-description";
import { HealthCheck } from "../../props/health-check";
import { Wan } from "../../props/wan";
import type { Values } from "../values";
import { problem } from "./problem";

const A_LAN = 'write [{ interface: "Local", address: "192.168.0.1/24" }]';
const A_WAN = "write [Wan.static({ ... }), Wan.static({ ... })]";
const A_PIN = "write [{ destination: ..., wan: ... }]";
const A_DOMAIN = "write [{ domain: ..., server: ..., wan: ... }]";
const A_RECORD = "write [{ name: ..., address: ... }]";

/**
 * What TypeScript would refuse, for programs it does not check, and lists whose length nobody knows yet. Such
 * props cannot be looked at any further.
 */
export function shapeProblems(gateway: GatewayDescription, values: Values): string[] {
  if (typeof gateway !== "object" || gateway === null) {
    return [problem("props", gateway, "is not an object", "write { lans: [...], wans: [...] }")];
  }
  const { lans, wans, destinationPins, dns } = gateway;
  const lists = [
    ...listProblems("lans", lans, A_LAN, values),
    ...listProblems("wans", wans, A_WAN, values),
    ...(destinationPins === undefined ? [] : listProblems("destinationPins", destinationPins, A_PIN, values)),
    ...(dns === undefined ? [] : dnsListProblems(dns, values)),
  ];
  return lists.length > 0 ? lists : elementProblems(gateway);
}

function dnsListProblems(dns: NonNullable<GatewayDescription["dns"]>, values: Values): string[] {
  if (typeof dns !== "object" || dns === null) {
    return [problem("dns", dns, "is not an object", "write { servers: [...], staticRecords: [...] }")];
  }
  const { servers, staticRecords, domains } = dns;
  return [
    ...(servers === undefined || Array.isArray(servers)
      ? []
      : [problem("dns.servers", servers, "is not a list", 'write ["9.9.9.9", "1.1.1.1"]')]),
    ...(staticRecords === undefined
      ? []
      : listProblems("dns.staticRecords", staticRecords, A_RECORD, values)),
    ...(domains === undefined ? [] : listProblems("dns.domains", domains, A_DOMAIN, values)),
  ];
}

/** A token that stands for a list is a list of one element, the token, and its length shapes the plan. */
function listProblems(prop: string, list: unknown, remedy: string, values: Values): string[] {
  if (values.isToken(list)) {
    return [problem(prop, list, "is a token, and its length shapes the plan", remedy)];
  }
  return Array.isArray(list) ? [] : [problem(prop, list, "is not a list", remedy)];
}

function elementProblems({ lans, wans, destinationPins, dns, ...gateway }: GatewayDescription): string[] {
  return [
    ...lans.flatMap((lan, i) => textsOf(`lans[${i}]`, lan, ["interface"], ["address", "name"])),
    ...wans.flatMap((wan, i) =>
      wan instanceof Wan
        ? [
            ...textsOf(
              `wans[${i}]`,
              wan,
              ["name", "interface", "address", "gateway"],
              ["renamedFrom", "routerName"],
            ),
            ...healthCheckProblems(`wans[${i}].healthCheck`, wan.healthCheck),
            ...booleanProblems(`wans[${i}].masquerade`, wan.masquerade),
            ...booleanProblems(`wans[${i}].disabled`, wan.disabled),
          ]
        : [problem(`wans[${i}]`, wan, "is not a Wan", "write Wan.static({ ... })")],
    ),
    ...(destinationPins ?? []).flatMap((pin, i) => [
      ...textsOf(`destinationPins[${i}]`, pin, ["destination", "wan"], ["name"]),
      ...choiceProblems(`destinationPins[${i}].whileDown`, pin?.whileDown, WhileDown, "WhileDown"),
    ]),
    ...(dns?.staticRecords ?? []).flatMap((record, i) =>
      textsOf(`dns.staticRecords[${i}]`, record, ["name", "address"], ["ttl"]),
    ),
    ...(dns?.domains ?? []).flatMap((domain, i) =>
      textsOf(`dns.domains[${i}]`, domain, ["domain", "server", "wan"]),
    ),
    ...booleanProblems("dns.allowRemoteRequests", dns?.allowRemoteRequests),
    ...(dns?.servers ?? []).flatMap((server, i) =>
      textsOf("dns", { [`servers[${i}]`]: server }, [`servers[${i}]`]),
    ),
    ...textsOf("", gateway, [], ["name", "comment"]),
    ...booleanProblems("disabled", gateway.disabled),
    ...healthCheckProblems("healthCheck", gateway.healthCheck),
    ...balancingProblems(gateway.balancing),
    ...booleanProblems("pinConnections", gateway.pinConnections),
  ];
}

/** Required and optional texts of an object, each named by the prop it stands in. */
function textsOf(at: string, object: object, required: string[], optional: string[] = []): string[] {
  if (typeof object !== "object" || object === null) {
    return [problem(at, object, "is not an object", "write { ... }")];
  }
  const given = Object.entries(object).filter(([, value]) => value !== undefined);
  const texts = new Map(given);
  return [...required, ...optional.filter((name) => texts.has(name))].flatMap((name) => {
    const value: unknown = texts.get(name);
    const prop = at === "" ? name : `${at}.${name}`;
    return typeof value === "string"
      ? []
      : [problem(prop, value, value === undefined ? "is missing" : "is not a text", "write a string")];
  });
}

function booleanProblems(prop: string, value: unknown): string[] {
  return value === undefined || typeof value === "boolean"
    ? []
    : [problem(prop, value, "is not a boolean", "write true or false")];
}

function healthCheckProblems(prop: string, check: unknown): string[] {
  return check === undefined || check instanceof HealthCheck
    ? []
    : [problem(prop, check, "is not a HealthCheck", "write HealthCheck.ping(), .arp() or .none()")];
}

function balancingProblems(balancing: Balancing | undefined): string[] {
  return balancing === undefined || balancing instanceof Balancing
    ? choiceProblems("balancing.hashPolicy", balancing?.hashPolicy, HashPolicy, "HashPolicy")
    : [problem("balancing", balancing, "is not a Balancing", "write Balancing.ecmp()")];
}

function choiceProblems(
  prop: string,
  value: unknown,
  choices: Record<string, string>,
  name: string,
): string[] {
  return value === undefined || Object.values(choices).includes(String(value))
    ? []
    : [
        problem(
          prop,
          value,
          `is no ${name}`,
          `write ${Object.keys(choices)
            .map((choice) => `${name}.${choice}`)
            .join(" or ")}`,
        ),
      ];
}
