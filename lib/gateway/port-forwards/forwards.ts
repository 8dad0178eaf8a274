import type { GatewayDescription } from "../gateway-description";
import type { Wan } from "../wan/wan";
import { ForwardProtocol, type PortForward } from "./port-forward";

/** The forwards of a WAN: those that name it, and those that name none. */
export function forwardsOn({ name }: Wan, { portForwards = [] }: GatewayDescription): PortForward[] {
  return portForwards.filter(({ wans }) => wans === undefined || wans.includes(name));
}

/** The forwards of a WAN that hosts of the LANs may use too. */
export function hairpinsOn(wan: Wan, description: GatewayDescription): PortForward[] {
  return forwardsOn(wan, description).filter(({ hairpin }) => hairpin === true);
}

/** Whether any forward may be used from the LANs. */
export function hasHairpins({ portForwards = [] }: GatewayDescription): boolean {
  return portForwards.some(({ hairpin }) => hairpin === true);
}

/** What a forward carries. */
export function protocolOf({ protocol }: PortForward): ForwardProtocol {
  return protocol ?? ForwardProtocol.TCP;
}

/** First and last port of each part of `80,8000-8080`; undefined where the text is no list of ports. */
export function portRanges(ports: string): { first: number; last: number }[] | undefined {
  const ranges = ports.split(",").map((part) => {
    const [, from = "", to = from] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
    return { first: Number(from), last: Number(to) };
  });
  return ranges.every(({ first, last }) => first >= 1 && first <= last && last <= 65_535)
    ? ranges
    : undefined;
}
