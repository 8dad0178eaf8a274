import { groupBy } from "../../collections/group-by";
import { shown } from "../../text/shown";
import type { DestinationPin } from "../destination-pins/destination-pin";
import type { GatewayDescription } from "../gateway-description";
import type { Lan } from "../lan/lan";
import { connectionMark, lanName, pinName, RESERVED_NAMES, routingTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { type Given, problem, repeats } from "./problem";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const NAME_REMEDY = "write letters, digits, _ . - and begin with a letter or digit";
const COMMENT = /^[A-Za-z0-9_./:-]+$/;

/** A name as given, or as derived from another prop. */
interface Name extends Given {
  readonly derived?: boolean;
}

/** Names are literal, legal on the router and in a comment, and each is given once. */
export function nameProblems(gateway: GatewayDescription, id: string, values: TokenResolver): string[] {
  const { lans, wans, destinationPins = [], portForwards = [] } = gateway;
  const current: Name[] = [
    ...lans.map((lan, i) => lanNameGiven(lan, `lans[${i}]`)),
    ...wans.map((wan, i) => ({ prop: `wans[${i}].name`, value: wan.name })),
  ];
  const former: Name[] = wans.flatMap(({ renamedFrom }, i) =>
    renamedFrom === undefined ? [] : [{ prop: `wans[${i}].renamedFrom`, value: renamedFrom }],
  );
  const onRouter: Name[] = wans.flatMap((wan, i) =>
    derivesRouterName(wan) ? [] : [{ prop: `wans[${i}].routerName`, value: wan.routerName }],
  );
  const pins = destinationPins.flatMap((pin, i) => pinNameGiven(pin, `destinationPins[${i}]`, values));
  const forwards = portForwards.map(({ name }, i) => ({ prop: `portForwards[${i}].name`, value: name }));
  const own: Name[] = [
    ...(gateway.name === undefined ? [] : [{ prop: "name", value: gateway.name }]),
    ...(gateway.routingTable === undefined ? [] : [{ prop: "routingTable", value: gateway.routingTable }]),
  ];
  return [
    ...[...current, ...former, ...onRouter, ...pins, ...forwards, ...own].flatMap((name) =>
      illegal(name, values),
    ),
    ...[...current, ...former, ...onRouter].flatMap(reserved),
    ...repeatedNames(current),
    ...stillCurrent(former, current),
    ...repeats(former, "is also given in", "one WAN had that name: leave the other out"),
    ...sharedOnRouter(gateway),
    ...tableOfWan(gateway),
    ...commentProblems(gateway, id),
  ];
}

function lanNameGiven(lan: Lan, at: string): Name {
  return lan.name === undefined
    ? { prop: `${at}.interface`, value: lanName(lan), derived: true }
    : { prop: `${at}.name`, value: lan.name };
}

/** A pin without a name of its own has a legal one if its destination is legal, which is checked elsewhere. */
function pinNameGiven(pin: DestinationPin, at: string, values: TokenResolver): Name[] {
  if (pin.name !== undefined) {
    return [{ prop: `${at}.name`, value: pin.name }];
  }
  return values.isToken(pin.destination)
    ? [{ prop: `${at}.destination`, value: pinName(pin), derived: true }]
    : [];
}

function illegal({ prop, value, derived }: Name, values: TokenResolver): string[] {
  if (values.isToken(value)) {
    const remedy = derived ? "give it a name" : "write it out";
    return [problem(prop, value, "is a token, and names shape the plan", remedy)];
  }
  if (!NAME.test(value)) {
    const remedy = derived ? `give it a name: ${NAME_REMEDY}` : NAME_REMEDY;
    return [problem(prop, value, "cannot name resources and rows", remedy)];
  }
  // The construct tree is a plain object, which has these already.
  return value in {}
    ? [problem(prop, value, "is a word that JavaScript keeps for itself", "write another name")]
    : [];
}

function reserved({ prop, value }: Name): string[] {
  return RESERVED_NAMES.includes(value)
    ? [problem(prop, value, "is what the gateway calls a group of its own resources", "write another name")]
    : [];
}

function repeatedNames(names: readonly Name[]): string[] {
  const first = firstByValue(names);
  return names.flatMap((name) => {
    const { prop, value, derived } = name;
    const earlier = first.get(value);
    const remedy = derived ? "give it a name of its own" : "write another name";
    return earlier === undefined || earlier === name
      ? []
      : [problem(prop, value, `is already used in ${earlier.prop}`, remedy)];
  });
}

/** The first of the names that are alike. */
function firstByValue(names: readonly Name[]): ReadonlyMap<string, Name> {
  return new Map([...names].reverse().map((name) => [name.value, name]));
}

function stillCurrent(former: readonly Name[], current: readonly Name[]): string[] {
  const byValue = groupBy(current, (name) => name.value);
  return former.flatMap(({ prop, value }) =>
    (byValue.get(value) ?? []).map((name) =>
      problem(
        prop,
        value,
        `is still the name given in ${name.prop}`,
        "write the name this WAN had before, or leave it out",
      ),
    ),
  );
}

/** The router's own names and the comments of a WAN's rows must be no other WAN's, and no LAN's. */
function sharedOnRouter(gateway: GatewayDescription): string[] {
  const { lans, wans } = gateway;
  const lanNames = lans.map(lanName);
  const placed = wans.map((wan, place) => ({ wan, place }));
  const byRouterName = groupBy(placed, ({ wan }) => wan.routerName);
  return wans.flatMap((wan, i) => {
    if (derivesRouterName(wan)) {
      return [];
    }
    const prop = `wans[${i}].routerName`;
    const lan = lanNames.indexOf(wan.routerName);
    const twin = byRouterName
      .get(wan.routerName)
      ?.find((other) => i !== other.place && (derivesRouterName(other.wan) || other.place < i))?.wan;
    return [
      ...(lan === -1
        ? []
        : [
            problem(
              prop,
              wan.routerName,
              `would give its rows the comments of lans[${lan}]`,
              "write another routerName",
            ),
          ]),
      ...(twin === undefined
        ? []
        : [
            problem(
              prop,
              wan.routerName,
              `would give it the mark ${connectionMark(gateway, wan)} and table ${routingTable(gateway, wan)} of WAN ${shown(twin.name)}`,
              "write another routerName",
            ),
          ]),
    ];
  });
}

function tableOfWan(gateway: GatewayDescription): string[] {
  return gateway.wans
    .filter((wan) => routingTable(gateway, wan) === gateway.routingTable)
    .map(({ name }) =>
      problem(
        "routingTable",
        gateway.routingTable,
        `is the table of WAN ${shown(name)} alone`,
        "write another name",
      ),
    );
}

/** Whether the router's own names come from the WAN's present or former name. */
function derivesRouterName(wan: Wan): boolean {
  return wan.routerName === (wan.renamedFrom ?? wan.name);
}

function commentProblems({ comment, name }: GatewayDescription, id: string): string[] {
  const legal = "letters, digits, _ . / : -";
  if (comment !== undefined) {
    return COMMENT.test(comment)
      ? []
      : [problem("comment", comment, "does not survive `terraform import` by comment", `write ${legal}`)];
  }
  return name !== undefined || COMMENT.test(id)
    ? []
    : [problem("id", id, "cannot begin the comments of the rows", `give the gateway a comment: ${legal}`)];
}
