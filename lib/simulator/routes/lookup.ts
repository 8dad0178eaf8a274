import { isIn } from "../../routeros/address-ranges";
import { dictionary } from "../../text/dictionary";
import { CannotTell, type ModelRow, type RouterModel } from "../model";
import type { Packet, PacketContext } from "../packets/packet";
import { orCannotTell } from "../packets/trace";
import type { Hop, RouteGroup } from "./rib";
import { vrfsOf } from "./vrfs";

/** What routing decides about a packet. */
export type RoutingDecision =
  | { readonly kind: "local"; readonly table: string }
  | { readonly kind: "out"; readonly table: string; readonly hop: Hop }
  | { readonly kind: "blackhole"; readonly table: string }
  | { readonly kind: "dropped" | "unreachable"; readonly table?: string };

/** What a decision is about: a packet whose source may still be open. */
export type RoutingRequest = Pick<
  Packet,
  "protocol" | "dstAddress" | "srcPort" | "dstPort" | "inInterface" | "routingMark"
> & { readonly srcAddress?: string };

/** The order of the stages, unless `/routing/settings policy-rules` (from 7.22 on) says otherwise. */
const STAGES = "mangle,vrf-lookup,vrf-unreach,local,user,main";

type Stage = (request: RoutingRequest, context: PacketContext) => RoutingDecision | undefined;

/**
 * Decides where a packet goes. The stages run in order and the first that finds something decides: the table of
 * the routing mark, the router's own addresses, the routing rules, table main. A mark whose table has no usable route
 * for the destination decides nothing, and the packet goes on to the next stage; a blackhole is a find, and ends it.
 * [manual: routing decision, policy routing; for marks no packet-level test was published]
 */
export function decide(request: RoutingRequest, context: PacketContext): RoutingDecision {
  const { router } = context.state;
  if (context.state.addresses.typeOf(request.dstAddress) === "multicast") {
    throw new CannotTell({ kind: "unsupported-feature", feature: "multicast" });
  }
  for (const name of router.setting("/routing/settings", "policy-rules", STAGES).split(",")) {
    const stage = STAGE[name];
    if (stage === undefined) {
      throw new CannotTell({ kind: "unsupported-value", property: "policy-rules", value: name });
    }
    const decision = stage(request, context) ?? checkRules(name, request, context);
    if (decision !== undefined) {
      return decision;
    }
  }
  context.tracer.note(`No route leads to ${request.dstAddress}.`);
  return { kind: "unreachable" };
}

const STAGE = dictionary<Stage>({
  mangle: (request, context) => {
    const { routingMark: mark, dstAddress } = request;
    if (mark === undefined) {
      return undefined;
    }
    const decision = lookUp(mark, request, context);
    if (decision === undefined) {
      context.tracer.note(
        `Table ${mark} has no usable route to ${dstAddress}: the lookup goes on without the mark.`,
      );
    }
    return decision;
  },
  "vrf-lookup": ({ inInterface }, { state: { router } }) => {
    const row = inInterface === undefined ? undefined : router.memo(vrfsOf).of(inInterface);
    if (row !== undefined) {
      throw new CannotTell({ kind: "unsupported-feature", feature: "VRFs", row: row.reference });
    }
    return undefined;
  },
  "vrf-unreach": () => undefined,
  local: ({ dstAddress }, { state: { addresses }, tracer }) => {
    if (!["local", "broadcast"].includes(addresses.typeOf(dstAddress))) {
      return undefined;
    }
    const own = addresses.own.filter(({ address }) => address === dstAddress);
    tracer.note(`${dstAddress} is the router itself.`, ...own.map(({ row }) => row.reference));
    return { kind: "local", table: "local" };
  },
  user: () => undefined,
  main: (request, context) => lookUp("main", request, context),
});

/** The rules of a stage: those of chain `user`, and from 7.22 on those right after the marks. [manual: /routing/rule] */
function checkRules(
  chain: string,
  request: RoutingRequest,
  context: PacketContext,
): RoutingDecision | undefined {
  for (const rule of context.state.router.memo(rulesByStage).get(chain) ?? []) {
    requireStage(rule);
    const decision = ruleMatches(rule, request) ? obey(rule, request, context) : undefined;
    if (decision !== undefined) {
      return decision;
    }
  }
  return undefined;
}

/** The stages that check routing rules. */
const RULE_STAGES = ["mangle", "user"];

/** The rules of each stage, and with them those that may be of it or are of none that is modelled. */
function rulesByStage(router: RouterModel): ReadonlyMap<string, readonly ModelRow[]> {
  const isOf = (rule: ModelRow, stage: string): boolean => {
    const own = rule.raw("chain") || "user";
    return own === stage || typeof own === "symbol" || !RULE_STAGES.includes(own);
  };
  const rules = router.enabled("/routing/rule");
  const stages = Object.keys(STAGE);
  return new Map(stages.map((stage) => [stage, rules.filter((rule) => isOf(rule, stage))]));
}

