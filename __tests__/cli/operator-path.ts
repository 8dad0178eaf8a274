import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** The path from an operator to a router, which a test can cut. */
export class OperatorPath {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on("connection", (socket) => this.accept(socket));
  }

  /** Opens a path to a port of this machine. */
  public static async to(port: number): Promise<OperatorPath> {
    const server = createServer();
    const path = new OperatorPath(server, port);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return path;
  }

  public get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Nothing passes any more, in either direction. */
  public cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  public mend(): void {
    this.isCut = false;
  }

  public async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: Socket): void {
    if (this.isCut) {
      socket.destroy();
      return;
    }
    const router = dial(this.port, "127.0.0.1");
    for (const one of [socket, router]) {
      this.sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        this.sockets.delete(one);
        socket.destroy();
        router.destroy();
      });
    }
    socket.pipe(router);
    router.pipe(socket);
  }
}
