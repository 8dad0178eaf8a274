import type { Namespace, Network } from "../network";
import { Agent, type Held, type SendSettings } from "./agent";
import type { FlowAnswer, Protocol, TrafficFlow } from "./messages";
import { pairs } from "./pairs";
import { takeSourcePort } from "./source-ports";

/** The port that the servers of `Traffic` answer on, TCP and UDP. */
export const ECHO_PORT = 7;

/** Flows from one place to another. */
export interface Sending {
  readonly protocol: Protocol;
  readonly from: Namespace;
  /** Addresses that the flows come from, in turn; the kernel's choice where there are none. */
  readonly sources?: readonly string[];
  /** Where the flows go, in turn: no pair of source and destination comes again before all have had their turn. */
  readonly destinations: readonly string[];
  /** How many flows; one for each of the longer list where nothing is said. */
  readonly count?: number;
  readonly port?: number;
}

/** Sends flows over a network and says which way each took; its agents start where they are first needed. */
export class Traffic {
  private readonly agents = new Map<string, Agent>();
  private readonly serving = new Map<string, Promise<void>>();

  constructor(private readonly network: Network) {}

  /** The agent in a namespace. */
  agent(namespace: Namespace): Agent {
    const agent = this.agents.get(namespace.name) ?? Agent.start(namespace);
    this.agents.set(namespace.name, agent);
    return agent;
  }

  /** Has a place answer, over TCP and UDP. */
  serve(namespace: Namespace, port = ECHO_PORT): Promise<void> {
    const key = `${namespace.name} ${port}`;
    const served = this.serving.get(key) ?? this.listen(namespace, port);
    this.serving.set(key, served);
    return served;
  }

  /** Sends flows, each once. */
  async send(sending: Sending, settings?: SendSettings): Promise<Sent> {
    const flows = await this.prepare(sending);
    return new Sent(await this.agent(sending.from).send(flows, settings), this.network);
  }

  /** Opens flows and keeps them open. */
  async hold(sending: Sending, settings?: SendSettings): Promise<Held> {
    const flows = await this.prepare(sending);
    return this.agent(sending.from).hold(flows, settings);
  }

  /** Ends the agents. */
  async stop(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.stop()));
  }

  private async listen(namespace: Namespace, port: number): Promise<void> {
    const agent = this.agent(namespace);
    await Promise.all([agent.listen({ protocol: "tcp", port }), agent.listen({ protocol: "udp", port })]);
  }

  private async prepare({
    protocol,
    from,
    sources = [],
    destinations,
    ...rest
  }: Sending): Promise<TrafficFlow[]> {
    const { count = Math.max(sources.length, destinations.length), port = ECHO_PORT } = rest;
    const lan = this.network.lans.find(({ namespace }) => namespace.name === from.name);
    await lan?.introduce(sources);
    return pairs(sources.length === 0 ? [undefined] : sources, destinations, count).map(([source, to]) => ({
      protocol,
      from: source,
      fromPort: takeSourcePort(),
      to,
      toPort: port,
    }));
  }
}

/** What became of flows that were sent together. */
export class Sent {
  constructor(
    readonly answers: readonly FlowAnswer[],
    private readonly network: Network,
  ) {}

  get answered(): readonly FlowAnswer[] {
    return this.answers.filter(({ ok }) => ok);
  }

  get failed(): readonly FlowAnswer[] {
    return this.answers.filter(({ ok }) => !ok);
  }

  /** How many answered flows the far end saw come from each address. */
  get bySource(): ReadonlyMap<string, number> {
    return countBy(this.answered, ({ seenAs }) => seenAs?.address ?? "");
  }

  /** How many answered flows took each WAN, by the address that the far end saw; `other` has what no WAN's router sent. */
  get byWan(): ReadonlyMap<string, number> {
    return countBy(this.answered, (answer) => this.wanOf(answer) ?? "other");
  }

  /**
   * For flows from outside: how many had replies that came to each ISP, whether it let them through or dropped them for
   * their source. Counts what came since the ISPs' last reset.
   */
  async byReturn(): Promise<ReadonlyMap<string, number>> {
    // By the port too: an earlier flow of the same address may still be saying goodbye.
    const outside = new Set(this.answers.map(({ flow }) => `${flow.from}:${flow.fromPort}`));
    const counts = this.network.wans.map(async (isp): Promise<[string, number]> => {
      const { flows, foreignFlows } = await isp.observe();
      const replied = [...flows, ...foreignFlows].map(
        (seen) => `${seen.destination}:${seen.destinationPort}`,
      );
      return [isp.name, new Set(replied.filter((end) => outside.has(end))).size];
    });
    return new Map(await Promise.all(counts));
  }

  /** How many flows failed of each error. */
  get byError(): ReadonlyMap<string, number> {
    return countBy(this.failed, ({ error }) => error ?? "");
  }

  /** The WAN whose address the far end saw. */
  wanOf({ seenAs }: FlowAnswer): string | undefined {
    return this.network.wans.find(({ publicAddress }) => publicAddress === seenAs?.address)?.name;
  }
}

function countBy(answers: readonly FlowAnswer[], key: (answer: FlowAnswer) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) {
    counts.set(key(answer), (counts.get(key(answer)) ?? 0) + 1);
  }
  return counts;
}
