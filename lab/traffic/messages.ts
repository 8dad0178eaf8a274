/** What a program and its agents in namespaces say to one another: one JSON object a line. */

export type Protocol = "tcp" | "udp";

/** A connection or an exchange of datagrams to be had. */
export interface TrafficFlow {
  readonly protocol: Protocol;
  /** An address of the sender; without one the kernel chooses. */
  readonly from?: string;
  /** Without one the kernel chooses. */
  readonly fromPort?: number;
  readonly to: string;
  readonly toPort: number;
  /** Sends datagrams without being connected, so that each asks for its way once and takes the source that belongs to it. */
  readonly unconnected?: true;
}

/** An end of a flow. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What became of a flow. */
export interface FlowAnswer {
  readonly flow: TrafficFlow;
  /** What the flow carries, by which both ends know it. */
  readonly token: string;
  readonly ok: boolean;
  /** Why there is no answer: a code such as `ECONNREFUSED`, or `timeout`. */
  readonly error?: string;
  /** The source of the flow as the far end saw it. */
  readonly seenAs?: Endpoint;
  /** How long the answer took, or the failure. */
  readonly ms: number;
}

/** What a server saw of a flow, answered or not. */
export interface Visit {
  readonly protocol: Protocol;
  readonly token: string;
  readonly seenAs: Endpoint;
}

/** How a flow that is kept open does. */
export interface Pulse {
  readonly flow: TrafficFlow;
  /** `moved`: answered, and the far end sees another source than at first. `silent`: no error and no answer in time. */
  readonly state: "alive" | "moved" | "broken" | "silent";
  readonly error?: string;
  readonly seenAs?: Endpoint;
}

/** A server that answers each client with the address and port that it sees. */
export interface ListenOptions {
  readonly protocol: Protocol;
  readonly port: number;
  /** Where a namespace does not answer from the address that was asked by itself, each address needs its own socket. */
  readonly addresses?: readonly string[];
}

export interface SendOptions {
  readonly flows: readonly TrafficFlow[];
  /** How many flows are under way at once. */
  readonly concurrency: number;
  /** How long a flow waits for its answer. */
  readonly timeoutMs: number;
}

/** The requests an agent knows: what each takes, and what it gives back. */
export interface Requests {
  readonly listen: { readonly takes: ListenOptions; readonly gives: null };
  readonly send: { readonly takes: SendOptions; readonly gives: FlowAnswer[] };
  /** Like `send`, and keeps the flows that were answered open. */
  readonly hold: { readonly takes: SendOptions & { readonly group: string }; readonly gives: FlowAnswer[] };
  readonly pulse: {
    readonly takes: { readonly group: string; readonly withinMs: number };
    readonly gives: Pulse[];
  };
  readonly release: { readonly takes: { readonly group: string }; readonly gives: null };
  /** The visits since the last such request. */
  readonly visits: { readonly takes: Record<string, never>; readonly gives: Visit[] };
}

export interface Request {
  readonly id: number;
  readonly name: keyof Requests;
  readonly options: unknown;
}

export type FlowReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

/** What a client sends, and what it gets: its token, and the source that the far end saw. */
export const question = (token: string): string => `${token}\n`;
export const answerFlow = (token: string, { address, port }: Endpoint): string =>
  `${token} ${address} ${port}\n`;
export function readAnswer(line: string): { readonly token: string; readonly seenAs: Endpoint } {
  const [token = "", address = "", port = ""] = line.trim().split(" ");
  return { token, seenAs: { address, port: Number(port) } };
}
