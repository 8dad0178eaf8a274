import { groupBy } from "../../collections/group-by";
import type { GatewayDescription } from "../gateway-description";
import type { Lan } from "../lan/lan";
import { connectionMark, lanName, RESERVED_NAMES, routingTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { duplicates, type PlacedValue, type Problem, type ProblemFault, problem } from "./problem";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const COMMENT = /^[A-Za-z0-9_./:-]+$/;

/** A name as given, or as derived from another prop. */
interface GivenName extends PlacedValue {
  readonly derived?: boolean;
}

/** Names are literal, legal on the router and in a comment, and each is given once. */
export function nameProblems(gateway: GatewayDescription, id: string, values: TokenResolver): Problem[] {
  const { lans, wans, policies = [], portForwards = [] } = gateway;
  const current: GivenName[] = [
    ...lans.map((lan, i) => nameOfLan(lan, `lans[${i}]`)),
    ...wans.map((wan, i) => ({ path: `wans[${i}].name`, value: wan.name })),
  ];
  const former: GivenName[] = wans.flatMap(({ renamedFrom }, i) =>
    renamedFrom === undefined ? [] : [{ path: `wans[${i}].renamedFrom`, value: renamedFrom }],
  );
  const onRouter: GivenName[] = wans.flatMap((wan, i) =>
    derivesRouterName(wan) ? [] : [{ path: `wans[${i}].routerName`, value: wan.routerName }],
  );
  const ofPolicies = policies.map(({ name }, i) => ({ path: `policies[${i}].name`, value: name }));
  const forwards = portForwards.map(({ name }, i) => ({ path: `portForwards[${i}].name`, value: name }));
  const own: GivenName[] = [
    ...(gateway.name === undefined ? [] : [{ path: "name", value: gateway.name }]),
    ...(gateway.routingTable === undefined ? [] : [{ path: "routingTable", value: gateway.routingTable }]),
  ];
  return [
    ...[...current, ...former, ...onRouter, ...ofPolicies, ...forwards, ...own].flatMap((name) =>
      illegal(name, values),
    ),
    ...[...current, ...former, ...onRouter].flatMap(reserved),
    ...repeatedNames(current),
    ...stillCurrent(former, current),
    ...duplicates(former, "remove-one"),
    ...sharedOnRouter(gateway),
    ...tableOfWan(gateway),
    ...commentProblems(gateway, id),
  ];
}

function nameOfLan(lan: Lan, path: string): GivenName {
  return lan.name === undefined
    ? { path: `${path}.interface`, value: lanName(lan), derived: true }
    : { path: `${path}.name`, value: lan.name };
}

function illegal({ path, value, derived }: GivenName, values: TokenResolver): Problem[] {
  if (values.isToken(value)) {
    const fault = { id: "token", because: "address" } as const;
    return [derived ? problem(path, value, fault, "add-name") : problem(path, value, fault)];
  }
  if (!NAME.test(value)) {
    return [problem(path, value, "illegal-name", derived ? "add-legal-name" : "write-legal-name")];
  }
  // The construct tree is a plain object, which has these names already, such as `constructor`.
  return value in {} ? [problem(path, value, "reserved-name", "write-another-name")] : [];
}

function reserved({ path, value }: GivenName): Problem[] {
  return RESERVED_NAMES.includes(value) ? [problem(path, value, "reserved-name", "write-another-name")] : [];
}

function repeatedNames(names: readonly GivenName[]): Problem[] {
  const first = firstByValue(names);
  return names.flatMap((name) => {
    const { path, value, derived } = name;
    const earlier = first.get(value);
    return earlier === undefined || earlier === name
      ? []
      : [
          problem(
            path,
            value,
            { id: "duplicate", earlier: earlier.path },
            derived ? "add-name" : "write-another-name",
          ),
        ];
  });
}

/** The first of the names that are equal. */
function firstByValue(names: readonly GivenName[]): ReadonlyMap<string, GivenName> {
  return new Map([...names].reverse().map((name) => [name.value, name]));
}

function stillCurrent(former: readonly GivenName[], current: readonly GivenName[]): Problem[] {
  const byValue = groupBy(current, (name) => name.value);
  return former.flatMap(({ path, value }) =>
    (byValue.get(value) ?? []).map((name) =>
      problem(path, value, { id: "current-name", of: name.path }, "write-former-name"),
    ),
  );
}

/** The names on the router and the comments of a WAN's rows must differ from those of every other WAN and LAN. */
function sharedOnRouter(gateway: GatewayDescription): Problem[] {
  const { lans, wans } = gateway;
  const lanNames = lans.map(lanName);
  const placed = wans.map((wan, place) => ({ wan, place }));
  const byRouterName = groupBy(placed, ({ wan }) => wan.routerName);
  return wans.flatMap((wan, i) => {
    if (derivesRouterName(wan)) {
      return [];
    }
    const lan = lanNames.indexOf(wan.routerName);
    const other = byRouterName
      .get(wan.routerName)
      ?.find(({ place, wan: each }) => i !== place && (derivesRouterName(each) || place < i))?.wan;
    const refused = (fault: ProblemFault) =>
      problem(`wans[${i}].routerName`, wan.routerName, fault, "write-another-router-name");
    return [
      ...(lan === -1 ? [] : [refused({ id: "comments-of-lan", lan: `lans[${lan}]` })]),
      ...(other === undefined ? [] : [refused(sameNamesAs(other, wan, gateway))]),
    ];
  });
}

function sameNamesAs(other: Wan, wan: Wan, gateway: GatewayDescription): ProblemFault {
  return {
    id: "router-names-of-wan",
    mark: connectionMark(gateway, wan),
    table: routingTable(gateway, wan),
    wan: other.name,
  };
}

function tableOfWan(gateway: GatewayDescription): Problem[] {
  return gateway.wans
    .filter((wan) => routingTable(gateway, wan) === gateway.routingTable)
    .map(({ name }) =>
      problem("routingTable", gateway.routingTable, { id: "table-of-wan", wan: name }, "write-another-name"),
    );
}

/** Whether the names on the router come from the WAN's present or former name. */
function derivesRouterName(wan: Wan): boolean {
  return wan.routerName === (wan.renamedFrom ?? wan.name);
}

function commentProblems({ comment, name }: GatewayDescription, id: string): Problem[] {
  if (comment !== undefined) {
    return COMMENT.test(comment)
      ? []
      : [problem("comment", comment, "illegal-comment", "write-legal-comment")];
  }
  return name !== undefined || COMMENT.test(id) ? [] : [problem("id", id, "illegal-id", "add-comment")];
}
