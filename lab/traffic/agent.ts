import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import spawn from "cross-spawn";
import type { Namespace } from "../network";
import type {
  FlowAnswer,
  FlowReply,
  ListenOptions,
  Pulse,
  Request,
  Requests,
  SendOptions,
  TrafficFlow,
  Visit,
} from "./messages";

/** What holds for flows that are sent together. */
export type SendSettings = Partial<Omit<SendOptions, "flows">>;

/** So many that neither a socket's buffer nor the queue before an unknown neighbour runs over. */
const DEFAULT_CONCURRENCY = 128;
/** An answer that comes is there at once; on a busy machine it may be late. Callers that expect losses wait less. */
const DEFAULT_TIMEOUT_MS = 30_000;

const MOST_FLOWS = 65_536;
const MOST_CONCURRENCY = 4096;
const LONGEST_TIMEOUT_MS = 60_000;

/** A program inside a namespace that serves and sends there. */
export class Agent {
  private readonly waiting = new Map<
    number,
    { resolve(result: unknown): void; reject(error: Error): void }
  >();
  private requests = 0;
  private readonly ended: Promise<void>;

  private constructor(
    private readonly namespace: Namespace,
    private readonly child: ChildProcess,
  ) {
    const errors: string[] = [];
    child.stderr?.on("data", (chunk) => errors.push(String(chunk)));
    createInterface({ input: child.stdout as Readable }).on("line", (line) => this.hear(JSON.parse(line)));
    child.stdin?.on("error", () => {});
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.abandon(`The agent in ${namespace.name} ended. ${errors.join("").trim()}`.trim());
        resolve();
      };
      child.once("error", end);
      child.once("close", end);
    });
  }

  static start(namespace: Namespace): Agent {
    const [program = "", ...entry] = namespace.entry;
    const node = [process.execPath, "--require", require.resolve("tsx/cjs")];
    const child = spawn(program, [...entry, ...node, join(__dirname, "agent-program.ts")], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    return new Agent(namespace, child);
  }

  /** Opens a server that answers each client with the address and port that it sees. */
  async listen(options: ListenOptions): Promise<void> {
    await this.request("listen", options);
  }

  /** Sends flows, each once, and says what became of each, in their order. */
  send(flows: readonly TrafficFlow[], settings?: SendSettings): Promise<FlowAnswer[]> {
    return this.request("send", bounded(flows, settings));
  }

  /** Opens flows and keeps open what is answered. */
  async hold(flows: readonly TrafficFlow[], settings?: SendSettings): Promise<Held> {
    const group = String(this.requests);
    const answers = await this.request("hold", { ...bounded(flows, settings), group });
    return {
      answers,
      pulse: (withinMs = DEFAULT_TIMEOUT_MS) => this.request("pulse", { group, withinMs }),
      release: async () => {
        await this.request("release", { group });
      },
    };
  }

  /** What the servers saw since this was last asked, whether or not their answer arrived. */
  takeVisits(): Promise<Visit[]> {
    return this.request("visits", {});
  }

  /** Ends the program, and with it its servers and flows. */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }

  private request<Name extends keyof Requests>(
    name: Name,
    options: Requests[Name]["takes"],
  ): Promise<Requests[Name]["gives"]> {
    const request: Request = { id: this.requests++, name, options };
    return new Promise((resolve, reject) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        reject(new Error(`The agent in ${this.namespace.name} has ended.`));
        return;
      }
      this.waiting.set(request.id, { resolve: resolve as (result: unknown) => void, reject });
      (this.child.stdin as Writable).write(`${JSON.stringify(request)}\n`);
    });
  }

  private hear(reply: FlowReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ("error" in reply) {
      waiting?.reject(new Error(`In ${this.namespace.name}: ${reply.error}`));
    } else {
      waiting?.resolve(reply.result);
    }
  }

  private abandon(message: string): void {
    for (const { reject } of this.waiting.values()) {
      reject(new Error(message));
    }
    this.waiting.clear();
  }
}

/** Flows that are kept open. */
export interface Held {
  /** How each of the flows began; those that failed are not kept. */
  readonly answers: readonly FlowAnswer[];
  /** Sends on every flow, and says how each does, at the latest after `withinMs`; 30 seconds where nothing is said. */
  pulse(withinMs?: number): Promise<Pulse[]>;
  /** Closes them. */
  release(): Promise<void>;
}

function bounded(flows: readonly TrafficFlow[], settings: SendSettings = {}): SendOptions {
  const { concurrency = DEFAULT_CONCURRENCY, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  if (flows.length > MOST_FLOWS) {
    throw new Error(`${flows.length} flows are too many: ${MOST_FLOWS} at once.`);
  }
  if (concurrency > MOST_CONCURRENCY || timeoutMs > LONGEST_TIMEOUT_MS) {
    throw new Error(`At most ${MOST_CONCURRENCY} flows at once, and ${LONGEST_TIMEOUT_MS} ms for each.`);
  }
  return { flows, concurrency, timeoutMs };
}
