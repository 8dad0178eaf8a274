import { existsSync } from "node:fs";
import { type Probe, probeKey } from "../derived/probes";
import type { Values } from "../menus/menu";
import type { Lease, Observations, ObservedReachability, Traffic } from "../observations";
import { difference } from "./difference";
import { readKernelState } from "./kernel-state";
import { KernelWriter } from "./kernel-writer";
import { Links } from "./links/carriers";
import { Devices, deviceOf, needsSession } from "./links/devices";
import { LinkTraffic } from "./links/traffic";
import { Reconciler } from "./reconciler";
import { RouterNamespace } from "./router-namespace";
import { GatewayChecks } from "./routing/gateway-probes";
import { NextHopGroups, type RepeatedNextHops } from "./routing/next-hop-groups";
import { type Numbers, RowCompiler, type RowSource } from "./row-compiler";
import { Counters } from "./ruleset/counters";
import { MarkNumbers, MOST_CONNECTION_MARKS, MOST_PACKET_MARKS, MOST_PORTS, portMark } from "./ruleset/marks";
import { FIREWALL_MENUS } from "./ruleset/nft-ruleset";
import { wantedClients } from "./services/clients-wanted";
import { DhcpClients, leaseKey } from "./services/dhcp-clients";
import { DhcpServers } from "./services/dhcp-servers";
import { type LeaseChange, LeaseNews } from "./services/lease-news";
import { clipped, isDeviceName } from "./services/program-text";
import { Resolver } from "./services/resolver";
import { Connections } from "./tracked-connections";

export interface KernelOptions {
  readonly namespace: string;
  /** A folder for the kernel's files; the caller removes it. */
  readonly folder: string;
  /** Seeds the kernel's choice among next hops, and the classifier's. */
  readonly seed: number;
  readonly repeatedNextHops: RepeatedNextHops;
  /** Called with errors that no caller waits for: those after a change of a link or a gateway. */
  readonly onError: (error: unknown) => void;
  /** Called when a DHCP client has got another lease, or has lost its own, and the kernel's routes follow that. */
  readonly onLease: (change: LeaseChange) => void;
}

/** A change of the kernel shows in what it says afterwards; links that change meanwhile cost a round each. */
const MOST_ROUNDS = 5;

const DHCP_CLIENTS = "ip/dhcp-client";
const INTERFACES = "interface";
const CONNECTIONS = "ip/firewall/connection";

/** The data plane: the rows of a router as state of the kernel in one network namespace, and what can be seen there. */
export class Kernel implements Observations {
  private readonly namespace: RouterNamespace;
  private readonly writer: KernelWriter;
  private readonly numbers: Numbers;
  private readonly links: Links;
  private readonly checks: GatewayChecks;
  private readonly counters: Counters;
  private readonly connections: Connections;
  private readonly traffic: LinkTraffic;
  private readonly dhcpClients: DhcpClients;
  private readonly leaseNews = new LeaseNews();
  private readonly dhcpServers: DhcpServers;
  private readonly resolver: Resolver;
  private readonly reconciler = new Reconciler(() => this.reconcile());
  private readonly doomedConnections: string[] = [];
  private source: RowSource | undefined;
  private isOff = false;
  /** What the kernel's routes are made by. */
  private followed: ObservedReachability = {
    isRunning: () => false,
    answers: () => true,
    leaseOf: () => undefined,
  };

  constructor(private readonly options: KernelOptions) {
    this.namespace = new RouterNamespace(options.namespace);
    this.writer = new KernelWriter(this.namespace);
    this.numbers = {
      connectionMarks: new MarkNumbers(MOST_CONNECTION_MARKS),
      packetMarks: new MarkNumbers(MOST_PACKET_MARKS),
      nextHops: new NextHopGroups(options.repeatedNextHops),
    };
    this.links = new Links(this.namespace, () => this.changeUnasked());
    this.checks = new GatewayChecks(this.namespace, () => this.changeUnasked());
    this.counters = new Counters(this.namespace);
    this.connections = new Connections(this.namespace, this.numbers.connectionMarks);
    this.traffic = new LinkTraffic(this.namespace);
    this.dhcpClients = new DhcpClients(this.namespace, options.folder, {
      onChange: () => this.changeUnasked(),
      onError: options.onError,
    });
    this.dhcpServers = new DhcpServers(this.namespace);
    this.resolver = new Resolver(this.namespace);
  }

