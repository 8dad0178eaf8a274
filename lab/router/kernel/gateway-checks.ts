import type { Probe } from "../derived/probes";
import { probeKey } from "../derived/probes";
import type { Values } from "../menus/menu";
import { parseInterval } from "../values/time";
import type { Devices } from "./devices";
import type { CommandError, Namespace } from "./namespace";

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

/** A probe with the devices that its gateway is behind. */
export interface WantedProbe {
  readonly probe: Probe;
  readonly devices: readonly string[];
}

/** Asks the gateways: one probe per next hop and kind, for as long as a route wants it. */
export class GatewayChecks {
  private readonly checks = new Map<string, Check>();
  private timers: CheckTimers = readTimers({});

  /** @param onChange called when a gateway falls silent, or answers again */
  constructor(
    private readonly namespace: Namespace,
    private readonly onChange: () => void,
  ) {}

  /** Whether a gateway answers; one that was never asked is taken to. */
  answers(probe: Probe): boolean {
    return this.checks.get(probeKey(probe))?.alive ?? true;
  }

  /** Ends the checks that nobody wants any more. */
  endOthers(wanted: readonly WantedProbe[]): void {
    const keys = new Set(wanted.map(({ probe }) => probeKey(probe)));
    for (const [key, check] of this.checks) {
      if (keys.has(key)) {
        continue;
      }
      check.stop();
      this.checks.delete(key);
    }
  }

  /** Starts the checks that are missing, and lets all go on with the given timers. */
  begin(wanted: readonly WantedProbe[], devices: Devices, timers: CheckTimers): void {
    const restart = JSON.stringify(timers) !== JSON.stringify(this.timers);
    this.timers = timers;
    for (const { probe, devices: behind } of wanted) {
      const key = probeKey(probe);
      const known = this.checks.get(key);
      if (known === undefined) {
        const through = probe.interface === undefined ? undefined : devices.of(probe.interface);
        const ask = (): Promise<boolean> =>
          probe.kind === "ping"
            ? ping(this.namespace, probe.address, through, this.timers.timeout)
            : arp(this.namespace, probe.address, through ?? behind[0] ?? "", this.timers.timeout);
        this.checks.set(key, new Check(ask, () => this.timers, this.onChange));
      } else if (restart) {
        known.restart();
      }
    }
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

/** One echo request by the way that routing finds, as of any packet of the router's own. */
async function ping(
  namespace: Namespace,
  address: string,
  device: string | undefined,
  timeout: number,
): Promise<boolean> {
  const through = device === undefined ? [] : ["-I", device];
  const args = ["-n", "-q", "-c", "1", "-W", String(timeout / 1000), ...through, address];
  return succeeds(() => namespace.run("ping", args));
}

/** One ARP request: the kernel is told to doubt what it knows of the neighbour, and asked whether it still does. */
async function arp(namespace: Namespace, address: string, device: string, timeout: number): Promise<boolean> {
  const neighbour = [address, "dev", device];
  const doubts = await succeeds(() => namespace.run("ip", ["neigh", "change", ...neighbour, "nud", "probe"]));
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
