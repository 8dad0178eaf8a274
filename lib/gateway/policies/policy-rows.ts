import { EVERYWHERE, MAIN_TABLE } from "../../routeros/route-fields";
import type { RoutingRuleRow } from "../../routeros/rows";
import type { DesignContext, WanContext } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { managementSourcesOf } from "../management/management-list";
import { lanName, POLICIES, policyTable, SETTINGS } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { wanRoutes } from "../wan/wan-routes";
import { policiesByMechanism } from "./mechanism";
import { pinName } from "./pins";
import { Otherwise, type Policy } from "./policy";

type RoutingRule = RowSpec<"/routing/rule">;

/** The rows of a policy that routing rules carry out. */
export interface PolicyDesign {
  readonly policy: Policy;
  readonly routingTable: RowSpec<"/routing/table">;
  /** The default routes of the policy's table; none by a WAN whose routes a client writes. */
  readonly routes: readonly RowSpec<"/ip/route">[];
  /** In the order that they need on the router. */
  readonly rules: readonly RoutingRule[];
}

/** What a rule matches. */
type Matched = Pick<RoutingRuleRow, "interface" | "src-address" | "dst-address">;

/** What rules match, by the names in their paths. */
type Matches = ReadonlyMap<string, Matched>;

/** Designs the tables of policies. The routes that a DHCP client writes there depend on them. */
export function designPolicyTables(context: DesignContext): RowSpec<"/routing/table">[] {
  return policiesByMechanism(context.description).ruled.map(({ name }) =>
    context.row(
      "/routing/table",
      // A table without routes and rules has no effect, so that of a disabled gateway stays enabled.
      { path: [POLICIES, name, "routing-table"], stages: ["policy tables"], disabled: false },
      { name: policyTable(context.description, name), fib: true },
    ),
  );
}

/**
 * The distance of a WAN's default route in the table of a policy: its tier there, or behind all tiers where the policy
 * falls back to the balancing. Undefined where the table does not lead out of the WAN.
 */
function distanceIn({ via, otherwise = Otherwise.BALANCE }: Policy, { name, tier }: Wan): number | undefined {
  const place = via.findIndex((wans) => wans.includes(name));
  if (place !== -1) {
    return place + 1;
  }
  return otherwise === Otherwise.BALANCE ? via.length + tier : undefined;
}

/** The tables of policies that lead out of a WAN, each with the distance of its route. */
export function policyTablesOf(wan: Wan, description: GatewayDescription): string[] {
  return policiesByMechanism(description).ruled.flatMap((policy) => {
    const distance = distanceIn(policy, wan);
    return distance === undefined ? [] : `${policyTable(description, policy.name)}:${distance}`;
  });
}

/** Designs the rules that keep management sources on table main. They come before those of policies. */
export function designManagementRules(context: DesignContext): RoutingRule[] {
  const { description, values } = context;
  return policiesByMechanism(description).ruled.length === 0
    ? []
    : managementSourcesOf(description).map((source) =>
        context.row(
          "/routing/rule",
          {
            path: [SETTINGS, "management", values.entryOf(source).replace("/", "-")],
            stages: ["policy rules"],
            isChained: true,
          },
          { "src-address": values.destinationOf(source), action: "lookup", table: MAIN_TABLE },
        ),
      );
}

/** Designs the routes and rules of policies, one rule after another, so that a first apply adds them in their order. */
export function designPolicies(
  context: DesignContext,
  tables: readonly RowSpec<"/routing/table">[],
): PolicyDesign[] {
  return policiesByMechanism(context.description).ruled.flatMap((policy, i) => {
    const routingTable = tables[i];
    return routingTable === undefined ? [] : designPolicy(policy, routingTable, context);
  });
}

function designPolicy(
  policy: Policy,
  routingTable: RowSpec<"/routing/table">,
  context: DesignContext,
): PolicyDesign {
  const wans = context.wans.flatMap((wan) => {
    const distance = distanceIn(policy, wan.wan);
    return distance === undefined ? [] : [{ wan, distance }];
  });
  const routes = wans.flatMap(({ wan, distance }) => routesBy(wan, distance, policy, routingTable));
  const ready = [routingTable, ...wans.flatMap(({ wan }) => wan.order.rowsOf("policy routes")), ...routes];
  const destinations = destinationsOf(policy, context.values);
  const rules = [...sourcesOf(policy, context)].flatMap(([from, source]) =>
    [...destinations].flatMap(([to, destination]) =>
      rulesFor(policy, [from, to], { ...source, ...destination }, { context, ready }),
    ),
  );
  return Object.freeze({
    policy,
    routingTable,
    routes: Object.freeze(routes),
    rules: Object.freeze(rules),
  });
}

function routesBy(
  wan: WanContext,
  distance: number,
  policy: Policy,
  routingTable: RowSpec<"/routing/table">,
): RowSpec<"/ip/route">[] {
  return wanRoutes(wan).map(({ suffix, row, isMoved }) =>
    wan.gateway.row(
      "/ip/route",
      {
        path: [POLICIES, policy.name, `route-${wan.wan.routerName}`, ...suffix],
        member: wan.wan.routerName,
        role: [`policy:${policy.name}`, ...suffix].join(":"),
        disabled: wan.disabled,
        after: [routingTable, ...wan.order.rowsOf("policy routes")],
        isMoved,
      },
      { ...row, "dst-address": EVERYWHERE, distance, "routing-table": routingTable.row.name },
    ),
  );
}

/** What a rule of a policy needs to be designed. */
interface RuleContext {
  readonly context: DesignContext;
  /** The table and its routes. */
  readonly ready: readonly RowSpec[];
}

/** Table main comes first, except for its default route: it has the LANs, VPNs and routes of routing protocols. */
function rulesFor(
  { name, otherwise }: Policy,
  ids: readonly string[],
  matches: Matched,
  { context, ready }: RuleContext,
): RoutingRule[] {
  const place = (id: string, after: readonly RowSpec[]) => ({
    path: [POLICIES, name, ...ids, id],
    stages: ["policy rules"] as const,
    isChained: true,
    after: [...new Set([...after, ...context.order.rowsOf("policy rules")])],
  });
  const main = context.row("/routing/rule", place("specific-routes", ready), {
    ...matches,
    action: "lookup",
    table: MAIN_TABLE,
    "min-prefix": 0,
  });
  const own = context.row("/routing/rule", place("routing-rule", [main]), {
    ...matches,
    // Where the table has no live route, the lookup ends there or goes on to the next rule.
    action: otherwise === Otherwise.BLOCK ? "lookup-only-in-table" : "lookup",
    table: policyTable(context.description, name),
  });
  return [main, own];
}

function sourcesOf({ from }: Policy, { description, values }: DesignContext): Matches {
  const interfaces = new Map(description.lans.map((lan) => [lanName(lan), lan.interface]));
  return from === undefined
    ? new Map([["anywhere", {}]])
    : new Map(
        from.map((source): [string, Matched] => {
          const lan = interfaces.get(source);
          return lan === undefined
            ? [source.replace("/", "-"), { "src-address": values.destinationOf(source) }]
            : [source, { interface: lan }];
        }),
      );
}

function destinationsOf(policy: Policy, values: TokenResolver): Matches {
  return policy.to === undefined
    ? new Map([["anywhere", {}]])
    : new Map(
        policy.to.map((destination) => [
          pinName(policy, destination, values),
          { "dst-address": values.destinationOf(destination) },
        ]),
      );
}
