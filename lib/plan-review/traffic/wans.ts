import { parseGateway } from "../../routeros/route-fields";
import { CannotTell, type Circumstances, formatImmediate, type ImmediateGateway } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";

/** An uplink: an interface by which a default route leads out, or whose traffic is given the router's own source. */
export interface RoutedWan {
  readonly interface: string;
  /** The neighbours that default routes hand packets to there. */
  readonly gateways: readonly ImmediateGateway[];
}

/** What is worked out for one WAN after the other is worked out for so many of a router. */
const MOST_WANS = 32;

/** How many ways all of these may have together, where each WAN has a way to every other. */
const MOST_WAYS = 4_096;

/** How many WANs of a router are worked out one after the other; reports say what is left out. */
export function mostWans(wans: number): number {
  return Math.min(MOST_WANS, Math.max(4, Math.floor(MOST_WAYS / Math.max(1, wans))));
}

/** The WANs that a default route leads out by, as many as are worked out. */
export function routedWans(wans: readonly RoutedWan[]): readonly RoutedWan[] {
  const routed = wans.filter(({ gateways }) => gateways.length > 0);
  return routed.slice(0, mostWans(routed.length));
}

/** The WANs of a router before or after. */
export function wansOf(snapshot: Snapshot): readonly RoutedWan[] {
  const gateways = new Map<string, Map<string, ImmediateGateway>>();
  const at = (port: string) => {
    const found = gateways.get(port) ?? new Map<string, ImmediateGateway>();
    gateways.set(port, found);
    return found;
  };
  for (const { route, reachability } of snapshot.state().rib.reached) {
    const { destination, connected } = route;
    const isDefault = typeof destination === "object" && destination.length === 0 && !connected;
    if (!isDefault) {
      continue;
    }
    if (reachability instanceof CannotTell) {
      for (const port of interfacesTowards(known(route.row, "gateway") ?? "", snapshot)) {
        at(port);
      }
    } else if (reachability.reachable) {
      for (const immediate of reachability.immediate) {
        at(immediate.interface).set(formatImmediate(immediate), immediate);
      }
    }
  }
  for (const rule of snapshot.enabled("/ip/firewall/nat")) {
    const out = rule.raw("out-interface");
    const action = rule.raw("action");
    if (typeof out === "string" && /^[^!]/.test(out) && (action === "masquerade" || action === "src-nat")) {
      at(out);
    }
  }
  return [...gateways]
    .map(([port, byText]) => ({ interface: port, gateways: [...byText.values()] }))
    .sort((a, b) => compareNames(a.interface, b.interface));
}

/** The interfaces by which a route leaves whose use cannot be told, as far as its gateways say: no LAN is behind them. */
function interfacesTowards(gateways: string, snapshot: Snapshot): readonly string[] {
  return gateways.split(",").flatMap((gateway) => {
    const { address, interface: port } = parseGateway(gateway.trim());
    if (address === undefined) {
      return [];
    }
    return port !== undefined ? [port] : snapshot.own.near(address).map((own) => own.interface);
  });
}

/** The WANs that a router has before or after, with all their gateways of both times. */
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
    .map(([port, byText]) => ({ interface: port, gateways: [...byText.values()] }))
    .sort((a, b) => compareNames(a.interface, b.interface));
}

/**
 * The circumstances in which WANs are down, as the router's checks see it: their gateways answer nobody, links staying
 * up; where the interface itself is the gateway, it is down.
 */
export function withDown(wans: readonly RoutedWan[]): Circumstances {
  const gateways = wans.flatMap((wan) => wan.gateways);
  return {
    deadNextHops: gateways.filter(({ address }) => address !== undefined).map(formatImmediate),
    downInterfaces: gateways
      .filter(({ address }) => address === undefined)
      .map((gateway) => gateway.interface),
  };
}

/** Orders names as people do: `wlan2` before `wlan10`. */
export function compareNames(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

const COLLATOR = new Intl.Collator("en", { numeric: true });
