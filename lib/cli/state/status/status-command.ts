import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { routeAddresses } from "../../../state/status/resource-addresses";
import { InputError, reasonOf } from "../../input";
import { RouterClient } from "../../router";
import { loginFrom } from "../../router-login";
import { stackFolder } from "../../stack-folder";
import type { Terminal } from "../../terminal";
import { Terraform } from "../../terraform";
import { prometheusText } from "./prometheus";
import { type RouterReading, readRouterStatuses } from "./read-routers";
import { type NamedRouter, readRouters } from "./router-file";
import { routersText } from "./routers-text";
import { statusText } from "./status-text";

/** Options of `routeros-state status`. */
export interface StatusOptions {
  readonly json?: boolean;
  /** Seconds between two readings, or true for the default. */
  readonly watch?: string | true;
  readonly prometheus?: string;
  readonly routers?: string;
}

/** What each value of the status is made of. */
export const STATUS_HELP = `Where the values are from, with at most ten requests:
  link      running and disabled of /interface, and the lease of /ip/dhcp-client
  check     gw-check-ok of /routing/nexthop, for the gateway of the default route
  main      active and inactive of the default routes in /ip/route; tables: the same in the WAN's own tables
  share     what the rules give the WAN: the active default routes, or the classifier rules of /ip/firewall/mangle
  measured  the connections that the WAN's rules in /ip/firewall/nat have counted; FastTrack hides none
  open      connections with the WAN's mark in /ip/firewall/connection, counted by the router
  in, out   /interface/monitor-traffic; the user needs the policy test
The router's own gateway checks count as connections, too.`;

/** What the exit status says. */
const EXIT = { up: 0, degraded: 1, down: 2, unreadable: 3 } as const;

const DEFAULT_SECONDS = 5;
const CLEAR = "\u001b[2J\u001b[H";

/** Shows the status of a router, or of all routers in a file; changes nothing. */
export async function showStatus(
  stack: string | undefined,
  options: StatusOptions,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  try {
    return await watched(stack, options, environment, terminal);
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unreadable;
  }
}

async function watched(
  stack: string | undefined,
  options: StatusOptions,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const seconds = secondsOf(options.watch);
  const routers = await routersOf(stack, options, environment);
  const addresses = await addressesOf(stack, environment);
  for (;;) {
    const readings = await readRouterStatuses(routers);
    const text = options.json === true ? jsonText(readings, addresses) : textOf(readings, options, addresses);
    terminal.out(`${seconds !== undefined && process.stdout.isTTY ? CLEAR : ""}${text}\n`);
    if (options.prometheus !== undefined) {
      writeWhole(options.prometheus, prometheusText(statusesOf(readings)));
    }
    if (seconds === undefined) {
      return exitOf(readings);
    }
    await sleep(seconds * 1000);
  }
}

function secondsOf(watch: StatusOptions["watch"]): number | undefined {
  if (watch === undefined || watch === true) {
    return watch && DEFAULT_SECONDS;
  }
  const seconds = Number(watch);
  if (!(seconds >= 1)) {
    throw new InputError(`--watch ${watch} is not a number of seconds: write 1 or more`);
  }
  return seconds;
}

async function routersOf(
  stack: string | undefined,
  { routers }: StatusOptions,
  environment: NodeJS.ProcessEnv,
): Promise<readonly NamedRouter[]> {
  if (routers === undefined) {
    const login = loginFrom(environment);
    return [{ name: new URL(login.url).host, client: new RouterClient(login) }];
  }
  if (stack !== undefined) {
    throw new InputError("a stack is of one router: leave out the stack or --routers");
  }
  return readRouters(routers, environment);
}

async function addressesOf(
  stack: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, string>> {
  return stack === undefined
    ? new Map()
    : routeAddresses(await new Terraform(stackFolder(stack), environment).state());
}

function textOf(
  readings: readonly RouterReading[],
  { routers }: StatusOptions,
  addresses: ReadonlyMap<string, string>,
): string {
  const [only] = readings;
  if (routers !== undefined || only === undefined) {
    return routersText(readings);
  }
  if ("error" in only) {
    throw new InputError(only.error);
  }
  return statusText(only.status, addresses);
}

function jsonText(readings: readonly RouterReading[], addresses: ReadonlyMap<string, string>): string {
  const routers = readings.map((reading) =>
    "error" in reading
      ? { router: reading.name, state: "unreadable", error: reading.error }
      : { router: reading.name, ...reading.status, wans: reading.status.wans.map(named(addresses)) },
  );
  return JSON.stringify({ schemaVersion: 1, routers }, null, 2);
}

/** A WAN whose routes have the addresses of their resources. */
const named =
  (addresses: ReadonlyMap<string, string>) =>
  <Wan extends { readonly routes: readonly { readonly id: string }[] }>(wan: Wan) => ({
    ...wan,
    routes: wan.routes.map((route) => ({ ...route, resource: addresses.get(route.id) })),
  });

const statusesOf = (readings: readonly RouterReading[]) =>
  new Map(
    readings.flatMap((reading) => ("error" in reading ? [] : [[reading.name, reading.status] as const])),
  );

/** The worst of all routers. */
function exitOf(readings: readonly RouterReading[]): number {
  return Math.max(
    ...readings.map((reading) => ("error" in reading ? EXIT.unreadable : EXIT[reading.status.state])),
  );
}

/** Replaces a file, so that no reader sees half of it. */
function writeWhole(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${reasonOf(error)}`);
  }
}
