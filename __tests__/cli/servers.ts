import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** What a server does with a connection; nothing where it only listens. */
export type Behaviour = (socket: Socket) => void;

/** Runs something beside a server on this machine, and ends both. */
export async function withServer<Result>(
  behave: Behaviour,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => server.close(resolve));
  }
}

/** An answer to each request, with a body. */
export function answering(
  body: string,
  head = "HTTP/1.1 200 OK\r\ncontent-type: application/json",
): Behaviour {
  const text = `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  return (socket) => socket.on("data", () => socket.write(text));
}

/** The beginning of an answer, and then the same piece again and again for as long as it is read. */
export function endless(head: string, piece: string): Behaviour {
  return (socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write(piece)) {
        // Until the buffer is full.
      }
    };
    socket.once("data", () => {
      socket.on("drain", write);
      socket.write(head);
      write();
    });
  };
}

/** The beginning of an answer, and then a piece of it every few milliseconds. */
export function dripping(head: string, piece: string): Behaviour {
  return (socket) => {
    socket.once("data", () => {
      socket.write(head);
      const timer = setInterval(() => socket.write(piece), 20);
      socket.on("close", () => clearInterval(timer));
    });
  };
}
