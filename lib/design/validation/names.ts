import type { DestinationPin } from "../../props/destination-pin";
import type { GatewayDescription } from "../../props/gateway-description";
import type { Lan } from "../../props/lan";
import type { Wan } from "../../props/wan";
import { connectionMark, pinName, RESERVED_NAMES, routingTable } from "../names";
import type { Values } from "../values";
import { type Given, problem, repeats } from "./problem";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const NAME_REMEDY = "write letters, digits, _ . - and begin with a letter or digit";
const COMMENT = /^[A-Za-z0-9_./:-]+$/;

/** Names are literal, legal on the router and in a comment, and each is given once. */
export function nameProblems(gateway: GatewayDescription, id: string, values: Values): string[] {
  const { lans, wans, destinationPins = [] } = gateway;
  const names: Given[] = [
    ...lans.map((lan, i) => lanNameGiven(lan, `lans[${i}]`)),
    ...wans.map((wan, i) => ({ prop: `wans[${i}].name`, value: wan.name })),
  ];
  const pinNames = destinationPins.flatMap((pin, i) => pinNameGiven(pin, `destinationPins[${i}]`, values));
  return [
    ...[...names, ...pinNames].flatMap((name) => illegal(name, values)),
    ...names.flatMap(({ prop, value }) =>
      RESERVED_NAMES.includes(value)
        ? [
            problem(
              prop,
              value,
              "is what the gateway calls a group of its own resources",
              "write another name",
            ),
          ]
        : [],
    ),
    ...repeats(names, "is also the name of", "write another name"),
    ...renameProblems(gateway, values),
    ...routerNameProblems(gateway, values),
    ...(gateway.name === undefined ? [] : illegal({ prop: "name", value: gateway.name }, values)),
    ...commentProblems(gateway, id),
  ];
}

function lanNameGiven(lan: Lan, at: string): Given {
  return lan.name === undefined
    ? { prop: `${at}.interface`, value: lan.interface }
    : { prop: `${at}.name`, value: lan.name };
}

/** A pin without a name of its own has a legal one if its destination is legal, which is checked elsewhere. */
function pinNameGiven(pin: DestinationPin, at: string, values: Values): Given[] {
  if (pin.name !== undefined) {
    return [{ prop: `${at}.name`, value: pin.name }];
  }
  return values.isToken(pin.destination) ? [{ prop: `${at}.destination`, value: pinName(pin) }] : [];
}

/** A name that stands for itself is mended where it stands; one that is derived, by giving the name. */
function illegal({ prop, value }: Given, values: Values): string[] {
  const derived = prop.endsWith(".interface") || prop.endsWith(".destination");
  const remedy = derived ? `give it a name: ${NAME_REMEDY}` : NAME_REMEDY;
  if (values.isToken(value)) {
    return [
      problem(
        prop,
        value,
        "is a token, and names shape the plan",
        derived ? "give it a name" : "write it out",
      ),
    ];
  }
  return NAME.test(value) ? [] : [problem(prop, value, "cannot name resources and rows", remedy)];
}

function renameProblems({ lans, wans }: GatewayDescription, values: Values): string[] {
  const former = wans.flatMap(({ renamedFrom }, i) =>
    renamedFrom === undefined ? [] : [{ prop: `wans[${i}].renamedFrom`, value: renamedFrom }],
  );
  const current = [
    ...lans.map((lan, i) => lanNameGiven(lan, `lans[${i}]`)),
    ...wans.map((wan, i) => ({ prop: `wans[${i}].name`, value: wan.name })),
  ];
  return [
    ...former.flatMap((name) => illegal(name, values)),
    ...former.flatMap(({ prop, value }) =>
      current
        .filter((name) => name.value === value)
        .map((name) =>
          problem(
            prop,
            value,
            `is still the name given in ${name.prop}`,
            "write the name this WAN had before, or leave it out",
          ),
        ),
    ),
    ...repeats(former, "is also given in", "one WAN had that name: leave the other out"),
  ];
}

/** Two WANs with one mark and one table would answer each other's connections. */
function routerNameProblems(gateway: GatewayDescription, values: Values): string[] {
  return gateway.wans.flatMap((wan, i, wans) => {
    const prop = `wans[${i}].routerName`;
    const derived = wan.routerName === wan.name || wan.routerName === wan.renamedFrom;
    const twin = wans
      .slice(0, i)
      .find((earlier) => earlier.routerName === wan.routerName && !sharesName(earlier, wan));
    return [
      ...(derived ? [] : illegal({ prop, value: wan.routerName }, values)),
      ...(twin === undefined
        ? []
        : [
            problem(
              prop,
              wan.routerName,
              `would give it the mark ${connectionMark(gateway, wan)} and table ${routingTable(gateway, wan)} of WAN ${JSON.stringify(twin.name)}`,
              "write another routerName",
            ),
          ]),
    ];
  });
}

/** Whether two WANs clash in a present or former name, which is a problem of its own. */
function sharesName(a: Wan, b: Wan): boolean {
  const former = a.renamedFrom !== undefined && a.renamedFrom === b.renamedFrom;
  return former || a.name === b.name || a.renamedFrom === b.name || b.renamedFrom === a.name;
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
