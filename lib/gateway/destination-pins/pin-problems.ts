import { format, hostOrPrefix, type Prefix, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import { MAIN_TABLE } from "../../routeros/route-fields";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { pinName } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { notAPrefix } from "../validation/address-problems";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import type { DestinationPin } from "./destination-pin";

/** A destination that is no token; without a prefix where it is neither a host nor a prefix. */
interface Destination extends PlacedValue {
  readonly pin: DestinationPin;
  readonly prefix?: Prefix;
}

/** A destination whose network is known. */
type SoundDestination = Destination & { readonly prefix: Prefix };

const isSound = (destination: Destination): destination is SoundDestination =>
  destination.prefix !== undefined;

/** Pins: prefixes beyond the router's own networks, each pinned once, to a WAN that exists. */
export function pinProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const pins = gateway.destinationPins ?? [];
  const destinations = pins.flatMap((pin, i): Destination[] => {
    const { destination: value } = pin;
    return values.isToken(value)
      ? []
      : [{ path: `destinationPins[${i}].destination`, value, pin, prefix: hostOrPrefix(value) }];
  });
  const sound = destinations.filter(isSound);
  const connected = networkIndex(gateway, values);
  return [
    ...destinations.flatMap((destination) => destinationProblems(destination, connected)),
    ...duplicates(
      sound.map(({ path, prefix }) => ({ path, value: format(prefix) })),
      { id: "write-once", what: "prefix" },
    ),
    ...shadowedByRules(sound, gateway),
    ...nameClashes(pins),
    ...pins.flatMap((pin, i) => wanProblems(pin, `destinationPins[${i}].wan`, gateway)),
  ];
}

function destinationProblems(
  { path, value, prefix }: Destination,
  connected: PrefixIndex<ConnectedNetwork>,
): Problem[] {
  if (prefix === undefined) {
    return [notAPrefix({ path, value }, '"203.0.113.80" or "198.51.100.0/24"')];
  }
  if (prefix.length === 0) {
    const instead = "remove the other WANs";
    return [problem(path, value, "everything", { id: "write-narrower-prefix", instead })];
  }
  const use = specialUseOf(prefix.network);
  if (use !== undefined) {
    return [problem(path, value, { id: "special-use", use }, "write-distant-destination")];
  }
  const [own] = connected.holdingAll(prefix);
  return own === undefined
    ? []
    : [
        problem(
          path,
          value,
          { id: "in-own-network", network: format(own.prefix) },
          "write-distant-destination",
        ),
      ];
}

/** A pin on a DHCP WAN is a routing rule, and rules come before every route: a narrower pin inside it has no effect. */
function shadowedByRules(destinations: readonly SoundDestination[], { wans }: GatewayDescription): Problem[] {
  const leased = new Set(wans.filter(({ _kind: kind }) => kind.isRoutedByClient).map(({ name }) => name));
  const rules = new PrefixIndex(
    destinations.filter(({ pin }) => leased.has(pin.wan)),
    ({ prefix }) => prefix,
  );
  return destinations.flatMap(({ pin, path, prefix }) => {
    const wider = rules
      .holdingAll(prefix)
      .find((other) => other.pin.wan !== pin.wan && other.prefix.length < prefix.length);
    return wider === undefined
      ? []
      : [
          problem(
            path,
            pin.destination,
            { id: "shadowed-pin", wider: wider.path, wan: wider.pin.wan },
            "remove-overlap",
          ),
        ];
  });
}

/** Different destinations under one name; one destination twice is a problem of its own. */
function nameClashes(pins: readonly DestinationPin[]): Problem[] {
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
      : [nameClash(pin, `destinationPins[${i}]`, `destinationPins[${earlier}]`)];
  });
}

function nameClash({ name, destination }: DestinationPin, path: string, of: string): Problem {
  return name === undefined
    ? problem(`${path}.destination`, destination, { id: "name-of", of }, "add-name")
    : problem(`${path}.name`, name, { id: "name-of", of }, "write-another-name");
}

function wanProblems(
  pin: DestinationPin,
  path: string,
  { wans, routingTable }: GatewayDescription,
): Problem[] {
  const wan = wans.find(({ name }) => name === pin.wan);
  if (wan === undefined) {
    const choices = wans.map(({ name }) => shown(name));
    return [problem(path, pin.wan, "unknown-wan", { id: "write-either", choices })];
  }
  return wan._kind.isRoutedByClient && (routingTable ?? MAIN_TABLE) !== MAIN_TABLE
    ? [problem(path, pin.wan, "rules-for-all-lans", "remove-table")]
    : [];
}
