import {
  format,
  hostOrPrefix,
  isAddress,
  isCidr,
  type Prefix,
  prefixOf,
  specialUseOf,
} from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { INTERFACE } from "../validation/interface-problems";
import { type Given, problem, repeats } from "../validation/problem";
import { isManaged, sourcesOf } from "./management-list";

/** Management: hosts and prefixes written out, and interfaces of no WAN. */
export function managementProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const { sources, interfaces } = gateway.management ?? {};
  const givenSources = given("management.sources", sources);
  const givenInterfaces = given("management.interfaces", interfaces);
  return [
    ...givenSources.flatMap((source) => sourceProblems(source, values)),
    ...repeats(givenSources.map(asPrefix), "is already given in", "write each source once"),
    ...givenInterfaces.flatMap((name) => interfaceProblems(name, gateway, values)),
    ...repeats(givenInterfaces, "is already given in", "write each interface once"),
    ...forwardProblems(gateway, values),
  ];
}

const given = (prop: string, list: readonly string[] = []): Given[] =>
  list.map((value, i) => ({ prop: `${prop}[${i}]`, value }));

function asPrefix({ prop, value }: Given): Given {
  const prefix = hostOrPrefix(value);
  return { prop, value: prefix === undefined ? value : format(prefix) };
}

function sourceProblems({ prop, value }: Given, values: TokenResolver): string[] {
  if (values.isToken(value)) {
    return [problem(prop, value, "is a token, and names of entries shape the plan", "write it out")];
  }
  const prefix = hostOrPrefix(value);
  if (prefix === undefined) {
    return isCidr(value)
      ? [
          problem(
            prop,
            value,
            "has host bits set",
            `write "${format(prefixOf(value))}", or the host without a length`,
          ),
        ]
      : [problem(prop, value, "is not an IPv4 host or prefix", 'write "192.168.0.5" or "10.99.0.0/24"')];
  }
  if (prefix.length === 0) {
    return [
      problem(
        prop,
        value,
        "is everybody, so nothing would be marked",
        "write where the router is managed from",
      ),
    ];
  }
  const special = specialUseOf(prefix.network);
  return special === undefined
    ? []
    : [problem(prop, value, `is ${special} space`, "write where the router is managed from")];
}

function interfaceProblems(
  { prop, value }: Given,
  { wans, lans, lanList }: GatewayDescription,
  values: TokenResolver,
): string[] {
  if (!values.isToken(value) && !INTERFACE.test(value)) {
    return [problem(prop, value, "is not an interface", 'write its name on the router, such as "ether5"')];
  }
  const wan = wans.findIndex((candidate) => candidate.interface === value);
  if (wan !== -1) {
    const remedy = "write management.sources for those who come in there";
    return [
      problem(prop, value, `is the interface of wans[${wan}], whose connections need their marks`, remedy),
    ];
  }
  return lanList !== undefined && lans.some((lan) => lan.interface === value)
    ? [
        problem(
          prop,
          value,
          `may be in the list ${shown(lanList)}, which is not ours`,
          "take it out of that list, and leave it out here",
        ),
      ]
    : [];
}

/** Where no rule follows a mark: replies of hosts there would be spread over the WANs. */
interface Unmarked {
  readonly what: string;
  readonly prefix: Prefix;
}

function forwardProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const unmarked = new PrefixIndex(
    [...managedLans(gateway, values), ...sources(gateway)],
    ({ prefix }) => prefix,
  );
  return (gateway.portForwards ?? []).flatMap(({ to }, i) =>
    (isAddress(to) ? unmarked.holding(to) : []).map(({ what }) =>
      problem(
        `portForwards[${i}].to`,
        to,
        `is ${what}, whose packets follow no mark`,
        "forward to another host, or leave that out of management",
      ),
    ),
  );
}

function managedLans(gateway: GatewayDescription, values: TokenResolver): Unmarked[] {
  return gateway.lans.flatMap((lan) =>
    isManaged(lan, gateway) &&
    lan.address !== undefined &&
    !values.isToken(lan.address) &&
    isCidr(lan.address)
      ? [{ what: `behind ${lan.interface} of management.interfaces`, prefix: prefixOf(lan.address) }]
      : [],
  );
}

function sources(gateway: GatewayDescription): Unmarked[] {
  return sourcesOf(gateway).flatMap((source, i) => {
    const prefix = hostOrPrefix(source);
    return prefix === undefined ? [] : [{ what: `in management.sources[${i}]`, prefix }];
  });
}