  /** The hardware addresses of the ports, which must all be there. */
  async portAddresses(ports: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (!existsSync(this.namespace.path)) {
      throw new Error(`There is no network namespace ${this.options.namespace}.`);
    }
    const { links } = await readKernelState(this.namespace);
    const missing = ports.find((port) => !links.has(port));
    if (missing !== undefined) {
      throw new Error(`The network namespace ${this.options.namespace} has no interface ${missing}.`);
    }
    const odd = ports.find((port) => !isDeviceName(port));
    if (odd !== undefined) {
      throw new Error(
        `The port "${clipped(odd)}" cannot have a data plane: name it with letters, digits, "_", "." and "-" only.`,
      );
    }
    if (ports.length > MOST_PORTS) {
      throw new Error(`A lab router has ${MOST_PORTS} ports at most.`);
    }
    return new Map(ports.map((port) => [port, links.get(port)?.mac ?? ""]));
  }

  /** Makes the kernel what the rows say, and keeps it so. */
  async start(source: RowSource): Promise<void> {
    this.source = source;
    await this.writer.makeTables();
    await this.apply();
    await this.traffic.refresh();
    this.links.watch();
  }

  /** Resolves once the kernel is what the rows say now; rejects where it would not be. */
  apply(): Promise<void> {
    return this.source === undefined ? Promise.resolve() : this.reconciler.run();
  }

  /** Resolves once nothing is under way that would change what is shown. */
  idle(): Promise<void> {
    return this.reconciler.idle();
  }

  /** Reads what a menu shows of the kernel. */
  async refresh(menu: string): Promise<void> {
    if (menu === CONNECTIONS) {
      await this.connections.refresh();
    }
    if (menu === INTERFACES) {
      await this.traffic.refresh();
    }
    if (FIREWALL_MENUS.includes(menu)) {
      await this.counters.refresh();
    }
  }

  /** Ends what a router without power does not do: no packet passes, and leases, connections and counters are gone. */
  async powerOff(): Promise<void> {
    this.isOff = true;
    await this.reconciler.idle();
    this.checks.close();
    await this.dhcpClients.close();
    this.leaseNews.forget();
    if (this.source !== undefined) {
      await this.writer.clear(this.started.devices.all);
    }
  }

  /** Begins anew with the rows. */
  async powerOn(): Promise<void> {
    this.isOff = false;
    await this.writer.makeTables();
    await this.apply();
  }

  /** Stops everything, and takes away from the namespace what was put there. */
  async close(): Promise<void> {
    await this.reconciler.close();
    this.checks.close();
    await Promise.all([
      this.links.close(),
      this.dhcpClients.close(),
      this.dhcpServers.close(),
      this.resolver.close(),
    ]);
    if (this.source !== undefined && existsSync(this.namespace.path)) {
      // The namespace may go meanwhile, and all of it with it.
      await this.writer.clear(this.started.devices.all).catch(() => {});
    }
    await this.namespace.close();
  }

  isRunning(port: Values): boolean {
    return this.followed.isRunning(port);
  }

  answers(probe: Probe): boolean {
    return this.followed.answers(probe);
  }

  leaseOf(menu: string, id: string): Lease | undefined {
    return this.followed.leaseOf(menu, id);
  }

  countersOf(menu: string, id: string): Values {
    return this.counters.of(menu, id);
  }

  trafficOf(port: Values): Traffic {
    return this.traffic.of(deviceOf(port));
  }

  liveRows(menu: string): readonly Values[] {
    return menu === CONNECTIONS ? this.connections.rows : [];
  }

