import { createSocket } from "node:dgram";
import { createConnection } from "node:net";
import { question, type TrafficFlow } from "./messages";
import { codeOf, eachLine, withoutLookup } from "./sockets";

/** What a flow hears; lines and errors may come at any time, and an error is the last. */
export interface Ears {
  /** The flow is open: what is sent from now on leaves. */
  readonly open: () => void;
  readonly line: (line: string) => void;
  readonly error: (code: string) => void;
}

/** An open flow, seen from the side that began it. */
export interface Exchange {
  ask(token: string): void;
  close(): void;
}

/** Begins a flow. */
export function begin(flow: TrafficFlow, ears: Ears): Exchange {
  return flow.protocol === "tcp" ? connect(flow, ears) : exchangeDatagrams(flow, ears);
}

function connect(flow: TrafficFlow, ears: Ears): Exchange {
  const socket = createConnection({
    host: flow.to,
    port: flow.toPort,
    localAddress: flow.from,
    localPort: flow.fromPort,
    noDelay: true,
  });
  let error = "closed by the far end";
  socket.on("connect", ears.open);
  socket.on("error", (cause) => {
    error = codeOf(cause);
  });
  socket.on("close", () => ears.error(error));
  eachLine(socket, ears.line);
  return {
    ask: (token) => socket.write(question(token)),
    close: () => socket.destroy(),
  };
}

function exchangeDatagrams(flow: TrafficFlow, ears: Ears): Exchange {
  const socket = createSocket({ type: "udp4", lookup: withoutLookup });
  socket.on("message", (message) => ears.line(message.toString("latin1")));
  socket.on("error", (error) => ears.error(codeOf(error)));
  // A connected socket reports ICMP errors, and receives only from the far end.
  socket.on("connect", ears.open);
  socket.on("listening", () => {
    if (flow.unconnected === true) {
      // At once, before there is an exchange to ask.
      queueMicrotask(ears.open);
    } else {
      socket.connect(flow.toPort, flow.to);
    }
  });
  socket.bind({ address: flow.from, port: flow.fromPort });
  return {
    ask: (token) => {
      const sent = (error: Error | null) => error && ears.error(codeOf(error));
      if (flow.unconnected === true) {
        socket.send(question(token), flow.toPort, flow.to, sent);
      } else {
        socket.send(question(token), sent);
      }
    },
    close: () => {
      // What the kernel still has to say comes to closed ears, and closing twice is no harm.
      socket.removeAllListeners("error").on("error", () => {});
      try {
        socket.close();
      } catch {}
    },
  };
}
