import { WhileDown } from "../../props/destination-pin";
import type { GatewayDescription } from "../../props/gateway-description";
import type { Values } from "../values";
import { balancingShapeProblems } from "./balancing-shape";
import { forwardShapeProblems } from "./forward-shape";
import { problem } from "./problem";
import { booleanProblems, choiceProblems, listProblems, textsOf } from "./types";
import { healthCheckProblems, wanShapeProblems } from "./wan-shape";

const A_LAN = 'write [{ interface: "Local", address: "192.168.0.1/24" }]';
const A_WAN = "write [Wan.static({ ... }), Wan.static({ ... })]";
const A_FORWARD = "write [{ name: ..., ports: ..., to: ... }]";
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
  const { lans, wans, destinationPins, portForwards, dns } = gateway;
  const lists = [
    ...listProblems("lans", lans, A_LAN, values),
    ...listProblems("wans", wans, A_WAN, values),
    ...(destinationPins === undefined ? [] : listProblems("destinationPins", destinationPins, A_PIN, values)),
    ...(portForwards === undefined ? [] : listProblems("portForwards", portForwards, A_FORWARD, values)),
    ...(dns === undefined ? [] : dnsListProblems(dns, values)),
  ];
  return lists.length > 0 ? lists : elementProblems(gateway, values);
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

function elementProblems(
  { lans, wans, destinationPins, portForwards, dns, ...gateway }: GatewayDescription,
  values: Values,
): string[] {
  return [
    ...lans.flatMap((lan, i) => textsOf(`lans[${i}]`, lan, ["interface"], ["address", "name"])),
    ...wans.flatMap((wan, i) => wanShapeProblems(`wans[${i}]`, wan, values)),
    ...(destinationPins ?? []).flatMap((pin, i) => [
      ...textsOf(`destinationPins[${i}]`, pin, ["destination", "wan"], ["name"]),
      ...choiceProblems(`destinationPins[${i}].whileDown`, pin?.whileDown, WhileDown, "WhileDown"),
    ]),
    ...(portForwards ?? []).flatMap((forward, i) =>
      forwardShapeProblems(`portForwards[${i}]`, forward, values),
    ),
    ...(dns?.staticRecords ?? []).flatMap((record, i) =>
      textsOf(`dns.staticRecords[${i}]`, record, ["name", "address"], ["ttl"]),
    ),
    ...(dns?.domains ?? []).flatMap((domain, i) =>
      textsOf(`dns.domains[${i}]`, domain, ["domain", "server", "wan"]),
    ),
    ...booleanProblems("dns.allowRemoteRequests", dns?.allowRemoteRequests),
    ...booleanProblems("dns.guardWans", dns?.guardWans),
    ...(dns?.servers ?? []).flatMap((server, i) =>
      textsOf("dns", { [`servers[${i}]`]: server }, [`servers[${i}]`]),
    ),
    ...textsOf("", gateway, [], ["name", "comment", "routerOsVersion", "routingTable", "lanList"]),
    ...booleanProblems("disabled", gateway.disabled),
    ...booleanProblems("spareIpsec", gateway.spareIpsec),
    ...managementShapeProblems(gateway.management, values),
    ...healthCheckProblems("healthCheck", gateway.healthCheck, values),
    ...balancingShapeProblems(gateway.balancing, values),
    ...booleanProblems("pinConnections", gateway.pinConnections),
    ...booleanProblems("sourceRouting", gateway.sourceRouting),
  ];
}

function managementShapeProblems(management: GatewayDescription["management"], values: Values): string[] {
  if (management === undefined) {
    return [];
  }
  if (typeof management !== "object" || management === null) {
    return [
      problem("management", management, "is not an object", "write { sources: [...], interfaces: [...] }"),
    ];
  }
  const { sources, interfaces } = management;
  return Object.entries({ sources, interfaces }).flatMap(([name, list]) => {
    const prop = `management.${name}`;
    const problems = list === undefined ? [] : listProblems(prop, list, "write a list of texts", values);
    return list === undefined || problems.length > 0
      ? problems
      : list.flatMap((text, i) => textsOf("", { [`${prop}[${i}]`]: text }, [`${prop}[${i}]`]));
  });
}
