import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { answerFlow, type Endpoint, type ListenOptions, type Protocol, type Visit } from "./messages";
import { eachLine, withoutLookup } from "./sockets";

/** More visits than any test makes; the oldest are forgotten beyond. */
const MOST_VISITS = 262_144;

/** The servers of one namespace: each answers a client with the address and port that it sees, and remembers them. */
export class Servers {
  private visits: Visit[] = [];

  /** Opens a server; it answers once this resolves. */
  async listen({ protocol, port, addresses = ["0.0.0.0"] }: ListenOptions): Promise<void> {
    const listen = protocol === "tcp" ? this.listenTcp : this.listenUdp;
    for (const address of addresses) {
      await listen.call(this, address, port);
    }
  }

  takeVisits(): Visit[] {
    const visits = this.visits;
    this.visits = [];
    return visits;
  }

  private async listenTcp(host: string, port: number): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => this.serve(socket));
    const listening = once(server, "listening");
    server.listen({ host, port, backlog: 4096 });
    await listening;
  }

  private serve(socket: Socket): void {
    const peer = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
    // A connection that breaks is its client's news.
    socket.on("error", () => socket.destroy());
    eachLine(socket, (token) => {
      this.note("tcp", token, peer);
      socket.write(answerFlow(token, peer));
    });
  }

  private async listenUdp(address: string, port: number): Promise<void> {
    const socket = createSocket({ type: "udp4", lookup: withoutLookup, recvBufferSize: 4 * 1024 * 1024 });
    socket.on("message", (message, peer) => {
      const token = message.toString("latin1").trim();
      this.note("udp", token, peer);
      socket.send(answerFlow(token, peer), peer.port, peer.address, () => {});
    });
    const listening = once(socket, "listening");
    socket.bind({ address, port });
    await listening;
    socket.on("error", () => {});
  }

  private note(protocol: Protocol, token: string, { address, port }: Endpoint): void {
    if (this.visits.length >= MOST_VISITS) {
      this.visits = this.visits.slice(MOST_VISITS / 2);
    }
    this.visits.push({ protocol, token, seenAs: { address, port } });
  }
}