function requireStage(rule: ModelRow): void {
  const own = rule.get("chain") || "user";
  if (!RULE_STAGES.includes(own)) {
    throw new CannotTell({
      kind: "unsupported-value",
      property: "chain",
      value: own,
      row: rule.reference,
    });
  }
}

function ruleMatches(rule: ModelRow, request: RoutingRequest): boolean {
  if (["realm", "vrf"].some((name) => rule.has(name))) {
    throw new CannotTell({
      kind: "unsupported-feature",
      feature: "routing rules that match a realm or VRF",
      row: rule.reference,
    });
  }
  const found = [
    orCannotTell(() => isWithinNamed(rule, "src-address", request.srcAddress)),
    orCannotTell(() => isWithinNamed(rule, "dst-address", request.dstAddress)),
    orCannotTell(() => isNamed(rule, "interface", request.inInterface)),
    orCannotTell(() => isNamed(rule, "routing-mark", request.routingMark)),
  ];
  const doubt = found.find((match) => match instanceof CannotTell);
  if (doubt instanceof CannotTell && !found.includes(false)) {
    throw doubt;
  }
  return !found.includes(false);
}

function isWithinNamed(rule: ModelRow, name: string, address: string | undefined): boolean {
  const network = rule.get(name);
  return !network || (address !== undefined && isIn(network, address) === true);
}

function isNamed(rule: ModelRow, name: string, value: string | undefined): boolean {
  const wanted = rule.get(name);
  return !wanted || wanted === value;
}

/** `lookup` goes on to the next rule where its table finds nothing; `lookup-only-in-table` ends there. */
function obey(rule: ModelRow, request: RoutingRequest, context: PacketContext): RoutingDecision | undefined {
  const { tracer } = context;
  const { reference } = rule;
  const action = rule.get("action") ?? "lookup";
  if (action === "drop" || action === "unreachable") {
    tracer.note(`A routing rule says ${action}.`, reference);
    return { kind: action === "drop" ? "dropped" : "unreachable" };
  }
  if (action !== "lookup" && action !== "lookup-only-in-table") {
    throw new CannotTell({ kind: "unsupported-value", property: "action", value: action, row: reference });
  }
  const table = rule.get("table") || "main";
  tracer.note(`A routing rule looks up table ${table}.`, reference);
  const found = lookUp(table, request, context, rule.has("min-prefix") ? rule.integer("min-prefix", 0) : -1);
  if (found !== undefined || action === "lookup") {
    return found;
  }
  tracer.note(
    `Table ${table} has no usable route to ${request.dstAddress}, and the rule allows no other table.`,
    reference,
  );
  return { kind: "unreachable", table };
}

function lookUp(
  table: string,
  request: RoutingRequest,
  context: PacketContext,
  minPrefix = -1,
): RoutingDecision | undefined {
  const { state, tracer } = context;
  const group = state.rib.lookUp(table, request.dstAddress, minPrefix);
  if (group === undefined) {
    return undefined;
  }
  if (group.hops.length === 0) {
    tracer.note(
      `A blackhole of table ${table} takes the packet.`,
      ...group.routes.map(({ row }) => row.reference),
    );
    return { kind: "blackhole", table };
  }
  const hop = pickHop(group, request, context);
  const ways = group.choice.options.length;
  const how = ways === 1 ? "leads to" : `picks one of ${ways} next hops by hash:`;
  tracer.note(`Table ${table} ${how} ${hop.text}.`, ...hop.rows);
  return { kind: "out", table, hop };
}

/**
 * Picks the next hop of a group by the device's hash policy: `l3`, the default, hashes the addresses, `l4` also
 * protocol and ports, so the same values always take the same way while the group stays as it is. [manual: IP
 * settings, IP routing] Both directions of a flow hash alike, as the kernel's hash does (an inference for RouterOS).
 */
function pickHop(
  { choice, byName }: RouteGroup,
  request: RoutingRequest,
  { state, branches }: PacketContext,
): Hop {
  const { protocol, srcAddress = "0.0.0.0", dstAddress, srcPort, dstPort } = request;
  const policy = state.router.setting("/ip/settings", "ipv4-multipath-hash-policy", "l3");
  const hashed =
    policy === "l4"
      ? [protocol, ...sorted(`${srcAddress}:${srcPort}`, `${dstAddress}:${dstPort}`)]
      : sorted(srcAddress, dstAddress);
  const { options } = choice;
  const picked = options.length === 1 ? options[0] : branches.pick(`ecmp ${policy}`, choice, hashed);
  const hop = byName.get(picked ?? "");
  if (hop === undefined) {
    throw new CannotTell({ kind: "group-without-next-hop" });
  }
  return hop;
}

function sorted(a: string, b: string): readonly [string, string] {
  return a < b ? [a, b] : [b, a];
}
