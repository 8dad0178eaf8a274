import { parseGateway } from "../../routeros/route-fields";
import { CannotTell, type Circumstances, formatImmediate, type ImmediateGateway } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";
import { compareNames } from "./compare-names";
import { uplinksOf } from "./uplinks";

/** A WAN: an interface that a default route leaves by, or that leads out by its own rows. */
export interface RoutedWan {
  readonly interface: string;
  /** The neighbours that default routes hand packets to; empty where no usable default route leaves by the interface. */
  readonly gateways: readonly ImmediateGateway[];
}

/** At most so many WANs of a router are analysed one by one. */
const MOST_WANS = 32;

/** At most so many egresses are followed in all, where the traffic of each WAN can move to every other. */
const MOST_EGRESSES = 4_096;

/** How many WANs of a router are analysed one by one; reports say how many are left out. */
export function mostWans(wans: number): number {
  return Math.min(MOST_WANS, Math.max(4, Math.floor(MOST_EGRESSES / Math.max(1, wans))));
}

/** The WANs that a default route leaves by, as many as are analysed. */
export function routedWans(wans: readonly RoutedWan[]): readonly RoutedWan[] {
  const routed = wans.filter(({ gateways }) => gateways.length > 0);
  return routed.slice(0, mostWans(routed.length));
}

const KNOWN = new WeakMap<Snapshot, readonly RoutedWan[]>();

/** The WANs of a router before or after; worked out at most once. */
export function wansOf(snapshot: Snapshot): readonly RoutedWan[] {
  const known = KNOWN.get(snapshot) ?? findWans(snapshot);
  KNOWN.set(snapshot, known);
  return known;
}

function findWans(snapshot: Snapshot): readonly RoutedWan[] {
  const gateways = new Map<string, Map<string, ImmediateGateway>>();
  const at = (name: string) => {
    const found = gateways.get(name) ?? new Map<string, ImmediateGateway>();
    gateways.set(name, found);
    return found;
  };
  for (const { route, reachability } of snapshot.state().rib.reached) {
    const { destination, connected } = route;
    const isDefault = typeof destination === "object" && destination.length === 0 && !connected;
    if (!isDefault) {
      continue;
    }
    if (reachability instanceof CannotTell) {
      for (const name of interfacesTowards(known(route.row, "gateway") ?? "", snapshot)) {
        at(name);
      }
    } else if (reachability.reachable) {
      for (const immediate of reachability.immediate) {
        at(immediate.interface).set(formatImmediate(immediate), immediate);
      }
    }
  }
  for (const name of uplinksOf(snapshot)) {
    at(name);
  }
  return [...gateways]
    .map(([name, byText]) => ({ interface: name, gateways: [...byText.values()] }))
    .sort((a, b) => compareNames(a.interface, b.interface));
}

/** The interfaces that a route leaves by, by its gateways alone, where it is unknown whether it is usable: they are not LANs. */
function interfacesTowards(gateways: string, snapshot: Snapshot): readonly string[] {
  return gateways.split(",").flatMap((gateway) => {
    const { address, interface: name } = parseGateway(gateway.trim());
    if (address === undefined) {
      return [];
    }
    return name !== undefined ? [name] : snapshot.own.near(address).map((own) => own.interface);
  });
}

/** The WANs that a router has before or after, with the gateways of both. */
export function allWans({ before, after }: RouterChange): readonly RoutedWan[] {
  const all = new Map<string, Map<string, ImmediateGateway>>();
  for (const wan of [...wansOf(before), ...wansOf(after)]) {
    const found = all.get(wan.interface) ?? new Map<string, ImmediateGateway>();
    all.set(wan.interface, found);
    for (const gateway of wan.gateways) {
      found.set(formatImmediate(gateway), gateway);
    }
  }
  return [...all]
    .map(([name, byText]) => ({ interface: name, gateways: [...byText.values()] }))
    .sort((a, b) => compareNames(a.interface, b.interface));
}

/** WANs that are down: their gateways do not answer while the links stay up; where the interface is the gateway, it is down. */
export function withDown(wans: readonly RoutedWan[]): Circumstances {
  const gateways = wans.flatMap((wan) => wan.gateways);
  return {
    deadNextHops: gateways.filter(({ address }) => address !== undefined).map(formatImmediate),
    downInterfaces: gateways
      .filter(({ address }) => address === undefined)
      .map((gateway) => gateway.interface),
  };
}
