import type { DestinationPin } from "../../props/destination-pin";
import type { GatewayDescription } from "../../props/gateway-description";
import { WanKind } from "../../props/wan";
import { contains, format, hostOrPrefix, isCidr, prefixOf, specialUseOf } from "../../routing/ipv4";
import { shown } from "../../text/shown";
import { MAIN, pinName } from "../names";
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
    const prefix = hostOrPrefix(value);
    return prefix === undefined ? [] : [{ prop, value: format(prefix) }];
  });
  return [
    ...literal.flatMap(({ prop, value }) => destinationProblems(prop, value, gateway, values)),
    ...repeats(prefixes, "is already pinned by", "pin each prefix once"),
    ...shadowedByRules(gateway, values),
    ...nameClashes(pins),
    ...pins.flatMap((pin, i) => wanProblems(pin, `destinationPins[${i}].wan`, gateway)),
  ];
}

function destinationProblems(
  prop: string,
  value: string,
  gateway: GatewayDescription,
  values: Values,
): string[] {
  const prefix = hostOrPrefix(value);
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

/** A pin on a DHCP WAN is a routing rule, and rules come before every route: a narrower pin in it would never be asked. */
function shadowedByRules({ destinationPins = [], wans }: GatewayDescription, values: Values): string[] {
  const placed = destinationPins.map((pin, i) => ({
    pin,
    prop: `destinationPins[${i}].destination`,
    prefix: values.isToken(pin.destination) ? undefined : hostOrPrefix(pin.destination),
    isRule: wans.some(({ name, kind }) => name === pin.wan && kind === WanKind.DHCP),
  }));
  return placed.flatMap(({ pin, prop, prefix }) => {
    const wider = placed.find(
      (other) =>
        other.isRule &&
        other.pin.wan !== pin.wan &&
        other.prefix !== undefined &&
        prefix !== undefined &&
        other.prefix.length < prefix.length &&
        contains(other.prefix, prefix.network),
    );
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
  return pins.flatMap((pin, i) => {
    const earlier = pins
      .slice(0, i)
      .findIndex(
        (other) => pinName(other) === pinName(pin) && (pin.name !== undefined || other.name !== undefined),
      );
    return earlier === -1
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
  const names = wans.map((wan) => wan.name);
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
    problem(prop, pin.wan, "is not a WAN of this gateway", `write one of ${names.map(shown).join(", ")}`),
  ];
}
