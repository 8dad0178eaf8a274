import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Console } from "./console/console";
import { Faults } from "./faults";
import { keepUsers } from "./kept-users";
import { Kernel } from "./kernel/kernel";
import { refusals, refuseStored } from "./kernel/refusals";
import type { LeaseChange } from "./kernel/services/lease-news";
import type { LabRouterOptions } from "./lab-router-options";
import { DEFAULT_VERSION, resolveVersion } from "./lab-versions";
import { Login } from "./logins";
import { menusOf, type VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import { POLICIES } from "./menus/users";
import { API_ONLY } from "./observations";
import { adoptAddresses, openStore, portsOf } from "./ports";
import { serveRest } from "./rest-access";
import type { LoggedRequest, RestServer } from "./rest-server";
import { Operations } from "./row-operations";
import { Show } from "./show";
import type { ChangeListener, Store, StoreSnapshot } from "./store";
import { RouterSystem } from "./system/router-system";

interface Parts {
  readonly version: string;
  readonly username: string;
  readonly password: string;
  readonly folder: string;
  readonly seed: number;
  readonly kernel: Kernel | undefined;
  readonly store: Store;
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  readonly onError: (error: unknown) => void;
}

/** Any number would do; this one is the same in every run. */
const DEFAULT_SEED = 20130112;

/** The length of the random password that a router gets if the caller sets none. */
const RANDOM_BYTES = 15;

/**
 * A RouterOS router whose REST API is real: it stores rows and checks them. In a network namespace it also carries
 * packets, by the kernel; without one it carries none.
 */
export class LabRouter {
  readonly version: string;
  readonly username: string;
  readonly password: string;
  /** Makes chosen writes go wrong. */
  readonly faults: Faults;
  /** Every request, in the order they came. */
  readonly requests: readonly LoggedRequest[];
  /** What the choice among equal next hops, and the classifier, are seeded with. */
  readonly seed: number;

  private readonly menus: ReadonlyMap<string, VersionedMenu>;
  private readonly store: Store;
  private readonly system: RouterSystem;
  private readonly operations: Operations;
  private readonly show: Show;
  private isAway = false;
  private rebooted: Promise<void> = Promise.resolve();
  private servers: readonly RestServer[] = [];
  private readonly folder: string;
  private readonly kernel: Kernel | undefined;
  private readonly onError: (error: unknown) => void;

  private constructor(parts: Parts) {
    this.version = parts.version;
    this.username = parts.username;
    this.password = parts.password;
    this.faults = parts.faults;
    this.requests = parts.requests;
    this.store = parts.store;
    this.folder = parts.folder;
    this.seed = parts.seed;
    this.kernel = parts.kernel;
    this.onError = parts.onError;
    const observations = parts.kernel ?? API_ONLY;
    const guard = parts.kernel === undefined ? undefined : refusals;
    this.menus = menusOf(parts.version, { live: parts.kernel !== undefined });
    this.system = new RouterSystem(
      this.store,
      (login) => this.consoleOf(login),
      // The reply leaves first.
      () => setImmediate(() => this.startReboot()),
    );
    this.operations = new Operations(
      this.menus,
      this.store,
      observations,
      () => this.system.clock.now,
      guard,
    );
    this.show = new Show(parts.version, this.menus, this.store, observations, this.system);
  }

  /** Starts a router; it answers once this resolves. */
  static async start(options: LabRouterOptions = {}): Promise<LabRouter> {
    const version = resolveVersion(options.version ?? DEFAULT_VERSION);
    const fresh = options.stateFile === undefined || !existsSync(options.stateFile);
    const store = openStore(options, version);
    const requests: LoggedRequest[] = [];
    const folder = mkdtempSync(join(tmpdir(), "lab-router-"));
    const seed = options.seed ?? DEFAULT_SEED;
    const router: LabRouter = new LabRouter({
      version,
      username: options.username ?? "admin",
      password: options.password ?? randomBytes(RANDOM_BYTES).toString("base64url"),
      folder,
      seed,
      kernel: makeKernel(options, folder, seed, (change) => router.system.leaseChanged(change)),
      store,
      requests,
      faults: new Faults(),
      onError: options.onError ?? warn,
    });
    try {
      keepUsers(router, [
        { name: router.username, password: router.password, group: "full" },
        ...(options.users ?? []),
      ]);
      await router.startKernel(fresh, options.onError ?? warn);
      router.servers = await serveRest(
        { ...router.restParts(), caCertificateFile: router.caCertificateFile, requests },
        options,
      );
    } catch (error) {
      await router.close();
      throw error;
    }
    return router;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.servers[0]?.port}`;
  }

  get httpsUrl(): string {
    return `https://127.0.0.1:${this.servers[1]?.port}`;
  }

  /** PEM file with the certificate that vouches for the HTTPS side. */
  get caCertificateFile(): string {
    return join(this.folder, "ca.pem");
  }

  /** The rows of a menu, such as `/ip/route`, as the API shows them; one row for a singleton. */
  rows(path: string): readonly Values[] {
    const menu = this.menu(path);
    return menu.menu.singleton === true ? [this.show.singleton(menu)] : this.show.rows(menu);
  }

  /** Adds a row as by hand, with every check of the API; gives back its id. */
  add(path: string, row: Values): string {
    return this.store.transaction(() => this.operations.add(this.menu(path), row));
  }

  /** Changes a row by id as by hand; a singleton's row has no id. */
  set(path: string, id: string | undefined, row: Values): void {
    const menu = this.menu(path);
    this.store.transaction(() =>
      id === undefined ? this.operations.setSingleton(menu, row) : this.operations.set(menu, id, row),
    );
  }

  /** Removes a row by id as by hand. */
  remove(path: string, id: string): void {
    this.store.transaction(() => this.operations.remove(this.menu(path), id));
  }

  /**
   * Runs console commands, such as `/ip/route set [find comment=a] distance=2`, with every check of the API. It stops at the
   * first that is refused.
   *
   * @throws ScriptError where the text has what the lab does not read, or a command is refused
   */
  run(commands: string): void {
    this.consoleOf(this.owner).run(commands);
  }

  /**
   * Lets time pass for the router: the rows of its scheduler run, each at its time, and the kernel is what they have written.
   * Otherwise the router's time is real time.
   */
  async passTime(milliseconds: number): Promise<void> {
    this.system.pass(milliseconds);
    await this.settled();
  }

  /**
   * Sets the router's clock, as NTP does, by some milliseconds forward or back.
   *
   * @param due what the scheduler makes of that, which no source says: rows stay due at the time that they show, or after
   *   the time that they had left
   */
  async stepClock(milliseconds: number, due: "by-clock" | "by-time-left" = "by-clock"): Promise<void> {
    this.system.step(milliseconds, due);
    await this.settled();
  }

  /**
   * Starts the router again. Meanwhile it gives no reply and passes no packet. It comes back with its rows, without
   * leases and connections, and with all counts at 0.
   *
   * @param whileAway what happens before it is back
   */
  async reboot(whileAway: () => Promise<void> = async () => {}): Promise<void> {
    this.isAway = true;
    this.system.powerOff();
    for (const server of this.servers) {
      server.cut();
    }
    await this.kernel?.powerOff();
    await whileAway();
    await this.kernel?.powerOn();
    this.system.powerOn();
    this.isAway = false;
  }

  /** Lets the device mode allow the scheduler, or not: then its rows look as before and do not run. */
  allowScheduler(allowed: boolean): void {
    const values = { scheduler: String(allowed) };
    this.store.transaction(() =>
      this.store.put(new Map([["system/device-mode", [{ id: "singleton", values }]]])),
    );
  }

  /** The rows of all menus as they are now, for {@link load}. */
  save(): StoreSnapshot {
    return this.store.snapshot();
  }

  /** Makes the rows, and the ids that the next ones get, what they were when this was saved. */
  load(saved: StoreSnapshot): void {
    this.store.transaction(() => this.store.restore(saved));
  }

  /** Calls a listener with the menus concerned after every change of rows; gives back how to stop that. */
  onChange(listener: ChangeListener): () => void {
    return this.store.onChange(listener);
  }

  /**
   * Resolves once the kernel is what the rows say; rejects where it can not be. Replies over REST wait for that
   * anyway, rows that were written by a method of this class do not. Without a data plane there is nothing to wait for.
   */
  async settled(): Promise<void> {
    await this.rebooted;
    await this.kernel?.apply();
  }

  /** Like {@link rows}, with counters and connections as the kernel has them now. */
  async freshRows(path: string): Promise<readonly Values[]> {
    await this.kernel?.refresh(this.menu(path).path);
    return this.rows(path);
  }

  /** Ends the router; of a data plane nothing is left in its namespace. */
  async close(): Promise<void> {
    this.system.close();
    await Promise.all(this.servers.map((server) => server.close()));
    await this.kernel?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Who owns the router, and may do everything. */
  private get owner(): Login {
    return new Login(this.username, new Set(POLICIES));
  }

  private restParts() {
    const { menus, operations, show, store, system, kernel, faults } = this;
    const isAway = (): boolean => this.isAway;
    const reboot = (): void => this.startReboot();
    return { menus, operations, show, store, system, kernel, faults, isAway, reboot };
  }

  private startReboot(): void {
    this.rebooted = this.rebooted.then(() => this.reboot());
    this.rebooted.catch(this.onError);
  }

  private consoleOf(login: Login): Console {
    return new Console({
      menus: this.menus,
      operations: this.operations.as(login.author),
      show: login.view(this.show),
      transaction: (write) => this.store.transaction(write),
      permit: (menu, command) => login.permitCommand(menu, command),
      log: (level, message) => this.system.log.write(`script,${level}`, message),
      commandOf: (menu, command) => this.system.commandOf(menu, command, login),
    });
  }

  private async startKernel(fresh: boolean, onError: (error: unknown) => void): Promise<void> {
    const { kernel } = this;
    if (kernel === undefined) {
      return;
    }
    const macs = await kernel.portAddresses(portsOf(this.store));
    if (fresh) {
      adoptAddresses(this.store, macs);
    }
    refuseStored(new Map(this.store.menus().map((menu) => [menu, this.store.rows(menu)])));
    await kernel.start({
      rows: (path) => this.rows(path),
      addresses: (reachability) => this.show.addresses(reachability),
      interfaces: () => this.show.interfaces(),
      rib: (reachability) => this.show.rib(reachability),
    });
    this.store.onChange(() => {
      kernel.apply().catch(onError);
    });
  }

  private menu(path: string): VersionedMenu {
    const menu = this.menus.get(path.replace(/^\//, ""));
    if (menu === undefined) {
      throw new Error(`The lab router has no menu ${path}.`);
    }
    return menu;
  }
}

function makeKernel(
  options: LabRouterOptions,
  folder: string,
  seed: number,
  onLease: (change: LeaseChange) => void,
): Kernel | undefined {
  if (options.namespace === undefined) {
    return undefined;
  }
  return new Kernel({
    namespace: options.namespace,
    folder,
    seed,
    repeatedNextHops: options.repeatedNextHops ?? "merge",
    onError: options.onError ?? warn,
    onLease,
  });
}

// As text: an error of another realm, as under jest, is none to Node.js.
const warn = (error: unknown): void => process.emitWarning(String(error));
