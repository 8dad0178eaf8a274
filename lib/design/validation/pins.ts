import type { DestinationPin } from "../../props/destination-pin";
import type { GatewayDescription } from "../../props/gateway-description";
import { addressOf, contains, format, isAddress, isCidr, type Prefix, prefixOf } from "../../routing/ipv4";
import type { Values } from "../values";
import { problem, repeats } from "./problem";

/** Pins: prefixes beyond the router's own networks, each pinned once, to a WAN that exists. */
export function pinProblems(gateway: GatewayDescription, values: Values): string[] {
  const pins = gateway.destinationPins ?? [];
  const literal = pins.flatMap((pin, i) =>
    values.isToken(pin.destination)
      ? []
      : [{ prop: `destinationPins[${i}].destination`, value: pin.destination }],
  );
  const prefixes = literal.flatMap(({ prop, value }) => {
    const prefix = parse(value);
    return prefix === undefined ? [] : [{ prop, value: format(prefix) }];
  });
  return [
    ...literal.flatMap(({ prop, value }) => destinationProblems(prop, value, gateway, values)),
    ...repeats(prefixes, "is already pinned by", "pin each prefix once"),
    ...nameClashes(pins),
    ...pins.flatMap((pin, i) => wanProblems(pin, `destinationPins[${i}].wan`, gateway)),
  ];
}

/** The prefix of a destination, whose host bits are zero; a host alone is a prefix of 32 bits. */
function parse(destination: string): Prefix | undefined {
  const cidr = isAddress(destination) ? `${destination}/32` : destination;
  return isCidr(cidr) && prefixOf(cidr).network === addressOf(cidr) ? prefixOf(cidr) : undefined;
}

function destinationProblems(
  prop: string,
  value: string,
  gateway: GatewayDescription,
  values: Values,
): string[] {
  const prefix = parse(value);
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
    return [problem(prop, value, "is every destination", "leave the other WANs out instead")];
  }
  const connected = [...gateway.lans.map((lan) => lan.address), ...gateway.wans.map((wan) => wan.address)]
    .filter((address) => address !== undefined && !values.isToken(address) && isCidr(address))
    .map((address) => prefixOf(address as string))
    .find((network) => network.length <= prefix.length && contains(network, prefix.network));
  return connected === undefined
    ? []
    : [
        problem(
          prop,
          value,
          `lies in the router's own network ${format(connected)}`,
          "pin destinations beyond the WANs only",
        ),
      ];
}

/** Pins of one destination are reported as such; here are different destinations under one name. */
function nameClashes(pins: readonly DestinationPin[]): string[] {
  const named = pins.flatMap(({ name }, i) =>
    name === undefined ? [] : [{ prop: `destinationPins[${i}].name`, value: name }],
  );
  return repeats(named, "is also the name of", "write another name");
}

function wanProblems(pin: DestinationPin, prop: string, { wans }: GatewayDescription): string[] {
  const names = wans.map((wan) => wan.name);
  return names.includes(pin.wan)
    ? []
    : [
        problem(
          prop,
          pin.wan,
          "is not a WAN of this gateway",
          `write one of ${names.map((name) => JSON.stringify(name)).join(", ")}`,
        ),
      ];
}
