import type { Probe } from "./derived/probes";
import type { Values } from "./menus/menu";

/** What a DHCP server has lent to a client of the router, or a PPPoE server to a session. */
export interface Lease {
  /** With its prefix length. */
  readonly address: string;
  readonly gateway?: string;
  /** The server's own address. */
  readonly server: string;
  readonly dnsServers: readonly string[];
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The state of ports, gateways and clients, on which addresses and routes depend. */
export interface ObservedReachability {
  /** Whether a port is up and has a carrier. */
  isRunning(port: Values): boolean;
  /** Whether a checked gateway answers. */
  answers(probe: Probe): boolean;
  /** What a client got from its server, by the menu and the id of its row. */
  leaseOf(menu: string, id: string): Lease | undefined;
}

/** What passes an interface, in bits per second. */
export interface Traffic {
  readonly receivedBits: number;
  readonly sentBits: number;
}

/**
 * What the API shows and no row says. A port, gateway or client is shown to fare otherwise only once the kernel's routes are
 * made by that: who sees an active route may send at once.
 */
export interface Observations extends ObservedReachability {
  /** What a rule of a firewall menu has counted. */
  countersOf(menu: string, id: string): Values;
  /** What passes an interface, since it was asked before. */
  trafficOf(port: Values): Traffic;
  /** The rows of a menu that the kernel fills, such as `ip/firewall/connection`. */
  liveRows(menu: string): readonly Values[];
  /** Removes a row of such a menu. */
  removeLive(menu: string, id: string): void;
  /** Carries out a command that acts on the network, for a row by its id. */
  act(menu: string, command: string, id: string): void;
}

/** Without a data plane every enabled port runs, every gateway answers, no server leases, and nothing is counted. */
export const API_ONLY: Observations = {
  isRunning: (port) => port["disabled"] !== "true",
  answers: () => true,
  leaseOf: () => undefined,
  countersOf: () => ({}),
  trafficOf: () => ({ receivedBits: 0, sentBits: 0 }),
  liveRows: () => [],
  removeLive: () => {},
  act: () => {},
};
