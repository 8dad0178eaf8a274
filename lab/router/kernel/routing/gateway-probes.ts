import type { Probe } from "../../derived/probes";
import { probeKey } from "../../derived/probes";
import type { Values } from "../../menus/menu";
import { parseInterval } from "../../values/time";
import type { CommandError, RouterNamespace } from "../router-namespace";
import { deviceName, ipAddress } from "../services/program-text";

/** How often gateways are asked, in milliseconds, and how many silent probes make one dead. */
export interface CheckTimers {
  readonly interval: number;
  readonly timeout: number;
  readonly count: number;
}

/** RouterOS' timers: fixed up to 7.20, and settings since 7.21. */
export const readTimers = (settings: Values): CheckTimers => ({
  interval: parseInterval(settings["check-gateway-ping-interval"] ?? "") ?? 10_000,
  timeout: parseInterval(settings["check-gateway-ping-timeout"] ?? "") ?? 1000,
  count: Math.max(1, Number(settings["check-gateway-ping-count"] ?? "2")),
});

/** A probe, and the devices that lead to its gateway: what is not a neighbour is asked by way of its next hops. */
export interface WantedProbe {
  readonly probe: Probe;
  readonly devices: readonly string[];
}

/** Asks the gateways: one probe per next hop and kind, for as long as a route wants it. */
export class GatewayChecks {
  private readonly checks = new Map<string, Check>();
  private readonly devices = new Map<string, readonly string[]>();
  private timers: CheckTimers = readTimers({});

  /** @param onChange called when a gateway falls silent, or answers again */
  constructor(
    private readonly namespace: RouterNamespace,
    private readonly onChange: () => void,
  ) {}

  /** The probes, by {@link probeKey}, that are not answered now; one that was never sent is taken to be. */
  get silent(): ReadonlySet<string> {
    return new Set([...this.checks].filter(([, check]) => !check.alive).map(([key]) => key));
  }

  /** Ends all checks except the wanted ones. */
  endOthers(wanted: readonly WantedProbe[]): void {
    const keys = new Set(wanted.map(({ probe }) => probeKey(probe)));
    for (const [key, check] of this.checks) {
      if (keys.has(key)) {
        continue;
      }
      check.stop();
      this.checks.delete(key);
      this.devices.delete(key);
    }
  }

  /** Starts the checks that are missing, and lets all go on with the given timers. */
  begin(wanted: readonly WantedProbe[], timers: CheckTimers): void {
    const restart = JSON.stringify(timers) !== JSON.stringify(this.timers);
    this.timers = timers;
    for (const { probe, devices } of wanted) {
      const key = probeKey(probe);
      const known = this.checks.get(key);
      this.devices.set(key, devices);
      if (known === undefined) {
        const ask = () => this.ask(probe, this.devices.get(key) ?? []);
        this.checks.set(key, new Check(ask, () => this.timers, this.onChange));
      } else if (restart) {
        known.restart();
      }
    }
  }

  /** Asks by every way that leads to the gateway; one answer is enough. */
  private async ask({ kind, address }: Probe, devices: readonly string[]): Promise<boolean> {
    const send = kind === "ping" ? ping : arp;
    const answers = devices.map((device) => send(this.namespace, address, device, this.timers.timeout));
    return (await Promise.all(answers)).includes(true);
  }

  close(): void {
    for (const check of this.checks.values()) {
      check.stop();
    }
    this.checks.clear();
  }
}

/** The life of one probe. */
class Check {
  alive = true;
  private failures = 0;
  private round = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ask: () => Promise<boolean>,
    private readonly timers: () => CheckTimers,
    private readonly onChange: () => void,
  ) {
    this.restart();
  }

  restart(): void {
    this.stop();
    void this.probe(this.round);
  }

  stop(): void {
    this.round += 1;
    clearTimeout(this.timer);
  }

  private async probe(round: number): Promise<void> {
    const started = Date.now();
    const answered = await this.ask();
    if (round !== this.round) {
      return;
    }
    this.failures = answered ? 0 : this.failures + 1;
    const alive = answered || (this.alive && this.failures < this.timers().count);
    if (alive !== this.alive) {
      this.alive = alive;
      this.onChange();
    }
    if (round !== this.round) {
      return;
    }
    const rest = Math.max(0, started + this.timers().interval - Date.now());
    this.timer = setTimeout(() => void this.probe(round), rest);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One echo request, which leaves by that device or not at all: an answer by another way would say nothing. */
async function ping(
  namespace: RouterNamespace,
  address: string,
  device: string,
  timeout: number,
): Promise<boolean> {
  const args = [
    "-n",
    "-q",
    "-c",
    "1",
    "-W",
    String(timeout / 1000),
    "-I",
    deviceName(device),
    ipAddress(address),
  ];
  return succeeds(() => namespace.run("ping", args));
}

/** One ARP request: the kernel is told to doubt what it knows of the neighbour, and asked whether it still does. */
async function arp(
  namespace: RouterNamespace,
  address: string,
  device: string,
  timeout: number,
): Promise<boolean> {
  const neighbour = [ipAddress(address), "dev", deviceName(device)];
  // A doubt makes it an entry like any other, which the kernel would not keep resolved, and which would have to be made anew.
  const change = `neigh change ${neighbour.join(" ")}`;
  const doubts = await succeeds(() =>
    namespace.run("ip", ["-batch", "-"], `${change} nud probe\n${change} managed\n`),
  );
  if (!doubts) {
    await succeeds(() => namespace.run("ip", ["neigh", "replace", ...neighbour, "managed"]));
  }
  await pause(timeout);
  const state = await namespace
    .run("ip", ["-j", "neigh", "show", ...neighbour])
    .catch((error: CommandError) => error.stdout ?? "");
  return /"(REACHABLE|PERMANENT|STALE|DELAY)"/.test(state);
}

async function succeeds(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch {
    return false;
  }
}
