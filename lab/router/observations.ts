import type { Probe } from "./derived/probes";
import type { Values } from "./menus/menu";

/** What the API shows and no row says: how the ports, the gateways and the packets really fare. */
export interface Observations {
  /** Whether a port is up and has a carrier. */
  isRunning(port: Values): boolean;
  /** Whether a checked gateway answers. */
  answers(probe: Probe): boolean;
  /** What a rule of a firewall menu has counted. */
  countersOf(menu: string, id: string): Values;
  /** The rows of a menu that the kernel fills, such as `ip/firewall/connection`. */
  liveRows(menu: string): readonly Values[];
  /** Removes a row of such a menu. */
  removeLive(menu: string, id: string): void;
}

/** Without a data plane every enabled port runs, every gateway answers, and nothing is counted. */
export const API_ONLY: Observations = {
  isRunning: (port) => port["disabled"] !== "true",
  answers: () => true,
  countersOf: () => ({}),
  liveRows: () => [],
  removeLive: () => {},
};
