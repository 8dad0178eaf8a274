import type { RepeatedNextHops } from "./kernel/routing/next-hop-groups";

/** A user of the router beside the first one. */
export interface LabUser {
  readonly name: string;
  readonly password: string;
  /** The group: `read`, `write`, `full`, or with {@link policy} one of the user's own; the user's name unless given. */
  readonly group?: string;
  /** Makes the group, with these policies: `read,api,rest-api`. */
  readonly policy?: string;
  /** The networks that the user may come from; any unless given. */
  readonly address?: string;
}

/** How to start a lab router; everything has a default. */
export interface LabRouterOptions {
  /** RouterOS version, 7.9 or newer, such as 7.18.2 or 7.18; one that is newer than 7.24 is treated as 7.24. */
  readonly version?: string;
  /** The first user, whose group is `full`; `admin` unless given. */
  readonly username?: string;
  /** The first user's password; a random one unless given. */
  readonly password?: string;
  readonly users?: readonly LabUser[];
  /** Names of the ethernet ports. */
  readonly interfaces?: readonly string[];
  /** Keeps the rows there; without one they are gone at the end. */
  readonly stateFile?: string;
  /** 0, or nothing, is any free port. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
  /** Serves HTTPS on a UNIX socket too, for those in a namespace who reach files but not this machine's ports. */
  readonly socketFile?: string;
  /** Names and addresses, beside this machine's own, that the certificate vouches for. */
  readonly addresses?: readonly string[];
  /**
   * Gives the router a data plane: rows become state of the kernel in this network namespace, which must hold an
   * interface for each port, under the port's name. Those interfaces' addresses are the router's from then on.
   */
  readonly namespace?: string;
  /** Seeds the choice among equal next hops, and the per-connection classifier. */
  readonly seed?: number;
  /** Whether a next hop that two routes of a group name counts twice or, as is the safer guess, once. */
  readonly repeatedNextHops?: RepeatedNextHops;
  /** Told of troubles that no request can be told of; by default Node.js warns of them. */
  readonly onError?: (error: unknown) => void;
}
