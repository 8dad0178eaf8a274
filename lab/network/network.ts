import { join } from "node:path";
import { allDone } from "./all-done";
import {
  checkDescription,
  DEFAULT_MANAGEMENT,
  type NetworkDescription,
  type WanDescription,
} from "./description";
import { Internet } from "./internet";
import { Isp } from "./isp";
import { LanHosts } from "./lan-hosts";
import { addNamespaces, holdShell, Namespace, removeNamespaces } from "./namespace";
import { networkProblem } from "./network-problem";
import { Operator } from "./operator";
import { quiet } from "./quiet";
import { RemovalGuard } from "./removal";
import { RunFolder } from "./run-folder";

/** Everything around a router, as network namespaces; the router's own has its ports, without addresses. */
export class Network {
  /** Where the router's data plane is to be. */
  readonly router: Namespace;
  readonly lans: readonly LanHosts[];
  readonly internet: Internet;
  readonly operator: Operator;

  private readonly isps: Isp[] = [];
  private readonly guard: RemovalGuard;
  private readonly releaseShell = holdShell();
  private wansEver = 0;

  private constructor(
    private readonly run: RunFolder,
    private readonly description: NetworkDescription,
  ) {
    const { lans, internet, management = DEFAULT_MANAGEMENT } = description;
    this.guard = RemovalGuard.over(run);
    this.router = new Namespace(`${run.prefix}router`);
    this.lans = lans.map((lan) => new LanHosts(run.prefix, this.router, lan));
    this.internet = new Internet(run.prefix, internet);
    this.operator = new Operator(run.prefix, this.router, management);
  }

  /** Makes a network; where that fails, nothing is left of it. */
  static async up(description: NetworkDescription): Promise<Network> {
    checkDescription(description);
    const problem = networkProblem();
    if (problem !== undefined) {
      throw new Error(problem);
    }
    const network = new Network(RunFolder.create(), description);
    try {
      await network.build();
    } catch (error) {
      await network.down();
      throw error;
    }
    return network;
  }

  /** What the names of the network's namespaces begin with. */
  get prefix(): string {
    return this.run.prefix;
  }

  /** The UNIX socket to which the operator's connections to the router's port 443 come. */
  get socketFile(): string {
    return join(this.run.path, "router.sock");
  }

  /** The router's address on the management link. */
  get managementAddress(): string {
    return this.operator.routerAddress;
  }

  get wans(): readonly Isp[] {
    return this.isps;
  }

  /** The ISP at a port of the router. */
  wan(name: string): Isp {
    return found(this.isps, name, "WAN");
  }

  lan(name: string): LanHosts {
    return found(this.lans, name, "LAN");
  }

  /** Plugs another ISP into a new port of the router. */
  async addWan(wan: WanDescription): Promise<Isp> {
    const others = this.isps.map((isp) => isp.wan);
    checkDescription({ ...this.description, wans: [...others, wan] });
    const isp = this.newIsp(wan);
    await addNamespaces([isp.namespace, isp.neighbourNamespace]);
    await isp.prepare();
    await isp.plug();
    this.isps.push(isp);
    return isp;
  }

  /** Takes an ISP away, and the router's port with it. */
  async removeWan(name: string): Promise<void> {
    const isp = this.wan(name);
    await isp.unplug();
    await removeNamespaces([isp.namespace, isp.neighbourNamespace]);
    this.isps.splice(this.isps.indexOf(isp), 1);
  }

  /** Ends every fault and delay of every ISP. */
  async heal(): Promise<void> {
    await allDone(this.isps.map((isp) => isp.heal()));
  }

  /** Sets what every ISP counted to zero. */
  async resetCounters(): Promise<void> {
    await allDone(this.isps.map((isp) => isp.reset()));
  }

  /** Ends the processes in the network's namespaces and removes these; resolves when nothing is left. */
  async down(): Promise<void> {
    await this.releaseShell();
    await this.guard.release();
  }

  private async build(): Promise<void> {
    const isps = this.description.wans.map((wan) => this.newIsp(wan));
    const places = [...this.lans, this.internet, this.operator];
    await addNamespaces([
      this.router,
      ...places.map(({ namespace }) => namespace),
      ...isps.flatMap((isp) => [isp.namespace, isp.neighbourNamespace]),
    ]);
    await allDone([quiet(this.router), ...[...places, ...isps].map((place) => place.prepare())]);
    await allDone([
      this.operator.plug(),
      ...this.lans.map((lan) => lan.plug()),
      ...isps.map((isp) => isp.plug()),
    ]);
    this.isps.push(...isps);
    await this.operator.openDoor(this.socketFile);
  }

  private newIsp(wan: WanDescription): Isp {
    return new Isp(
      { prefix: this.run.prefix, router: this.router, internet: this.internet },
      wan,
      this.wansEver++,
    );
  }
}

function found<T extends { readonly name: string }>(all: readonly T[], name: string, kind: string): T {
  const one = all.find((candidate) => candidate.name === name);
  if (one === undefined) {
    throw new Error(`The network has no ${kind} ${name}.`);
  }
  return one;
}
