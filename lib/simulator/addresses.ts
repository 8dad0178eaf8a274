import { groupBy } from "../collections/group-by";
import { fromNumber, parseCidr, toNumber } from "../routeros/address-ranges";
import type { Prefix } from "../routeros/ipv4";
import type { Interfaces } from "./circumstances";
import { CannotTell, type ModelRow, type RouterModel, UNKNOWN, type Unknown } from "./model";
import { orCannotTell } from "./packets/trace";

/** An address of the router. */
export interface OwnAddress {
  readonly row: ModelRow;
  readonly address: string | Unknown;
  /** The network that the row names, which need not be the one that the address lies in. */
  readonly network: Prefix | Unknown;
  readonly interface: string;
}

/** What kind of address it is, in the words of `dst-address-type`. */
export type AddressType = "local" | "broadcast" | "multicast" | "unicast";

/** The router's own addresses. */
export class Addresses {
  public readonly own: readonly OwnAddress[];
  private readonly byAddress = new Map<string | Unknown, OwnAddress>();
  private readonly byInterface: ReadonlyMap<string, readonly OwnAddress[]>;
  /** The first row whose address anything may be. */
  private readonly undetermined?: OwnAddress;
  private readonly broadcasts: ReadonlySet<string>;

  public constructor(
    router: RouterModel,
    private readonly interfaces: Interfaces,
  ) {
    this.own = router.memo(ownAddresses);
    for (const own of this.own) {
      if (!this.byAddress.has(own.address)) {
        this.byAddress.set(own.address, own);
      }
    }
    this.byInterface = groupBy(this.own, (own) => own.interface);
    this.undetermined = this.own.find((own) => own.address === UNKNOWN && !isGivenLater(own));
    this.broadcasts = new Set(this.connected.flatMap((own) => broadcastAddress(own) ?? []));
  }

  /** The networks that the router reaches directly: those of addresses on interfaces that are up. */
  public get connected(): readonly OwnAddress[] {
    return this.own.filter((own) => this.interfaces.isRunning(own.interface) && !isGivenLater(own));
  }

  /** Whether an interface is up and has this address; one not known yet may be it. */
  public holds(interfaceName: string, address: string | Unknown): boolean {
    return (
      this.interfaces.isRunning(interfaceName) &&
      this.on(interfaceName).some(
        (own) => own.address === address || own.address === UNKNOWN || address === UNKNOWN,
      )
    );
  }

  /**
   * Whether a packet for an address is for the router. An address stays the router's own while its interface is down:
   * so it is in the Linux kernel, and RouterOS was not seen to differ (an inference).
   */
  public isLocal(address: string): boolean {
    if (address.startsWith("127.") || this.byAddress.has(address)) {
      return true;
    }
    if (this.undetermined !== undefined) {
      const { reference } = this.undetermined.row;
      throw new CannotTell({ kind: "own-address-undecided", address, row: reference });
    }
    return false;
  }

  /** The kind of an address. Broadcast addresses of networks of one or two addresses are none. */
  public typeOf(address: string): AddressType {
    if (address === "255.255.255.255" || this.broadcasts.has(address)) {
      return "broadcast";
    }
    const first = Number.parseInt(address, 10);
    if (first >= 224 && first <= 239) {
      return "multicast";
    }
    return this.isLocal(address) ? "local" : "unicast";
  }

  /**
   * The router's address for talking to a next hop: the one on that interface whose network holds it, or else the
   * interface's first. What masquerade puts on packets, and what the router's own packets carry.
   */
  public towards(interfaceName: string, nextHop: string): OwnAddress | undefined {
    const onPort = this.on(interfaceName);
    const number = toNumber(nextHop);
    const near = onPort.find((own) => own.network !== UNKNOWN && holds(own.network, number));
    return near ?? onPort[0];
  }

  /** The interface that holds an address of the router. */
  public interfaceOf(address: string): string | undefined {
    return this.byAddress.get(address)?.interface;
  }

  private on(interfaceName: string): readonly OwnAddress[] {
    return this.byInterface.get(interfaceName) ?? [];
  }
}

/**
 * Whether an ISP will give the address: a dynamic row whose address is not known. It is what masquerade will put on
 * packets, and is taken to be in no flow's way otherwise.
 */
function isGivenLater({ row, address }: OwnAddress): boolean {
  return address === UNKNOWN && row.raw("dynamic") === "true";
}

function ownAddresses(router: RouterModel): readonly OwnAddress[] {
  return router.rows("/ip/address").flatMap((row) => row.memo(ownAddress) ?? []);
}

/** An enabled row's address; one that may be disabled is as good as not known. */
function ownAddress(row: ModelRow): OwnAddress | undefined {
  const enabled = orCannotTell(() => row.enabled);
  if (enabled === false) {
    return undefined;
  }
  const interfaceName = row.raw("interface");
  const cidr = row.raw("address");
  if (enabled instanceof CannotTell || typeof interfaceName !== "string" || typeof cidr !== "string") {
    return {
      row,
      address: UNKNOWN,
      network: UNKNOWN,
      interface: typeof interfaceName === "string" ? interfaceName : "",
    };
  }
  const parsed = parseCidr(cidr.includes("/") ? cidr : `${cidr}/32`);
  if (parsed === undefined) {
    return { row, address: UNKNOWN, network: UNKNOWN, interface: interfaceName };
  }
  const { network, length } = parsed.prefix;
  const named = row.raw("network") ?? network;
  return {
    row,
    address: parsed.address,
    // On a point-to-point link the network is the other end.
    network: (named === UNKNOWN ? undefined : parseCidr(`${named}/${length}`)?.prefix) ?? UNKNOWN,
    interface: interfaceName,
  };
}

function broadcastAddress({ network }: OwnAddress): string | undefined {
  return network !== UNKNOWN && network.length < 31
    ? fromNumber(toNumber(network.network) + 2 ** (32 - network.length) - 1)
    : undefined;
}

function holds({ network, length }: Prefix, address: number): boolean {
  const size = 2 ** (32 - length);
  return Math.floor(toNumber(network) / size) === Math.floor(address / size);
}
