import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import type { Problem } from "./problem";

/** Lists of a description, and the props that name their members. */
const NAMES: readonly {
  readonly list: string;
  readonly members: (description: Partial<GatewayDescription>) => readonly object[] | undefined;
  readonly names: readonly string[];
}[] = [
  { list: "lans", members: ({ lans }) => lans, names: ["name", "interface"] },
  { list: "wans", members: ({ wans }) => wans, names: ["name"] },
  { list: "policies", members: ({ policies }) => policies, names: ["name"] },
  { list: "portForwards", members: ({ portForwards }) => portForwards, names: ["name"] },
  { list: "dns.staticRecords", members: ({ dns }) => dns?.staticRecords, names: ["name"] },
  { list: "dns.domains", members: ({ dns }) => dns?.domains, names: ["domain"] },
];

/** A path into a list: the list, the place in it, and what is below. */
const PATH = /^([a-zA-Z.]+)\[(\d+)\](.*)$/su;

/** A problem with the name of the WAN, LAN, policy, forward or record that its path leads to, as people know it. */
export function withMemberName(
  problem: Problem,
  description: Partial<GatewayDescription> | undefined,
  values: TokenResolver,
): Problem {
  const [, list, index, below] = PATH.exec(problem.path) ?? [];
  const named = NAMES.find((candidate) => candidate.list === list);
  if (named === undefined || description === undefined) {
    return problem;
  }
  const member = named.members(description)?.[Number(index)] as Record<string, unknown> | undefined;
  const prop = named.names.find((name) => typeof member?.[name] === "string" && member[name] !== "");
  const name = prop === undefined ? undefined : member?.[prop];
  // The path of the name itself shows the name as its value.
  const isShown = below === `.${prop}` || values.isToken(name);
  return typeof name !== "string" || isShown ? problem : { ...problem, name };
}