  removeLive(_menu: string, id: string): void {
    this.doomedConnections.push(id);
    this.changeUnasked();
  }

  act(menu: string, command: string, id: string): void {
    if (menu === DHCP_CLIENTS && command === "renew") {
      this.dhcpClients.renew(leaseKey(menu, id));
    }
    if (menu === DHCP_CLIENTS && command === "release") {
      this.dhcpClients.release(leaseKey(menu, id));
    }
  }

  private changeUnasked(): void {
    this.apply().catch(this.options.onError);
  }

  private async reconcile(): Promise<void> {
    if (this.isOff) {
      return;
    }
    let complaint = "";
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const state = await readKernelState(this.namespace);
      const { source, devices } = this.started;
      this.links.observe(state.links, devices.all);
      // A client without a carrier sends no requests and loses its lease.
      this.dhcpClients.update(
        wantedClients((menu) => source.rows(menu), devices).filter(({ device }) =>
          this.links.isRunning(device),
        ),
      );
      const seen = this.look();
      const rows = new RowCompiler(source, devices, this.numbers, this.options.seed, seen);
      await this.forgetConnections(this.links.takeLost(), devices);
      this.checks.endOthers(rows.probes);
      const changes = difference(rows.wanted(state.nextHops), state);
      await this.writer.settings(rows.settings(state.links));
      const before = await this.writer.batch(changes.before);
      await this.forgetConnections(changes.readdressed, devices);
      await this.writer.firewall(rows.rulesets);
      const after = await this.writer.batch(changes.after);
      if (changes.before.length + changes.after.length === 0) {
        this.followed = seen;
        // Only now does a probe find its way to the gateway.
        this.checks.begin(rows.probes, rows.timers);
        await this.dhcpServers.update(rows.dhcpServers, devices);
        await this.resolver.update(rows.dns.settings, rows.dns.records);
        await this.removeConnections();
        this.tellLeases(source);
        return;
      }
      complaint = `${before}${after}`;
    }
    throw new Error(`the kernel does not take what the rows say: ${complaint}`);
  }

  private tellLeases(source: RowSource): void {
    const clients = source.rows(DHCP_CLIENTS).map(({ ".id": id = "" }) => id);
    const leases = clients.map((id) => ({ id, lease: this.followed.leaseOf(DHCP_CLIENTS, id) }));
    for (const change of this.leaseNews.of(leases)) {
      this.options.onLease(change);
    }
  }

  private get started(): { readonly source: RowSource; readonly devices: Devices } {
    const { source } = this;
    if (source === undefined) {
      throw new Error("the data plane has not started");
    }
    return { source, devices: new Devices(source.interfaces(), this.peers) };
  }

  /** The other ends of sessions: all that goes into one goes there. */
  private get peers(): ReadonlyMap<string, string> {
    return new Map([...this.dhcpClients.gateways].filter(([device]) => needsSession(device)));
  }

  /** How ports and gateways fare at this moment. */
  private look(): ObservedReachability {
    const { runningNow } = this.links;
    const { silent } = this.checks;
    const { leases } = this.dhcpClients;
    const { peers } = this;
    const isUp = (device: string): boolean =>
      runningNow.has(device) && (!needsSession(device) || peers.has(device));
    return {
      isRunning: (port) => port["disabled"] !== "true" && isUp(deviceOf(port)),
      answers: (probe) => !silent.has(probeKey(probe)),
      leaseOf: (menu, id) => leases.get(leaseKey(menu, id)),
    };
  }

  /** A port without a carrier, or with other addresses, forgets what it masquerades. */
  private async forgetConnections(ports: readonly string[], devices: Devices): Promise<void> {
    for (const port of ports) {
      await this.connections.forget(portMark(devices.placeOf(port)));
    }
  }

  private async removeConnections(): Promise<void> {
    for (const id of this.doomedConnections.splice(0)) {
      await this.connections.remove(id);
    }
  }
}
