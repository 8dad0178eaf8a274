import type { Namespace } from "./namespace";

/** A flow as the ISP saw it come from the router. */
export interface SeenFlow {
  readonly protocol: "tcp" | "udp";
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly packets: number;
}

/** What one ISP saw come from the router since its counters were reset. */
export interface Ingress {
  /** Packets of any kind by source address, those that were not let through included. */
  readonly packets: ReadonlyMap<string, number>;
  /** The flows of the ISP's own customer, replies to flows from outside among them. */
  readonly flows: readonly SeenFlow[];
  /** Flows with a source that is not the customer's; the ISP dropped all of their packets. */
  readonly foreignFlows: readonly SeenFlow[];
  /** Packets with a source that is not the customer's, of any kind. */
  readonly foreignPackets: number;
}

/** More flows than any test sends; the kernel refuses elements beyond. */
const MOST_FLOWS = 262_144;

/**
 * The door at which an ISP's customer comes in: everything is counted by source and by flow, then what does not come
 * from the customer's address is dropped. At the port itself, so that packets for neighbours are counted too.
 */
export function ingressRuleset(port: string, customer: string): string {
  return `
table netdev door {
  set sources {
    type ipv4_addr
    flags dynamic
    size ${MOST_FLOWS}
    counter
  }
  set flows {
    type inet_proto . ipv4_addr . inet_service . ipv4_addr . inet_service
    flags dynamic
    size ${MOST_FLOWS}
    counter
  }
  set customers {
    type ipv4_addr
    elements = { ${customer} }
  }
  chain ingress {
    type filter hook ingress device "${port}" priority 0; policy accept;
    meta protocol != ip accept
    add @sources { ip saddr counter }
    meta l4proto { tcp, udp } add @flows { meta l4proto . ip saddr . th sport . ip daddr . th dport counter }
    ip saddr 0.0.0.0 udp sport 68 udp dport 67 accept
    ip saddr != @customers drop
  }
}`;
}

/** Lets another address in, and the old one no longer. */
export async function readdressIngress(isp: Namespace, customer: string): Promise<void> {
  await isp.nft(`flush set netdev door customers\nadd element netdev door customers { ${customer} }`);
}

/** Lets another address in, too. */
export async function admitIngress(isp: Namespace, customer: string): Promise<void> {
  await isp.nft(`add element netdev door customers { ${customer} }`);
}

export async function resetIngress(isp: Namespace): Promise<void> {
  await isp.nft("flush set netdev door sources\nflush set netdev door flows");
}

export async function readIngress(isp: Namespace, customers: readonly string[]): Promise<Ingress> {
  const sets = (await isp.nftList("table", "netdev", "door")).flatMap(({ set }) =>
    set ? [set as NftSet] : [],
  );
  const elementsOf = (name: string): NftElement[] => sets.find((set) => set.name === name)?.elem ?? [];
  const packets = new Map(
    elementsOf("sources").map(({ elem }): [string, number] => [String(elem.val), elem.counter.packets]),
  );
  const flows = elementsOf("flows").map(readFlow);
  return {
    packets,
    flows: flows.filter(({ source }) => customers.includes(source)),
    foreignFlows: flows.filter(({ source }) => !customers.includes(source)),
    foreignPackets: [...packets].reduce(
      (sum, [source, n]) => (customers.includes(source) ? sum : sum + n),
      0,
    ),
  };
}

interface NftSet {
  readonly name: string;
  readonly elem?: NftElement[];
}

interface NftElement {
  readonly elem: {
    readonly val: string | { readonly concat: (string | number)[] };
    readonly counter: { readonly packets: number };
  };
}

function readFlow({ elem }: NftElement): SeenFlow {
  const { concat } = elem.val as { concat: (string | number)[] };
  const [protocol, source, sourcePort, destination, destinationPort] = concat;
  return {
    protocol: protocol as "tcp" | "udp",
    source: String(source),
    sourcePort: Number(sourcePort),
    destination: String(destination),
    destinationPort: Number(destinationPort),
    packets: elem.counter.packets,
  };
}
