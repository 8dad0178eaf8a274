/**
 * How marks fit into the kernel's two numbers of 32 bits. A packet carries its routing mark, which is the number of
 * a table, in the lower half and its packet mark in the upper one. A connection carries its connection mark in the
 * lower 23 bits, in the next whether it is FastTracked, and above them the port that it is masqueraded on, so that the
 * port's connections can be forgotten.
 */

const ROUTING_BITS = 0x0000ffff;
const PACKET_BITS = 0xffff0000;
const PACKET_SHIFT = 0x10000;
const CONNECTION_BITS = 0x007fffff;
const FASTTRACK_BIT = 0x00800000;
const PORT_BITS = 0xff000000;
const PORT_SHIFT = 0x1000000;

/** More ports than these cannot be told apart in a connection's mark. */
export const MOST_PORTS = 0xff;

const hex = (number: number): string => `0x${number.toString(16).padStart(8, "0")}`;

/** A routing mark as `ip rule` matches it. */
export const routingMark = (table: number): string => `${table}/${ROUTING_BITS}`;

/** A masqueraded connection's port as `conntrack` matches it, by the port's place. */
export const portMark = (place: number): string => `${(place + 1) * PORT_SHIFT}/${PORT_BITS}`;

/** Statements and expressions of nftables about marks. */
export const nft = {
  setConnection: (mark: number): string =>
    `ct mark set ct mark & ${hex(PORT_BITS + FASTTRACK_BIT)} | ${hex(mark)}`,
  setPort: (place: number): string =>
    `ct mark set ct mark & ${hex(CONNECTION_BITS + FASTTRACK_BIT)} | ${hex((place + 1) * PORT_SHIFT)}`,
  setRouting: (table: number): string => `meta mark set meta mark & ${hex(PACKET_BITS)} | ${hex(table)}`,
  setPacket: (mark: number): string =>
    `meta mark set meta mark & ${hex(ROUTING_BITS)} | ${hex(mark * PACKET_SHIFT)}`,
  fasttrack: `ct mark set ct mark | ${hex(FASTTRACK_BIT)}`,
  isFasttracked: `ct mark & ${hex(FASTTRACK_BIT)} != 0`,
  connection: `ct mark & ${hex(CONNECTION_BITS)}`,
  routing: `meta mark & ${hex(ROUTING_BITS)}`,
  packet: `meta mark & ${hex(PACKET_BITS)}`,
  packetValue: (mark: number): string => hex(mark * PACKET_SHIFT),
};

/** Numbers for names, the same ones for as long as the router lives; 0 is `no-mark`. */
export class MarkNumbers {
  private readonly names: string[] = ["no-mark"];

  constructor(private readonly most: number) {}

  of(name: string): number {
    const known = this.names.indexOf(name);
    if (known !== -1) {
      return known;
    }
    if (this.names.length > this.most) {
      throw new Error("the lab router has run out of marks");
    }
    return this.names.push(name) - 1;
  }

  /** The name of a number, or undefined for none. */
  nameOf(number: number): string | undefined {
    return number === 0 ? undefined : this.names[number];
  }
}

export const connectionMarkOf = (ctMark: number): number => ctMark & CONNECTION_BITS;
export const isFasttracked = (ctMark: number): boolean => (ctMark & FASTTRACK_BIT) !== 0;
export const MOST_CONNECTION_MARKS = CONNECTION_BITS;
export const MOST_PACKET_MARKS = ROUTING_BITS;
