import { addressOf } from "../../lib/routeros/ipv4";
import { AddressBlock } from "./block";

/** An uplink of the router, and the ISP at its other end. */
export interface WanDescription {
  /** The router's port. */
  readonly name: string;
  /** The address that the ISP gave the router, with its network. The network does not set it on the port. */
  readonly routerAddress: string;
  /** The ISP's first hop. */
  readonly gateway: string;
  /** How the router comes to its address: somebody writes it there, which is the default, or the ISP's server lends it. */
  readonly addressing?: "dhcp" | "static";
  /**
   * What kind of link leads to the ISP: Ethernet, which is the default, or one without ARP that has one other end, as an LTE
   * modem's has; there are no other customers on that one.
   */
  readonly link?: "ethernet" | "point-to-point";
  /** A resolver of the ISP's own. */
  readonly resolver?: ResolverDescription;
  /**
   * Whether the ISP uses carrier-grade NAT: then no host on the Internet can open a connection to the router, and
   * another WAN may have the same addresses. Otherwise, the Internet reaches the router at its own address.
   *
   * @default - the router's address is public
   */
  readonly carrierNat?: boolean;
}

/** A resolver that answers an ISP's own customers only: by way of another ISP it is not reached. */
export interface ResolverDescription {
  /** In the WAN's network, or in none of the description's. */
  readonly address: string;
  /** Names that it knows, with their addresses; it knows no others. */
  readonly names: Readonly<Record<string, string>>;
}

/** A LAN of the router. */
export interface LanDescription {
  /** The router's port. */
  readonly name: string;
  /** The address that the router is to have there, with its network. The network does not set it on the port. */
  readonly routerAddress: string;
  /** Prefixes or addresses that hosts have; without any, the largest part of the LAN that the router is not in. */
  readonly hosts?: readonly string[];
}

/** Everything around a router. */
export interface NetworkDescription {
  readonly wans: readonly WanDescription[];
  readonly lans: readonly LanDescription[];
  /** Prefixes or addresses that answer somewhere in the Internet. */
  readonly internet?: readonly string[];
  /** Where the operator reaches the router. */
  readonly management?: ManagementDescription;
}

/** The link between the operator and the router. */
export interface ManagementDescription {
  /** The router's port. */
  readonly name: string;
  readonly routerAddress: string;
  readonly operatorAddress: string;
}

/** Benchmarking and documentation prefixes, and two resolvers that people configure. */
export const DEFAULT_INTERNET = ["198.18.0.0/15", "203.0.113.0/24", "198.51.100.0/24", "9.9.9.9", "1.1.1.1"];

export const DEFAULT_MANAGEMENT: ManagementDescription = {
  name: "mgmt",
  routerAddress: "10.255.255.1/30",
  operatorAddress: "10.255.255.2/30",
};

/** Between the ISPs and the Internet; part of what is set aside for carriers. */
export const TRANSIT = AddressBlock.parse("100.127.0.0/16");

/** How many uplinks fit between the ISPs and the Internet, and more than anybody has. */
const MOST_WANS = 64;

/** Throws one sentence about the first thing in a description that can not be built. */
export function checkDescription(description: NetworkDescription): void {
  const ports = portsOf(description);
  for (const name of ports) {
    checkName(name, ports);
  }
  if (description.wans.length > MOST_WANS) {
    throw new Error(`A network has ${MOST_WANS} WANs at most.`);
  }
  for (const wan of description.wans) {
    checkWan(wan);
  }
  for (const lan of description.lans) {
    checkLan(lan);
  }
  const taken: [string, AddressBlock][] = [["the links of the ISPs", TRANSIT]];
  const isHidden = (owner: string): boolean =>
    description.wans.some(({ name, carrierNat }) => name === owner && carrierNat === true);
  const isWan = (owner: string): boolean => description.wans.some(({ name }) => name === owner);
  for (const [owner, block] of blocksOf(description)) {
    // Prefixes of the same owner may overlap, and so may WANs behind carrier-grade NAT: the Internet does not see them.
    const other = taken.find(
      ([name, theirs]) =>
        name !== owner &&
        theirs.overlaps(block) &&
        !(isWan(name) && isWan(owner) && (isHidden(name) || isHidden(owner))),
    );
    if (other !== undefined) {
      throw new Error(`${owner} (${block}) and ${other[0]} (${other[1]}) overlap.`);
    }
    taken.push([owner, block]);
  }
}

function portsOf({ wans, lans, management }: NetworkDescription): string[] {
  return [...wans, ...lans, management ?? DEFAULT_MANAGEMENT].map((link) => link.name);
}

function checkName(name: string, all: readonly string[]): void {
  // The kernel takes 15 characters, and the names become parts of commands and of names of namespaces.
  if (!/^[A-Za-z0-9][\w.-]{0,14}$/.test(name) || name === "lo") {
    throw new Error(`"${name}" can not name a port in the lab's network.`);
  }
  if (all.filter((other) => other === name).length > 1) {
    throw new Error(`Two ports are named ${name}.`);
  }
}

function checkWan({ name, routerAddress, gateway, resolver }: WanDescription): void {
  if (!AddressBlock.parse(routerAddress).contains(gateway) || addressOf(routerAddress) === gateway) {
    throw new Error(`${name}: the gateway ${gateway} is no neighbour of ${routerAddress}.`);
  }
  if (resolver !== undefined && [gateway, addressOf(routerAddress)].includes(resolver.address)) {
    throw new Error(`${name}: the resolver ${resolver.address} is the address of somebody else.`);
  }
}

function checkLan({ name, routerAddress, hosts = [] }: LanDescription): void {
  const doubtful = hosts.find((block) => AddressBlock.parse(block).contains(addressOf(routerAddress)));
  if (doubtful !== undefined) {
    throw new Error(`${name}: the hosts ${doubtful} hold the router's own address.`);
  }
}

function blocksOf(description: NetworkDescription): [string, AddressBlock][] {
  const { wans, lans, management = DEFAULT_MANAGEMENT, internet = DEFAULT_INTERNET } = description;
  return [
    ...[...wans, ...lans, management].map((link): [string, AddressBlock] => [
      link.name,
      AddressBlock.parse(link.routerAddress),
    ]),
    ...wans.flatMap(({ name, routerAddress, resolver }): [string, AddressBlock][] =>
      resolver === undefined || AddressBlock.parse(routerAddress).contains(resolver.address)
        ? []
        : [[`the resolver of ${name}`, AddressBlock.parse(resolver.address)]],
    ),
    ...internet.map((text): [string, AddressBlock] => ["the Internet", AddressBlock.parse(text)]),
  ];
}
