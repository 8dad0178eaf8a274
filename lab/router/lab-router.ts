import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api } from "./api";
import { makeCertificate } from "./certificate";
import { Faults } from "./faults";
import { menusOf, type VersionedMenu } from "./menus";
import type { Values } from "./menus/menu";
import { Operations } from "./operations";
import { type LoggedRequest, RestServer } from "./rest-server";
import { Show } from "./show";
import { readState, writeState } from "./state-file";
import { type ChangeListener, Store } from "./store";
import { DEFAULT_VERSION, resolveVersion } from "./versions";

/** How to start a lab router; everything has a default. */
export interface LabRouterOptions {
  /** RouterOS version: 7.12.2, 7.16, 7.20.4 or 7.24, or a shorter form such as 7.20. */
  readonly version?: string;
  readonly username?: string;
  readonly password?: string;
  /** Names of the ethernet ports. */
  readonly interfaces?: readonly string[];
  /** Keeps the rows there; without one they are gone at the end. */
  readonly stateFile?: string;
  /** 0, or nothing, is any free port. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
}

interface Parts {
  readonly version: string;
  readonly username: string;
  readonly password: string;
  readonly store: Store;
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
}

const PORTS = "interface/ethernet";

const DEFAULT_PORTS = ["Local", "wlan1", "wlan2"];

/** A RouterOS router of which only the REST API is real: it keeps rows, and judges them, and carries no packets. */
export class LabRouter {
  readonly version: string;
  readonly username: string;
  readonly password: string;
  /** Makes chosen writes go wrong. */
  readonly faults: Faults;
  /** Every request, in the order they came. */
  readonly requests: readonly LoggedRequest[];

  private readonly menus: ReadonlyMap<string, VersionedMenu>;
  private readonly store: Store;
  private readonly operations: Operations;
  private readonly show: Show;
  private readonly servers: RestServer[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "lab-router-"));

  private constructor(parts: Parts) {
    this.version = parts.version;
    this.username = parts.username;
    this.password = parts.password;
    this.faults = parts.faults;
    this.requests = parts.requests;
    this.store = parts.store;
    this.menus = menusOf(parts.version);
    this.operations = new Operations(this.menus, this.store);
    this.show = new Show(parts.version, this.menus, this.store);
  }

  /** Starts a router; it answers once this resolves. */
  static async start(options: LabRouterOptions = {}): Promise<LabRouter> {
    const version = resolveVersion(options.version ?? DEFAULT_VERSION);
    const store = openStore(options, version);
    const requests: LoggedRequest[] = [];
    const router = new LabRouter({
      version,
      username: options.username ?? "admin",
      password: options.password ?? "lab",
      store,
      requests,
      faults: new Faults(),
    });
    try {
      await router.listen(requests, options);
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

  /** Calls a listener with the menus concerned after every change of rows; gives back how to stop that. */
  onChange(listener: ChangeListener): () => void {
    return this.store.onChange(listener);
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async listen(requests: LoggedRequest[], options: LabRouterOptions): Promise<void> {
    const api = new Api(this.menus, this.operations, this.show);
    const backend = {
      handle: (request: Parameters<Api["handle"]>[0]) => this.store.transaction(() => api.handle(request)),
      isUser: (username: string, password: string) =>
        username === this.username && password === this.password,
      faults: this.faults,
      requests,
    };
    const certificate = await makeCertificate();
    writeFileSync(this.caCertificateFile, certificate.cert);
    this.servers.push(await RestServer.listen(backend, options.httpPort ?? 0));
    this.servers.push(await RestServer.listen(backend, options.httpsPort ?? 0, certificate));
  }

  private menu(path: string): VersionedMenu {
    const menu = this.menus.get(path.replace(/^\//, ""));
    if (menu === undefined) throw new Error(`The lab router has no menu ${path}.`);
    return menu;
  }
}

/** The rows of the state file where there is one, else those of a router fresh from its box. */
function openStore({ stateFile, interfaces }: LabRouterOptions, version: string): Store {
  const kept = stateFile === undefined ? undefined : readState(stateFile, version);
  const store = new Store(kept);
  if (kept === undefined) plugInPorts(store, interfaces ?? DEFAULT_PORTS);
  else if (interfaces !== undefined) requirePorts(store, interfaces);
  if (stateFile !== undefined) {
    store.onChange(() => writeState(stateFile, version, store.snapshot()));
    writeState(stateFile, version, store.snapshot());
  }
  return store;
}

function plugInPorts(store: Store, names: readonly string[]): void {
  const doubtful = names.find((name, i) => name === "" || names.indexOf(name) !== i);
  if (doubtful !== undefined) {
    throw new Error(`"${doubtful}" can not name a port: names are unique and not empty.`);
  }
  store.transaction(() => {
    const rows = names.map((name, i) => ({
      id: store.takeId(PORTS, 1),
      values: {
        "default-name": name,
        "mac-address": `02:4C:41:42:00:${(i + 1).toString(16).toUpperCase().padStart(2, "0")}`,
        name,
      },
    }));
    store.put(new Map([[PORTS, rows]]));
  });
}

/** A state file brings its ports with it; asking for others is a mistake. */
function requirePorts(store: Store, names: readonly string[]): void {
  const kept = store.rows(PORTS).map((row) => row.values["default-name"]);
  if (kept.join() !== names.join()) {
    throw new Error(`The state file has the ports ${kept.join(", ")}, not ${names.join(", ")}.`);
  }
}
