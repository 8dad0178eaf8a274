import type { GatewayDescription } from "../../props/gateway-description";
import {
  addressOf,
  broadcastOf,
  contains,
  format,
  isAddress,
  isCidr,
  overlaps,
  prefixOf,
  specialUseOf,
} from "../../routing/ipv4";
import type { Values } from "../values";
import { type Given, problem } from "./problem";

/** Addresses: hosts of disjoint networks, and each gateway a neighbour in its WAN's network. */
export function addressProblems({ lans, wans }: GatewayDescription, values: Values): string[] {
  const onLans = given("lans", lans, values);
  const onWans = given("wans", wans, values);
  const addresses = [...onLans, ...onWans];
  const sound = addresses.filter(({ value }) => isCidr(value));
  return [
    ...addresses.flatMap(cidrProblems),
    ...sound.flatMap((address, i) =>
      sound.slice(0, i).flatMap((earlier) => overlapProblems(address, earlier, onWans.includes(earlier))),
    ),
    ...wans.flatMap((wan, i) =>
      wan.gateway === undefined || values.isToken(wan.gateway)
        ? []
        : gatewayProblems(
            { prop: `wans[${i}].gateway`, value: wan.gateway },
            onWans.find(
              ({ prop, value }) =>
                prop === `wans[${i}].address` && cidrProblems({ prop, value }).length === 0,
            )?.value,
            sound,
          ),
    ),
  ];
}

/** The addresses that are written out. */
function given(list: string, members: readonly { readonly address?: string }[], values: Values): Given[] {
  return members.flatMap(({ address }, i) =>
    address === undefined || values.isToken(address)
      ? []
      : [{ prop: `${list}[${i}].address`, value: address }],
  );
}

function cidrProblems({ prop, value }: Given): string[] {
  if (isAddress(value)) {
    return [problem(prop, value, "lacks its prefix length", `write it as a CIDR, such as "${value}/24"`)];
  }
  if (!isCidr(value)) {
    return [
      problem(
        prop,
        value,
        "is not an IPv4 address with a prefix length",
        'write a CIDR, such as "10.112.0.2/24"',
      ),
    ];
  }
  const prefix = prefixOf(value);
  const address = addressOf(value);
  const reserved = specialUseOf(address);
  if (reserved !== undefined || prefix.length < 8) {
    const fault = reserved === undefined ? "has a network wider than /8" : `is ${reserved} space`;
    return [problem(prop, value, fault, 'write an address of a network, such as "10.112.0.2/24"')];
  }
  // Networks of one or two addresses have neither a network nor a broadcast address (RFC 3021).
  if (prefix.length > 30) {
    return [];
  }
  const special =
    address === prefix.network ? "network" : address === broadcastOf(prefix) ? "broadcast" : undefined;
  return special === undefined
    ? []
    : [
        problem(
          prop,
          value,
          `is the ${special} address of ${format(prefix)}`,
          "write the router's own address in it",
        ),
      ];
}

/** Two WANs may share one network, as two modems of one make do: each then names its gateway with the interface. */
function overlapProblems({ prop, value }: Given, earlier: Given, isOfWans: boolean): string[] {
  const [network, other] = [prefixOf(value), prefixOf(earlier.value)];
  if (!overlaps(other, network)) {
    return [];
  }
  if (isOfWans && format(network) === format(other)) {
    return addressOf(value) === addressOf(earlier.value)
      ? [
          problem(
            prop,
            value,
            `is also the address of ${earlier.prop}, and a router takes an address once`,
            "have one of the two networks changed at its modem",
          ),
        ]
      : [];
  }
  return [
    problem(
      prop,
      value,
      `overlaps ${format(other)} of ${earlier.prop}`,
      "give every LAN and WAN a network of its own",
    ),
  ];
}

function gatewayProblems(
  { prop, value }: Given,
  wanAddress: string | undefined,
  own: readonly Given[],
): string[] {
  if (value.includes(",")) {
    return [
      problem(
        prop,
        value,
        "is a list, which RouterOS 7 does not take",
        "give each gateway a WAN of its own; equal routes form the ECMP group",
      ),
    ];
  }
  if (!isAddress(value)) {
    return [problem(prop, value, "is not an IPv4 address", 'write the ISP\'s address, such as "10.112.0.1"')];
  }
  if (wanAddress === undefined) {
    return [];
  }
  const prefix = prefixOf(wanAddress);
  if (own.some((address) => addressOf(address.value) === value)) {
    return [
      problem(prop, value, "is the router's own address", `write the ISP's address in ${format(prefix)}`),
    ];
  }
  if (!contains(prefix, value)) {
    return [
      problem(
        prop,
        value,
        `lies outside the WAN's network ${format(prefix)}`,
        "write the ISP's address in that network",
      ),
    ];
  }
  return cidrProblems({ prop, value: `${value}/${prefix.length}` }).length === 0
    ? []
    : [
        problem(
          prop,
          value,
          `is not a host address in ${format(prefix)}`,
          "write the ISP's address in that network",
        ),
      ];
}
