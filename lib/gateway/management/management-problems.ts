import { hostOrPrefix, isAddress, isCidr, type Prefix, prefixOf, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { asPrefix, notAPrefix } from "../validation/address-problems";
import { interfaceNameProblems } from "../validation/interface-problems";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import { managementSourcesOf } from "./management-list";

/** Management: hosts and prefixes that are no tokens, and interfaces of no WAN. */
export function managementProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const { sources, interfaces } = gateway.management ?? {};
  const givenSources = placed("management.sources", sources);
  const givenInterfaces = placed("management.interfaces", interfaces);
  return [
    ...givenSources.flatMap((source) => sourceProblems(source, values)),
    ...duplicates(givenSources.map(asPrefix), { id: "write-once", what: "source" }),
    ...givenInterfaces.flatMap((name) => managedInterfaceProblems(name, gateway, values)),
    ...duplicates(givenInterfaces, { id: "write-once", what: "interface" }),
    ...forwardProblems(gateway, values),
  ];
}

const placed = (path: string, list: readonly string[] = []): PlacedValue[] =>
  list.map((value, i) => ({ path: `${path}[${i}]`, value }));

function sourceProblems({ path, value }: PlacedValue, values: TokenResolver): Problem[] {
  if (values.isToken(value)) {
    return [problem(path, value, { id: "token", because: "address" })];
  }
  const prefix = hostOrPrefix(value);
  if (prefix === undefined) {
    return [notAPrefix({ path, value }, '"192.168.0.5" or "10.99.0.0/24"')];
  }
  if (prefix.length === 0) {
    return [problem(path, value, "everything", "write-management-network")];
  }
  const use = specialUseOf(prefix.network);
  return use === undefined
    ? []
    : [problem(path, value, { id: "special-use", use }, "write-management-network")];
}

function managedInterfaceProblems(
  { path, value }: PlacedValue,
  { wans, lans, lanList }: GatewayDescription,
  values: TokenResolver,
): Problem[] {
  const problems = interfaceNameProblems({ path, value }, "ether5", values);
  if (problems.length > 0) {
    return problems;
  }
  const wan = wans.findIndex((candidate) => candidate.interface === value);
  if (wan !== -1) {
    return [problem(path, value, { id: "managed-by-wan", wan: `wans[${wan}]` }, "use-sources")];
  }
  return lanList !== undefined && lans.some((lan) => lan.interface === value)
    ? [problem(path, value, { id: "in-foreign-list", list: lanList }, "remove-from-list")]
    : [];
}

/** A network whose packets are never marked: replies of hosts there would be spread over the WANs. */
interface UnmarkedNetwork {
  /** The path of the management source or interface. */
  readonly by: string;
  readonly prefix: Prefix;
}

function forwardProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const unmarked = new PrefixIndex(
    [...managedLans(gateway, values), ...sources(gateway)],
    ({ prefix }) => prefix,
  );
  return (gateway.portForwards ?? []).flatMap(({ to }, i) =>
    (isAddress(to) ? unmarked.holding(to) : []).map(({ by }) =>
      problem(
        `portForwards[${i}].to`,
        to,
        { id: "never-marked", by },
        { id: "forward-elsewhere", remove: by },
      ),
    ),
  );
}

function managedLans({ lans, management }: GatewayDescription, values: TokenResolver): UnmarkedNetwork[] {
  return lans.flatMap(({ interface: name, address }) => {
    const i = management?.interfaces?.indexOf(name) ?? -1;
    return i === -1 || address === undefined || values.isToken(address) || !isCidr(address)
      ? []
      : [{ by: `management.interfaces[${i}]`, prefix: prefixOf(address) }];
  });
}

function sources(gateway: GatewayDescription): UnmarkedNetwork[] {
  return managementSourcesOf(gateway).flatMap((source, i) => {
    const prefix = hostOrPrefix(source);
    return prefix === undefined ? [] : [{ by: `management.sources[${i}]`, prefix }];
  });
}
