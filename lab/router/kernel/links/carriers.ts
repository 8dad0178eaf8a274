import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { isRunning, type Link } from "../kernel-state";
import type { RouterNamespace } from "../router-namespace";

const POLL_MS = 400;
const RESTART_MS = 500;

/**
 * Watches the carriers of devices. The kernel announces changes, but may hold an announcement back for a second or
 * swallow a short loss, so the devices are looked at as well.
 */
export class Links {
  private readonly running = new Map<string, boolean>();
  private readonly lost = new Set<string>();
  private monitor: ChildProcess | undefined;
  private poll: NodeJS.Timeout | undefined;
  private restart: NodeJS.Timeout | undefined;
  private closed = false;

  /** @param onChange called when a device has gained or lost its carrier, or may have */
  constructor(
    private readonly namespace: RouterNamespace,
    private readonly onChange: () => void,
  ) {}

  isRunning(device: string): boolean {
    return this.running.get(device) ?? false;
  }

  /** The devices that run now. */
  get runningNow(): ReadonlySet<string> {
    return new Set([...this.running].filter(([, running]) => running).map(([device]) => device));
  }

  /** Takes note of what the kernel says. */
  observe(links: ReadonlyMap<string, Link>, devices: readonly string[]): void {
    for (const device of devices) {
      const link = links.get(device);
      this.note(device, link?.running === true);
    }
  }

  /** The devices that have stopped running since the last call. */
  takeLost(): readonly string[] {
    const lost = [...this.lost];
    this.lost.clear();
    return lost;
  }

  watch(): void {
    this.watchAnnouncements();
    this.look();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.poll);
    clearTimeout(this.restart);
    if (this.monitor !== undefined) {
      await this.namespace.stop(this.monitor);
    }
  }

  private watchAnnouncements(): void {
    const monitor = this.namespace.start("ip", ["-o", "monitor", "link"]);
    this.monitor = monitor;
    if (monitor.stdout !== null) {
      createInterface({ input: monitor.stdout }).on("line", (line) => this.hear(line));
    }
    monitor.on("close", () => {
      if (!this.closed) {
        this.restart = setTimeout(() => this.watchAnnouncements(), RESTART_MS);
      }
    });
  }

  private hear(line: string): void {
    const match = /^(?:Deleted )?\d+: ([^@:\s]+)(?:@\S*)?: <([^>]*)>/.exec(line);
    const [, device = "", flags = ""] = match ?? [];
    if (!this.running.has(device)) {
      return;
    }
    const running = !line.startsWith("Deleted") && isRunning(flags.split(","));
    this.note(device, running);
    // The kernel may have forgotten routes even where the device runs as before.
    this.onChange();
  }

  private look(): void {
    this.poll = setTimeout(async () => {
      const output = await this.namespace.run("ip", ["-j", "link", "show"]).catch(() => "[]");
      if (this.closed) {
        return;
      }
      const links = JSON.parse(output) as readonly { ifname: string; flags: readonly string[] }[];
      const changed = links
        .map(({ ifname, flags }) => ({ ifname, running: isRunning(flags) }))
        .filter(({ ifname, running }) => this.running.has(ifname) && this.running.get(ifname) !== running);
      for (const { ifname, running } of changed) {
        this.note(ifname, running);
      }
      if (changed.length > 0) {
        this.onChange();
      }
      this.look();
    }, POLL_MS);
  }

  private note(device: string, running: boolean): void {
    if (this.running.get(device) === true && !running) {
      this.lost.add(device);
    }
    this.running.set(device, running);
  }
}
