import type { InterfaceMenu, InterfaceRow } from "../../menus/interface-kinds";
import type { Values } from "../../menus/menu";
import { MOST_PORTS } from "../ruleset/marks";

/** Names of interfaces, which clients may change, and of the network devices behind them, which stay. */
export class Devices {
  private readonly byName: ReadonlyMap<string, InterfaceRow>;

  /** @param peers the other end of each device that has exactly one, by device */
  constructor(
    private readonly interfaces: readonly InterfaceRow[],
    private readonly peers: ReadonlyMap<string, string>,
  ) {
    this.byName = new Map(interfaces.map((row) => [row.values["name"] ?? "", row]));
  }

  /** All devices: ports first, then what is made of them. */
  get all(): readonly string[] {
    return this.interfaces.map(({ values }) => deviceOf(values));
  }

  get portNames(): readonly string[] {
    return [...this.byName.keys()];
  }

  get rows(): readonly InterfaceRow[] {
    return this.interfaces;
  }

  ofKind(menu: InterfaceMenu): readonly string[] {
    return this.interfaces.filter((row) => row.menu === menu).map(({ values }) => deviceOf(values));
  }

  /** A number that is the device's own for as long as its row lives. */
  placeOf(device: string): number {
    const row = this.interfaces.find(({ values }) => deviceOf(values) === device);
    // What was made for a row has its id in its name, and may outlive it for a moment.
    const id = row?.id.slice(1) ?? device.slice(device.lastIndexOf(".") + 1);
    const place = Number.parseInt(id, 16) - 1;
    if (!(place < MOST_PORTS)) {
      throw new Error("the lab router has run out of numbers for interfaces");
    }
    return place;
  }

  /** The device of an interface that is there. */
  of(name: string): string {
    const row = this.byName.get(name);
    if (row === undefined) {
      throw new Error(`there is no port ${name}`);
    }
    return deviceOf(row.values);
  }

  /** The address at the other end of an interface, if it has exactly one other end. */
  peerOf(name: string): string | undefined {
    return this.peers.get(this.of(name));
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }
}

/** The device of an interface: the name it was made with. */
export const deviceOf = (values: Values): string => values["default-name"] ?? "";

/** Devices of rows that made them; others in the namespace are somebody else's. */
export const isMade = (device: string): boolean => /^(bridge|pppoe|vlan)\.[0-9A-F]+$/.test(device);

/** A device that runs only while somebody at the other end has given it an address. */
export const needsSession = (device: string): boolean => device.startsWith("pppoe.");
