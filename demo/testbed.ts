import type { LanHosts, Network } from "../lab/network";
import { SERVICE_PORT, serveIn } from "../lab/networked-lab";
import type { LabRouter } from "../lab/router";
import { type SendSettings, type Sent, Traffic } from "../lab/traffic";
import { Failure } from "../tools/failure";
import { count } from "./numbers";

/** On a machine with other things to do an answer may take its time. */
const PATIENCE: SendSettings = { timeoutMs: 30_000 };

/** A lab router in a network, and traffic through it: what the acts about packets play on. */
export class Testbed {
  private readonly traffic: Traffic;

  constructor(
    readonly network: Network,
    readonly router: LabRouter,
  ) {
    this.traffic = new Traffic(network);
  }

  /** Has the Internet answer, and the router. */
  serve(): Promise<void> {
    return serveIn(this.network, this.traffic);
  }

  /** The LAN that flows come from. */
  get lan(): LanHosts {
    const [lan] = this.network.lans;
    if (lan === undefined) {
      throw new Error("The network has no LAN.");
    }
    return lan;
  }

  /** The host in it that sends. */
  get source(): string {
    return this.lan.addresses(1).join();
  }

  /** A flow to each destination. */
  sendFromLan(destinations: readonly string[], settings = PATIENCE): Promise<Sent> {
    const { lan, source } = this;
    return this.traffic.send(
      { protocol: "udp", from: lan.namespace, sources: [source], destinations },
      settings,
    );
  }

  /** A connection from each of so many addresses in the Internet to an address of the router. */
  sendToRouter(address: string, connections: number): Promise<Sent> {
    const { internet } = this.network;
    return this.traffic.send(
      {
        protocol: "tcp",
        from: internet.namespace,
        sources: internet.addresses(connections),
        destinations: [address],
        port: SERVICE_PORT,
      },
      PATIENCE,
    );
  }

  /** Whether a packet of the operator reaches the router, and the reply the operator within a second. */
  async reachesRouter(): Promise<boolean> {
    const { operator, managementAddress } = this.network;
    const ping = `ping -n -c 1 -W 1 ${managementAddress} >/dev/null && echo reaches || true`;
    return (await operator.namespace.shell(ping)).includes("reaches");
  }

  /** Fails unless all flows were answered. */
  expectAnswers({ answers, failed }: Sent): void {
    if (failed.length > 0) {
      throw new Failure(
        `${count(failed.length)} of ${count(answers.length)} flows had no answer within ${(PATIENCE.timeoutMs ?? 0) / 1000} s.`,
      );
    }
  }

  /** The gateways of routes that are not in use now. */
  get inactiveGateways(): readonly string[] {
    return this.router
      .rows("/ip/route")
      .filter((row) => row["static"] === "true" && row["inactive"] === "true")
      .map((row) => row["gateway"] ?? "");
  }

  /** Ends the traffic; network and router stay. */
  stop(): Promise<void> {
    return this.traffic.stop();
  }
}
