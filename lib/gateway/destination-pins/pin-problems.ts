import { format, hostOrPrefix, isCidr, type Prefix, prefixOf, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { MAIN, pinName } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { type Given, problem, repeats } from "../validation/problem";
import { WanKind } from "../wan/wan";
import type { DestinationPin } from "./destination-pin";

/** A destination that is written out; without a prefix where it is neither a host nor one. */
interface Destination extends Given {
  readonly pin: DestinationPin;
  readonly prefix?: Prefix;
}

/** A destination whose network is known. */
type Sound = Destination & { readonly prefix: Prefix };

const isSound = (destination: Destination): destination is Sound => destination.prefix !== undefined;

/** Pins: prefixes beyond the router's own networks, each pinned once, to a WAN that exists. */
export function pinProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const pins = gateway.destinationPins ?? [];
  const destinations = pins.flatMap((pin, i): Destination[] => {
    const { destination: value } = pin;
    return values.isToken(value)
      ? []
      : [{ prop: `destinationPins[${i}].destination`, value, pin, prefix: hostOrPrefix(value) }];
  });
  const sound = destinations.filter(isSound);
  const connected = networkIndex(gateway, values);
  return [
    ...destinations.flatMap((destination) => destinationProblems(destination, connected)),
    ...repeats(
      sound.map(({ prop, prefix }) => ({ prop, value: format(prefix) })),
      "is already pinned by",
      "pin each prefix once",
    ),
    ...shadowedByRules(sound, gateway),
    ...nameClashes(pins),
    ...pins.flatMap((pin, i) => wanProblems(pin, `destinationPins[${i}].wan`, gateway)),
  ];
}

function destinationProblems(
  { prop, value, prefix }: Destination,
  connected: PrefixIndex<ConnectedNetwork>,
): string[] {
  if (prefix === undefined) {
    return isCidr(value)
      ? [
          problem(
            prop,
            value,
            "has host bits set",
            `write "${format(prefixOf(value))}", or the host without a prefix length`,
          ),
        ]
      : [problem(prop, value, "is not an IPv4 host or prefix", 'write "203.0.113.80" or "198.51.100.0/24"')];
  }
  if (prefix.length === 0) {
    return [
      problem(prop, value, "matches every destination", "pin a narrower prefix, or remove the other WANs"),
    ];
  }
  const special = specialUseOf(prefix.network);
  if (special !== undefined) {
    return [
      problem(prop, value, `is ${special} space, which no WAN leads to`, "pin a destination on the Internet"),
    ];
  }
  const [own] = connected.holdingAll(prefix);
  return own === undefined
    ? []
    : [
        problem(
          prop,
          value,
          `lies in the router's own network ${format(own.prefix)}`,
          "pin destinations beyond the WANs only",
        ),
      ];
}

/** A pin on a DHCP WAN is a routing rule, and rules come before every route: a narrower pin in it would never be asked. */
function shadowedByRules(destinations: readonly Sound[], { wans }: GatewayDescription): string[] {
  const leased = new Set(wans.filter(({ kind }) => kind === WanKind.DHCP).map(({ name }) => name));
  const rules = new PrefixIndex(
    destinations.filter(({ pin }) => leased.has(pin.wan)),
    ({ prefix }) => prefix,
  );
  return destinations.flatMap(({ pin, prop, prefix }) => {
    const wider = rules
      .holdingAll(prefix)
      .find((other) => other.pin.wan !== pin.wan && other.prefix.length < prefix.length);
    return wider === undefined
      ? []
      : [
          problem(
            prop,
            pin.destination,
            `lies in ${wider.prop}, whose WAN ${shown(wider.pin.wan)} gets its address by DHCP: its pins come before all others`,
            "pin what does not overlap",
          ),
        ];
  });
}

/** Different destinations under one name; one destination twice is a problem of its own. */
function nameClashes(pins: readonly DestinationPin[]): string[] {
  // By name: the first pin that has it, and the first that was given it.
  const first = new Map<string, number>();
  const firstGiven = new Map<string, number>();
  return pins.flatMap((pin, i) => {
    const name = pinName(pin);
    const earlier = (pin.name === undefined ? firstGiven : first).get(name);
    if (!first.has(name)) {
      first.set(name, i);
    }
    if (pin.name !== undefined && !firstGiven.has(name)) {
      firstGiven.set(name, i);
    }
    return earlier === undefined
      ? []
      : [
          problem(
            `destinationPins[${i}].${pin.name === undefined ? "destination" : "name"}`,
            pin.name ?? pin.destination,
            `is already the name of destinationPins[${earlier}]`,
            pin.name === undefined ? "give it a name of its own" : "write another name",
          ),
        ];
  });
}

function wanProblems(
  pin: DestinationPin,
  prop: string,
  { wans, routingTable }: GatewayDescription,
): string[] {
  const wan = wans.find(({ name }) => name === pin.wan);
  if (wan !== undefined) {
    return wan.kind === WanKind.DHCP && (routingTable ?? MAIN) !== MAIN
      ? [
          problem(
            prop,
            pin.wan,
            `gets its address by DHCP, so its pins are routing rules, which would rule the LANs of other gateways too`,
            "pin to another WAN, or leave out routingTable",
          ),
        ]
      : [];
  }
  return [
    problem(
      prop,
      pin.wan,
      "is not a WAN of this gateway",
      `write one of ${wans.map(({ name }) => shown(name)).join(", ")}`,
    ),
  ];
}
