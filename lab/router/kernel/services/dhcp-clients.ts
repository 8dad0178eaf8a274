import type { ChildProcess } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { installCommand } from "../../../../tools/system-programs";
import type { Lease } from "../../observations";
import { confined } from "../privileges";
import type { RouterNamespace } from "../router-namespace";
import { deviceName } from "./program-text";

/** What a client is known by: its row. */
export const leaseKey = (menu: string, id: string): string => `${menu} ${id}`;

/** A client that is to run. */
export interface WantedClient {
  readonly key: string;
  readonly device: string;
  /** What it tells the server of itself, as arguments of `udhcpc`. */
  readonly options: readonly string[];
}

/** Told what becomes of clients. */
export interface ClientListener {
  /** A client has got a lease, has it for longer, or has lost it. */
  readonly onChange: () => void;
  /** A client can not run at all. */
  readonly onError: (error: unknown) => void;
}

/** Prints what `udhcpc` calls it for, and touches nothing: neither addresses nor anybody's `resolv.conf`. */
const SCRIPT = `#!/bin/sh
echo "lease|$1|$ip|$mask|$router|$dns|$serverid|$lease"
`;

/** Sends three requests, one per second; without an answer, it waits three seconds and starts again. */
const PATIENCE = ["-t", "3", "-T", "1", "-A", "3"];

/** The clients of `/ip/dhcp-client`: one `udhcpc` for each, which asks and renews; what it gets is ours to apply. */
export class DhcpClients {
  private readonly clients = new Map<string, Client>();
  private readonly script: string;

  constructor(
    private readonly namespace: RouterNamespace,
    folder: string,
    private readonly listener: ClientListener,
  ) {
    this.script = join(folder, "lease.sh");
  }

  /** What the clients hold at this moment. */
  get leases(): ReadonlyMap<string, Lease> {
    return new Map(
      [...this.clients].flatMap(([key, { lease }]) => (lease === undefined ? [] : [[key, lease]])),
    );
  }

  /** The gateways that devices were told of. */
  get gateways(): ReadonlyMap<string, string> {
    const told = [...this.clients.values()].map(({ device, lease }) => [device, lease?.gateway] as const);
    return new Map(told.flatMap(([device, gateway]) => (gateway === undefined ? [] : [[device, gateway]])));
  }

  /** Lets these clients run, and no others. */
  update(wanted: readonly WantedClient[]): void {
    const specs = new Map(wanted.map((client) => [client.key, JSON.stringify(client)]));
    for (const [key, client] of this.clients) {
      if (client.spec !== specs.get(key)) {
        this.clients.delete(key);
        void client.stop();
      }
    }
    for (const { key, device, options } of wanted.filter((client) => !this.clients.has(client.key))) {
      const args = ["-f", "-i", deviceName(device), "-s", this.makeScript(), ...PATIENCE, ...options];
      const spec = specs.get(key) ?? "";
      this.clients.set(key, new Client(spec, device, this.namespace, args, this.listener));
    }
  }

  renew(key: string): void {
    this.clients.get(key)?.signal("SIGUSR1");
  }

  /** Gives the lease back, and asks for one anew. */
  release(key: string): void {
    this.clients.get(key)?.signal("SIGUSR2");
    this.renew(key);
  }

  async close(): Promise<void> {
    const running = [...this.clients.values()];
    this.clients.clear();
    await Promise.all(running.map((client) => client.stop()));
  }

  private makeScript(): string {
    writeFileSync(this.script, SCRIPT);
    chmodSync(this.script, 0o755);
    return this.script;
  }
}

const RESTART_MS = 500;
/** What a shell, and `nsenter`, end with where there is no such program. */
const NOT_FOUND = 127;

/** One running `udhcpc`. */
class Client {
  lease: Lease | undefined;
  private child: ChildProcess | undefined;
  private restart: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    readonly spec: string,
    readonly device: string,
    private readonly namespace: RouterNamespace,
    private readonly args: readonly string[],
    private readonly listener: ClientListener,
  ) {
    this.start();
  }

  signal(signal: "SIGUSR1" | "SIGUSR2"): void {
    this.child?.kill(signal);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    if (this.child !== undefined) {
      await this.namespace.stop(this.child);
    }
  }

  private start(): void {
    // Runs as root without root's capabilities, because only root can read the folder of its script.
    const rights = confined(["net_bind_service", "net_raw"], "root");
    const child = this.namespace.start("udhcpc", this.args, rights);
    this.child = child;
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on("line", (line) => this.hear(line));
    }
    // It ends where its device goes: the next look at the links will say so, or it will be back.
    child.on("close", (code) => {
      if (this.stopped) {
        return;
      }
      if (code === NOT_FOUND) {
        this.listener.onError(new Error(`A DHCP client needs udhcpc. Run: ${installCommand(["udhcpc"])}`));
        return;
      }
      this.change(undefined);
      this.restart = setTimeout(() => this.start(), RESTART_MS);
    });
    child.on("error", this.listener.onError);
  }

  private hear(line: string): void {
    const [tag, event, ...fields] = line.split("|");
    if (tag !== "lease" || this.stopped) {
      return;
    }
    if (event === "bound" || event === "renew") {
      this.change(readLease(fields));
    }
    if (event === "deconfig") {
      this.change(undefined);
    }
  }

  private change(lease: Lease | undefined): void {
    const isNews = lease !== undefined || this.lease !== undefined;
    this.lease = lease;
    if (isNews) {
      this.listener.onChange();
    }
  }
}

function readLease(fields: readonly string[]): Lease {
  const [address, length, routers = "", dns = "", server = "", seconds = "0"] = fields;
  const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
  return {
    address: `${address}/${length}`,
    gateway: words(routers)[0],
    server,
    dnsServers: words(dns),
    expiresAt: Date.now() + Number.parseInt(seconds, 10) * 1000,
  };
}
