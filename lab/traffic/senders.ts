import { begin, type Exchange } from "./flow-exchange";
import { type FlowAnswer, readAnswer, type SendOptions, type TrafficFlow } from "./messages";

/** A flow that was asked once, and what it needs to be asked again. */
export interface Opened {
  readonly exchange: Exchange;
  readonly answer: FlowAnswer;
  /** Hears what comes after the first answer. */
  listen(line: (line: string) => void, error: (code: string) => void): void;
}

let tokens = 0;
// Tokens of two agents differ, as both may ask one server.
const nextToken = (): string => `${process.pid}.${tokens++}`;

/** Begins every flow, a bounded number at once, and asks each one question; none is asked twice. */
export async function openAll({ flows, concurrency, timeoutMs }: SendOptions): Promise<Opened[]> {
  const opened: Opened[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < flows.length; i = next++) {
      opened[i] = await open(flows[i] as TrafficFlow, timeoutMs);
      if (!opened[i]?.answer.ok) {
        opened[i]?.exchange.close();
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return opened;
}

/** Begins every flow, asks, and closes it as soon as it is answered. */
export async function sendAll({ flows, concurrency, timeoutMs }: SendOptions): Promise<FlowAnswer[]> {
  const answers: FlowAnswer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < flows.length; i = next++) {
      const { exchange, answer } = await open(flows[i] as TrafficFlow, timeoutMs);
      exchange.close();
      answers[i] = answer;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return answers;
}

/** Begins a flow and asks one question; resolves with the answer, the error, or the end of the time. */
function open(flow: TrafficFlow, timeoutMs: number): Promise<Opened> {
  const token = nextToken();
  const start = performance.now();
  return new Promise((resolve) => {
    let onLine: (line: string) => void = (line) => settle({ ok: true, seenAs: readAnswer(line).seenAs });
    let onError: (code: string) => void = (error) => settle({ ok: false, error });
    const timer = setTimeout(() => onError("timeout"), timeoutMs);
    const exchange = begin(flow, {
      open: () => exchange.ask(token),
      line: (line) => onLine(line),
      // A socket that cannot be bound says so at once, before there is an exchange to close.
      error: (code) => queueMicrotask(() => onError(code)),
    });
    const settle = (outcome: Pick<FlowAnswer, "ok" | "error" | "seenAs">): void => {
      clearTimeout(timer);
      onLine = () => {};
      onError = () => {};
      const answer = { flow, token, ...outcome, ms: Math.round((performance.now() - start) * 10) / 10 };
      const listen: Opened["listen"] = (line, error) => {
        onLine = line;
        onError = error;
      };
      resolve({ exchange, answer, listen });
    };
  });
}

export { nextToken };
