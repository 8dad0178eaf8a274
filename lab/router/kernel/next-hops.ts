import type { Hop } from "../derived/routes";
import { toNumber } from "../values/addresses";
import type { Devices } from "./devices";

/** What becomes of a next hop that several routes of a group name. */
export type RepeatedNextHops = "count" | "merge";

const FIRST_GROUP = 0x100000;

/**
 * Next-hop objects: one per next hop, shared by all routes, and one group per route, whose number stays when its
 * members change, so that the kernel swaps members under a standing route.
 */
export class NextHops {
  private readonly ids = new Map<string, number>();
  private readonly groupIds = new Map<string, number>();
  private readonly specs = new Map<number, string>();
  private readonly neighbourSet = new Set<string>();

  constructor(private readonly repeated: RepeatedNextHops) {}

  /** Forgets what was wanted; numbers stay taken. */
  begin(): void {
    this.specs.clear();
    this.neighbourSet.clear();
  }

  /** The group of a route, in an order that depends on the next hops only and not on who came first. */
  group(route: string, hops: readonly Hop[], devices: Devices): number {
    const weights = new Map<number, number>();
    for (const hop of [...hops].sort((a, b) => compare(a, b, devices))) {
      const id = this.member(hop, devices.of(hop.interface));
      weights.set(id, this.repeated === "merge" ? 1 : (weights.get(id) ?? 0) + 1);
    }
    const members = [...weights].map(([id, weight]) => (weight === 1 ? `${id}` : `${id},${weight}`));
    const id = take(this.groupIds, route, FIRST_GROUP);
    this.specs.set(id, `group ${members.join("/")}`);
    return id;
  }

  /** The objects asked for since {@link begin}, by number: members first. */
  get wanted(): ReadonlyMap<number, string> {
    return new Map([...this.specs].sort(([a], [b]) => a - b));
  }

  /** The gateways that the kernel must keep resolved: a group passes over a member whose address is not. */
  get neighbours(): ReadonlySet<string> {
    return this.neighbourSet;
  }

  private member(hop: Hop, device: string): number {
    const through = `dev ${device}`;
    const spec = hop.address === undefined ? through : `via ${hop.address} ${through} onlink`;
    const id = take(this.ids, spec, 1);
    this.specs.set(id, spec);
    if (hop.address !== undefined) {
      this.neighbourSet.add(`${hop.address} ${through}`);
    }
    return id;
  }
}

function take(ids: Map<string, number>, key: string, first: number): number {
  const id = ids.get(key) ?? first + ids.size;
  ids.set(key, id);
  return id;
}

function compare(a: Hop, b: Hop, devices: Devices): number {
  const place = ({ interface: port }: Hop): number => devices.portNames.indexOf(port);
  const number = ({ address }: Hop): number => (address === undefined ? -1 : toNumber(address));
  return place(a) - place(b) || number(a) - number(b);
}
