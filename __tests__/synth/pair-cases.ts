import { TerraformStack } from "cdktf";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps } from "../../lib";
import { designGateway } from "../../lib/gateway/gateway-design";
import type { RowSpec } from "../../lib/gateway/row-spec";
import { terraformValues } from "../../lib/gateway/terraform/terraform-values";
import { MENU_OF } from "../../lib/routeros/menus";
import { type Choice, combinations, cover } from "../gateway/cover";
import { withGivenRows } from "../simulator/given-by-isps";
import { chosenIn, IMPOSSIBLE, OPTIONS } from "./option-pairs";
import { resourcesOf, routerStack, synthesize } from "./synthesize";

export type Attributes = Readonly<Record<string, unknown>>;

/** A gateway of a choice. */
export interface Case {
  /** What of it is not usual. */
  readonly name: string;
  readonly choice: Choice;
  /** What was asked for, a forward that was added later among the others. */
  readonly props: EcmpMasqueradeGatewayProps;
  /** The gateway's own resources by address. */
  readonly resources: ReadonlyMap<string, Attributes>;
}

const PAIRS = combinations(OPTIONS, 2);

/** What decides together where packets go. */
const { balancing, kind, "kind of the second WAN": secondKind, tier, "disabled WAN": disabled } = OPTIONS;
const TRIPLES = combinations(
  { balancing, kind, "kind of the second WAN": secondKind, tier, "disabled WAN": disabled },
  3,
);

/** Users that keep their WAN have an order of backups, which each kind of WAN and each order of tiers changes. */
const BACKUPS = combinations(
  {
    balancing: ["by source address"],
    management: ["none"],
    "disabled WAN": ["false"],
    kind,
    "kind of the second WAN": secondKind,
    tier,
  },
  6,
);

/** Choices in which every two values of two options occur together. */
export const IN_PAIRS = cover(OPTIONS, PAIRS, IMPOSSIBLE);

/** The same, and every three values of the options that decide where packets go, and more of those that order backups. */
export const IN_TRIPLES = cover(OPTIONS, [...PAIRS, ...TRIPLES, ...BACKUPS], IMPOSSIBLE);

/** Makes the gateway of a choice, and synthesizes its stack. */
export function synthesizedCase(choice: Choice): Case {
  const { stack, props, later } = chosen(choice);
  const gateway = new EcmpMasqueradeGateway(stack, "gateway", props);
  if (later !== undefined) {
    gateway.addPortForward(later);
  }
  const resources = Object.entries(resourcesOf(synthesize(TerraformStack.of(gateway))));
  return {
    name: unusual(choice),
    choice,
    props: withForward(props, later),
    resources: new Map(resources.filter(([address]) => address.includes(".gateway_"))),
  };
}

/** The rows of a gateway alone, as what its resources would say: a hundred times as fast. */
export function rowsCase(choice: Choice): Case {
  const { props: given, later } = chosen(choice);
  const props = withForward(given, later);
  const rows = designGateway(props, "gateway", terraformValues).rows;
  return {
    name: unusual(choice),
    choice,
    props,
    resources: new Map(
      rows.map((placed) => [
        addressOf(placed),
        { ...renamed(placed.row, "-", "_"), depends_on: placed.dependsOn.map(addressOf) },
      ]),
    ),
  };
}

function chosen(choice: Choice) {
  const stack = routerStack();
  return { stack, ...chosenIn(stack, choice) };
}

function withForward(
  props: EcmpMasqueradeGatewayProps,
  later: ReturnType<typeof chosenIn>["later"],
): EcmpMasqueradeGatewayProps {
  return later === undefined ? props : { ...props, portForwards: [...(props.portForwards ?? []), later] };
}

function unusual(choice: Choice): string {
  const values = Object.entries(OPTIONS).flatMap(([option, [usual]]) =>
    choice[option] === usual ? [] : [`${option}: ${choice[option]}`],
  );
  return values.join(", ");
}

/** Of several resources for a menu the gateway uses the one whose name is the menu's. */
const TYPE_OF = new Map(Object.entries(MENU_OF).map(([type, menu]) => [menu, type]));

const addressOf = ({ menu, path }: RowSpec): string => `${TYPE_OF.get(menu)}.gateway_${path.join("_")}`;

/** The type of a resource by its address. */
export const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

function renamed(record: object, from: string, to: string): Attributes {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.replaceAll(from, to), value]),
  );
}

/** What the router of a case holds by menu, with what its ISPs give. */
export function routerRowsOf({ resources, props }: Case): Record<string, object[]> {
  const rows: Record<string, object[]> = {};
  for (const [address, { depends_on, ...attributes }] of resources) {
    const menu = MENU_OF[typeOf(address)];
    if (menu !== undefined) {
      rows[menu] = [...(rows[menu] ?? []), { ".id": address, ...renamed(attributes, "_", "-") }];
    }
  }
  return withGivenRows(rows, props);
}

/** What is awaited by the resources of a case, of those that were asked for. */
const AWAITED = new WeakMap<Case["resources"], Map<string, ReadonlySet<string>>>();

/** All that a resource waits for, near and far: what it depends on, and what it refers to. */
export function awaitedBy(address: string, resources: Case["resources"]): ReadonlySet<string> {
  const known = AWAITED.get(resources) ?? new Map<string, ReadonlySet<string>>();
  AWAITED.set(resources, known);
  const nearAndFar = (one: string): ReadonlySet<string> => {
    const before = known.get(one);
    if (before !== undefined) {
      return before;
    }
    const nearest = directlyAwaitedBy(resources.get(one) ?? {});
    const awaited = new Set([...nearest, ...nearest.flatMap((next) => [...nearAndFar(next)])]);
    known.set(one, awaited);
    return awaited;
  };
  return nearAndFar(address);
}

function directlyAwaitedBy({ depends_on = [], ...attributes }: Attributes): string[] {
  const references = [...JSON.stringify(attributes).matchAll(/\$\{(routeros_\w+\.[\w-]+)\.\w+\}/g)];
  return [...(depends_on as string[]), ...references.map(([, referred]) => referred ?? "")];
}
