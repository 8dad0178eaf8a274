import { fromNumber, toNumber } from "../../routeros/address-ranges";
import type { Flow, RouterState } from "../../simulator";
import type { OwnAddress } from "../../simulator/addresses";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { compareNames } from "./compare-names";
import { allWans } from "./wans";

/** Where new connections to the Internet begin, and what a typical one looks like. */
export interface Origin {
  /** By interface, so that it stays the same when a name changes: `LAN bridge1`, or `the router`. */
  readonly id: string;
  /** For people: `LAN Local`, `LAN office (bridge1)`, or `the router`. */
  readonly name: string;
  readonly kind: "lan" | "router";
  readonly flow: Flow;
}

/** The origins of a router: there is always one. */
export type Origins = readonly [Origin, ...Origin[]];

/** Addresses that typical flows go to: the first that only default routes of the router lead to. */
const DESTINATIONS = ["198.51.100.1", "203.0.113.1", "192.0.2.1", "192.88.99.1", "233.252.0.1"];

/** Where a typical flow comes from when no address of the plan is a LAN's. */
const ANY_HOST = "192.168.200.9";

/**
 * The origins of a router's typical flows: each LAN (an interface with an address that is no WAN, before or after), and
 * the router itself.
 */
export function originsOf(change: RouterChange): Origins {
  const wans = new Set(allWans(change).map((wan) => wan.interface));
  const lans = new Map<string, OwnAddress>();
  for (const { addresses } of [change.after.state(), change.before.state()]) {
    for (const own of addresses.own) {
      if (!wans.has(own.interface) && !lans.has(own.interface)) {
        lans.set(own.interface, own);
      }
    }
  }
  const dstAddress = typicalDestination(change);
  const outward = { protocol: "tcp", dstAddress, dstPort: 443, srcPort: 50000 };
  const router = {
    id: "the router",
    name: "the router",
    kind: "router",
    flow: { ...outward, protocol: "udp" },
  } as const;
  const [first = router, ...others] = [...lans]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([lan, own]) => ({
      id: `LAN ${lan}`,
      name: `LAN ${change.names.of(lan)}`,
      kind: "lan" as const,
      flow: { ...outward, inInterface: lan, srcAddress: hostOf(own) },
    }));
  return first === router ? [router] : [first, ...others, router];
}

/** An address of the Internet that no route but a default one leads to, before or after. */
function typicalDestination({ before, after }: RouterChange): string {
  const isTypical = (snapshot: Snapshot, address: string): boolean =>
    isOnlyDefault(snapshot.state(), address);
  return (
    DESTINATIONS.find((address) => isTypical(before, address) && isTypical(after, address)) ?? "198.51.100.1"
  );
}

/**
 * Whether the plan knows a route for typical flows, usable or not, before and after. Without one, traffic leaves by routes
 * that the plan does not know, so nothing is said about it.
 */
export function knownSides(
  { before, after }: RouterChange,
  [{ flow }]: Origins,
): Readonly<Record<"before" | "after", boolean>> {
  const leadsOut = ({ rib }: RouterState): boolean =>
    rib.reached.some(
      ({ route: { destination } }) => typeof destination !== "object" || holds(destination, flow.dstAddress),
    );
  const was = leadsOut(before.state());
  return { before: was, after: was || leadsOut(after.state()) };
}

function isOnlyDefault({ rib }: RouterState, address: string): boolean {
  return !rib.reached.some(
    ({ route: { destination } }) =>
      typeof destination === "object" && destination.length > 0 && holds(destination, address),
  );
}

function holds({ network, length }: { network: string; length: number }, address: string): boolean {
  const size = 2 ** (32 - length);
  return Math.floor(toNumber(network) / size) === Math.floor(toNumber(address) / size);
}

/** A host of a LAN: an address of its network that is not the router's. */
export function hostOf({ address, network }: OwnAddress): string {
  if (typeof network !== "object" || typeof address !== "string") {
    return ANY_HOST;
  }
  const first = toNumber(network.network);
  const last = first + 2 ** (32 - network.length) - 1;
  const [low, high] = network.length >= 31 ? [first, last] : [first + 1, last - 1];
  const host = Math.min(low + 8, high);
  const own = toNumber(address);
  return fromNumber(host !== own ? host : host > low ? host - 1 : Math.min(host + 1, high));
}
