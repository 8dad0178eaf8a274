import { isAddress } from "../../routeros/ipv4";
import { type Flow, followFlow, type ModelRow, type Outcome } from "../../simulator";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";
import type { RoutedWan } from "./wans";

/** A connection that a host of the Internet may try. */
export interface InternetProbe {
  readonly protocol: string;
  readonly port?: number;
  /** An address that is not the router's; absent where each WAN's own address is tried. */
  readonly address?: string;
}

/** What a host of the Internet reaches. */
export interface Endpoint {
  /** `tcp 3389 192.168.10.20`, `tcp 22 router` */
  readonly key: string;
  readonly protocol: string;
  readonly port?: number;
  /** A host behind the router; absent for the router itself. */
  readonly host?: string;
  /** The WANs that it is reached by. */
  readonly wans: string[];
  /** The resources of the rows on the way. */
  readonly resources: Set<string>;
}

/** What the Internet reaches in one state of a router. */
export interface Exposure {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** Probes whose end is unknown. */
  readonly unknown: ReadonlySet<InternetProbe>;
}

/** What the probes of a host of the Internet reach, by each WAN. */
export function exposureOf(
  snapshot: Snapshot,
  wans: readonly RoutedWan[],
  probes: readonly InternetProbe[],
  srcAddress: string,
): Exposure {
  const endpoints = new Map<string, Endpoint>();
  const unknown = new Set<InternetProbe>();
  const names = new Set(wans.map((wan) => wan.interface));
  for (const probe of probes) {
    for (const wan of names) {
      const flow = flowOf(probe, wan, srcAddress, snapshot);
      for (const outcome of flow === undefined ? [] : followFlow(snapshot.state(), flow)) {
        if (outcome.egress.kind === "unknown") {
          unknown.add(probe);
        }
        const endpoint = endpointOf(outcome, probe, names);
        if (endpoint !== undefined && isServed(endpoint, snapshot)) {
          const found = endpoints.get(endpoint.key) ?? endpoint;
          endpoints.set(endpoint.key, found);
          if (!found.wans.includes(wan)) {
            found.wans.push(wan);
          }
          for (const { id } of outcome.trace.flatMap(({ rows }) => rows)) {
            found.resources.add(id);
          }
        }
      }
    }
  }
  return { endpoints, unknown };
}

function flowOf(
  { protocol, port, address }: InternetProbe,
  wan: string,
  srcAddress: string,
  { own }: Snapshot,
): Flow | undefined {
  const dstAddress = address ?? own.on(wan).find((each) => typeof each.address === "string")?.address;
  return typeof dstAddress !== "string"
    ? undefined
    : { inInterface: wan, protocol, srcAddress, srcPort: 50006, dstAddress, dstPort: port };
}

function endpointOf(
  { egress, destination, connection }: Outcome,
  { protocol, port: asked }: InternetProbe,
  wans: ReadonlySet<string>,
): Endpoint | undefined {
  const isInside = egress.kind === "out" && !wans.has(egress.interface);
  if (egress.kind !== "local" && !isInside) {
    return undefined;
  }
  const port = connection?.destination?.port ?? asked;
  const key = [protocol, ...(port === undefined ? [] : [port]), isInside ? destination : "router"].join(" ");
  return {
    key,
    protocol,
    ...(port === undefined ? {} : { port }),
    ...(isInside ? { host: destination } : {}),
    wans: [],
    resources: new Set(),
  };
}

const SERVICE_PORTS: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  www: 80,
  "www-ssl": 443,
  winbox: 8291,
  api: 8728,
  "api-ssl": 8729,
};

/** The TCP ports of the router's own services. */
export const ROUTER_PORTS: readonly number[] = Object.values(SERVICE_PORTS);

/** Whether anything answers: of the router's own services, a row may say that it is disabled. */
function isServed({ host, protocol, port }: Endpoint, { router }: Snapshot): boolean {
  if (host !== undefined || port === undefined) {
    return true;
  }
  if (port === 53) {
    return router.rows("/ip/dns").some((dns) => known(dns, "allow-remote-requests") === "true");
  }
  return !router
    .rows("/ip/service")
    .some(
      (service) => protocol === "tcp" && portOf(service) === port && known(service, "disabled") === "true",
    );
}

function portOf(service: ModelRow): number | undefined {
  const port =
    known(service, "port") ?? SERVICE_PORTS[known(service, "numbers") ?? known(service, "name") ?? ""];
  return port === undefined ? undefined : Number(port);
}

/** The probes for what a rule names: each protocol, port and single address. */
export function probesOf(rule: ModelRow): readonly InternetProbe[] {
  const protocol = known(rule, "protocol");
  const ports = (known(rule, "dst-port") ?? known(rule, "port") ?? "")
    .split(",")
    .map((range) => Number.parseInt(range, 10))
    .filter((port) => port > 0);
  const address = known(rule, "dst-address")?.replace(/\/32$/, "");
  const at = address !== undefined && isAddress(address) ? { address } : {};
  const protocols = protocol === undefined || protocol.startsWith("!") ? ["tcp", "udp"] : [protocol];
  return protocols.flatMap((each) =>
    ports.length === 0
      ? protocol === undefined && address === undefined
        ? []
        : [{ protocol: each, ...(isPortless(each) ? {} : { port: ANY_PORT }), ...at }]
      : ports.map((port) => ({ protocol: each, port, ...at })),
  );
}

/** A port that no rule is likely to name. */
export const ANY_PORT = 47_123;

function isPortless(protocol: string): boolean {
  return protocol !== "tcp" && protocol !== "udp";
}
