import { fromNumber, toNumber } from "../../routeros/address-ranges";
import { contains } from "../../routeros/ipv4";
import type { RouterState } from "../../simulator";
import type { OwnAddress } from "../../simulator/addresses";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import type { FailureRows } from "./failure-rows";
import { flowClassesOf } from "./flow-classes/flow-classes";
import { LanOrigins } from "./flow-classes/lan-origins";
import { lansOf } from "./lans";
import type { NotFollowed, Origin, Origins } from "./origin";

/** Addresses that typical flows go to: the first that only default routes of the router lead to. */
const DESTINATIONS = ["198.51.100.1", "203.0.113.1", "192.0.2.1", "192.88.99.1", "233.252.0.1"];

/** Where a typical flow comes from when no address of the plan is a LAN's. */
const ANY_HOST = "192.168.200.9";

/**
 * The origins of a router's flows: first each LAN (an interface with an address that is no WAN, before or after), then the
 * classes of flows that are treated otherwise than the rest of their LAN, then the router itself.
 */
export function originsOf(
  change: RouterChange,
  rows: FailureRows,
): { readonly origins: Origins; readonly notFollowed: NotFollowed } {
  const dstAddress = typicalDestination(change);
  const flow = { protocol: "udp", dstAddress, dstPort: 443, srcPort: 50000 };
  const router: Origin = {
    id: "the router",
    name: "the router",
    kind: "router",
    flow,
    followed: flow,
    classes: [],
  };
  const ofLans = new LanOrigins(change, rows, flowClassesOf(change));
  const found = lansOf(change).flatMap((lan) =>
    ofLans.of(lan, { inInterface: lan.interface, srcAddress: hostOf(lan.own), dstAddress }),
  );
  const lans = found.filter(({ kind }) => kind === "lan");
  const [first = router, ...others] = [...lans, ...found.filter(({ kind }) => kind === "class")];
  const { notFollowed } = ofLans;
  return { origins: first === router ? [router] : [first, ...others, router], notFollowed };
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
      ({ route: { destination } }) =>
        typeof destination !== "object" || contains(destination, flow.dstAddress),
    );
  const was = leadsOut(before.state());
  return { before: was, after: was || leadsOut(after.state()) };
}

function isOnlyDefault({ rib }: RouterState, address: string): boolean {
  return !rib.reached.some(
    ({ route: { destination } }) =>
      typeof destination === "object" && destination.length > 0 && contains(destination, address),
  );
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
