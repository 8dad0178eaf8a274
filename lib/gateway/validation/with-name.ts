import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";

/** Lists of a description, and the props that name their members. */
const NAMES: readonly {
  readonly list: string;
  readonly members: (description: Partial<GatewayDescription>) => readonly object[] | undefined;
  readonly names: readonly string[];
}[] = [
  { list: "lans", members: ({ lans }) => lans, names: ["name", "interface"] },
  { list: "wans", members: ({ wans }) => wans, names: ["name"] },
  { list: "destinationPins", members: (gateway) => gateway.destinationPins, names: ["name", "destination"] },
  { list: "portForwards", members: ({ portForwards }) => portForwards, names: ["name"] },
  { list: "dns.staticRecords", members: ({ dns }) => dns?.staticRecords, names: ["name"] },
  { list: "dns.domains", members: ({ dns }) => dns?.domains, names: ["domain"] },
];

/** The path of a problem: the list, the place in it, and what stands below. */
const PATH = /^([a-zA-Z.]+)\[(\d+)\]((?:\.[\p{L}\d_$]+|\[\d+\]|\["[^"]*"\])*): /u;

/** A problem with the name of the WAN, LAN, pin, forward or record after its path, as people know it. */
export function withName(
  problem: string,
  description: Partial<GatewayDescription> | undefined,
  values: TokenResolver,
): string {
  const [start, list, index, below] = PATH.exec(problem) ?? [];
  const named = NAMES.find((candidate) => candidate.list === list);
  if (start === undefined || named === undefined || description === undefined) {
    return problem;
  }
  const member = named.members(description)?.[Number(index)] as Record<string, unknown> | undefined;
  const prop = named.names.find((name) => typeof member?.[name] === "string" && member[name] !== "");
  // What names it needs no name.
  if (prop === undefined || below === `.${prop}` || values.isToken(member?.[prop])) {
    return problem;
  }
  return `${start.slice(0, -2)} (${shown(member?.[prop])}): ${problem.slice(start.length)}`;
}
