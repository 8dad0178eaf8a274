import { ARTICLE_NETWORK } from "./article-network";
import { Network } from "./network";
import { startRouterOf } from "./networked-router";
import type { LabRouter, LabRouterOptions } from "./router";
import { ECHO_PORT, Traffic } from "./traffic";

/** The port of a service on the router itself. */
export const SERVICE_PORT = 8080;

/** A router in the article's network. Servers on the Internet and on the router answer all requests. */
export class NetworkedLab {
  private constructor(
    readonly network: Network,
    readonly router: LabRouter,
    private readonly traffic: Traffic,
  ) {}

  /** Starts everything; where that fails, nothing is left of it. */
  static async up(options: LabRouterOptions): Promise<NetworkedLab> {
    const network = await Network.up(ARTICLE_NETWORK);
    try {
      const router = await startRouterOf(network, options);
      const traffic = new Traffic(network);
      await serveIn(network, traffic);
      return new NetworkedLab(network, router, traffic);
    } catch (error) {
      await network.down();
      throw error;
    }
  }

  async down(): Promise<void> {
    await this.traffic.stop();
    await this.router.close();
    await this.network.down();
  }
}

/** Starts the servers on the Internet and the service on the router. */
export async function serveIn(network: Network, traffic: Traffic): Promise<void> {
  await Promise.all([
    traffic.serve(network.internet.namespace, ECHO_PORT),
    traffic.serve(network.router, SERVICE_PORT),
  ]);
}
