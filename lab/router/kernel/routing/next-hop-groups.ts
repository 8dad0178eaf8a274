import { toNumber } from "../../../../lib/routeros/address-ranges";
import type { ResolvedHop } from "../../derived/next-hop-lookup";
import type { Devices } from "../links/devices";

/** What becomes of a next hop that several routes of a group name. */
export type RepeatedNextHops = "count" | "merge";

const FIRST_GROUP = 0x100000;

/**
 * In a group of this type, a member that does not answer ARP keeps its share, as on a router; the other type skips such
 * a member. The 5040 hash buckets divide evenly among any number of members up to ten. With both timers at 0, the kernel
 * assigns them at once.
 */
const GROUP_TYPE = "type resilient buckets 5040 idle_timer 0 unbalanced_timer 0";

/** A group as the kernel is told to make it: its members, each with its weight, as `1/2,3`. */
export const groupSpec = (members: string): string => `group ${members} ${GROUP_TYPE}`;

/**
 * Next-hop objects: one per next hop and one group per set of next hops, shared by all routes. A group never changes
 * its members: which member has which hash bucket would then depend on the members before.
 */
export class NextHopGroups {
  private readonly ids = new Map<string, number>();
  private readonly groupIds = new Map<string, number>();
  private nextGroup = FIRST_GROUP;
  private readonly specs = new Map<number, string>();
  private readonly neighbourSet = new Set<string>();

  constructor(private readonly repeated: RepeatedNextHops) {}

  /**
   * Forgets what was wanted; numbers stay taken, but for those of groups that lost a member as its link went.
   *
   * @param held the objects that the kernel has
   */
  begin(held: ReadonlyMap<number, string>): void {
    this.specs.clear();
    this.neighbourSet.clear();
    for (const [spec, id] of this.groupIds) {
      if ((held.get(id) ?? spec) !== spec) {
        this.groupIds.delete(spec);
      }
    }
  }

  /** The group of next hops, in an order that depends on them only and not on who came first. */
  group(hops: readonly ResolvedHop[], devices: Devices): number {
    const weights = new Map<number, number>();
    for (const hop of [...hops].sort((a, b) => compare(a, b, devices))) {
      // On a link with one other end, packets go to that end, whatever the gateway's address is.
      const address = devices.peerOf(hop.interface) ?? hop.address;
      const id = this.member(address, devices.of(hop.interface));
      weights.set(id, this.repeated === "merge" ? 1 : (weights.get(id) ?? 0) + 1);
    }
    const members = [...weights].map(([id, weight]) => (weight === 1 ? `${id}` : `${id},${weight}`));
    const spec = groupSpec(members.join("/"));
    const id = this.groupIds.get(spec) ?? this.nextGroup++;
    this.groupIds.set(spec, id);
    this.specs.set(id, spec);
    return id;
  }

  /** The objects asked for since {@link begin}, by number: members first. */
  get wanted(): ReadonlyMap<number, string> {
    return new Map([...this.specs].sort(([a], [b]) => a - b));
  }

  /** The gateways that the kernel is to keep resolved, so that no packet need wait for that. */
  get neighbours(): ReadonlySet<string> {
    return this.neighbourSet;
  }

  private member(address: string | undefined, device: string): number {
    const through = `dev ${device}`;
    const spec = address === undefined ? through : `via ${address} ${through} onlink`;
    const id = this.ids.get(spec) ?? 1 + this.ids.size;
    this.ids.set(spec, id);
    this.specs.set(id, spec);
    if (address !== undefined) {
      this.neighbourSet.add(`${address} ${through}`);
    }
    return id;
  }
}

function compare(a: ResolvedHop, b: ResolvedHop, devices: Devices): number {
  const place = ({ interface: port }: ResolvedHop): number => devices.portNames.indexOf(port);
  const number = ({ address }: ResolvedHop): number => (address === undefined ? -1 : toNumber(address));
  return place(a) - place(b) || number(a) - number(b);
}
