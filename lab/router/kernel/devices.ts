import type { Values } from "../menus/menu";

/** Names of ports, which clients may change, and of the network devices behind them, which stay. */
export class Devices {
  private readonly byPort: ReadonlyMap<string, string>;

  constructor(private readonly ports: readonly Values[]) {
    this.byPort = new Map(ports.map((port) => [port["name"] ?? "", deviceOf(port)]));
  }

  /** All devices, in the order of the ports. */
  get all(): readonly string[] {
    return this.ports.map(deviceOf);
  }

  get portNames(): readonly string[] {
    return [...this.byPort.keys()];
  }

  /** The device of a port that is there. */
  of(port: string): string {
    const device = this.byPort.get(port);
    if (device === undefined) {
      throw new Error(`there is no port ${port}`);
    }
    return device;
  }

  has(port: string): boolean {
    return this.byPort.has(port);
  }
}

/** The device of a port: the name it was made with. */
export const deviceOf = (port: Values): string => port["default-name"] ?? "";
