import { Balancing } from "../balancing/balancing";
import { HealthCheck, type RecursiveCheckOptions } from "../health-check/health-check";
import { propsOf } from "../validation/copied-props";
import {
  ANY_WAN,
  BALANCING_PROPS,
  DESCRIPTION,
  EXAMPLES,
  NAMED_WAN,
  RECURSIVE_PROPS,
} from "../validation/description-shape";
import { problem } from "../validation/problem";
import {
  list,
  type ObjectShape,
  object,
  optional,
  type PropReader,
  type ReadersOf,
  readAt,
  text,
} from "../validation/prop-readers";
import { PointToPointWan } from "../wan/point-to-point";
import { WAN_KINDS, Wan } from "../wan/wan";
import type { BalancingData, GatewayData, PppoeClientData } from "./gateway-data";

/* What every value of a gateway's data takes: as its props, except where a factory makes what a program passes. */

/** What a kind names: how its other options are read, and what they make. */
interface KindOfData {
  readonly options: PropReader;
  readonly make: (options: unknown) => unknown;
}

/** An object whose `kind` says what its other options are. */
function ofKind(kinds: Readonly<Record<string, KindOfData>>, example: string): PropReader {
  const choices = Object.keys(kinds).map((kind) => JSON.stringify(kind));
  return (value, path, reading) => {
    const { problems } = reading;
    const given = propsOf(value);
    if (given === undefined) {
      problems.push(problem(path, value, "not-an-object", { id: "write", code: example }));
      return undefined;
    }
    const { kind: name, ...options } = given;
    const kind = typeof name === "string" && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      problems.push(
        name === undefined
          ? problem(`${path}.kind`, name, "missing", { id: "write-either", choices })
          : problem(`${path}.kind`, name, { id: "not-a-choice", choices }),
      );
      return undefined;
    }
    return kind.make(readAt(kind.options, () => options, path, reading));
  };
}

const RECURSIVE = object({
  of: "a health check",
  example: '{ "targets": ["9.9.9.9"] }',
  props: RECURSIVE_PROPS satisfies ReadersOf<RecursiveCheckOptions>,
});

const NAMED_CHECKS: Readonly<Record<string, () => HealthCheck>> = {
  ping: () => HealthCheck.ping(),
  arp: () => HealthCheck.arp(),
  none: () => HealthCheck.none(),
};

const CHECKS = [
  ...Object.keys(NAMED_CHECKS).map((name) => JSON.stringify(name)),
  '{ "targets": ["9.9.9.9"] }',
];

const healthCheck: PropReader = (value, path, reading) => {
  if (propsOf(value) !== undefined) {
    return HealthCheck._of(RECURSIVE(value, path, reading));
  }
  if (typeof value === "string" && Object.hasOwn(NAMED_CHECKS, value)) {
    return NAMED_CHECKS[value]?.();
  }
  reading.problems.push(problem(path, value, { id: "not-a-choice", choices: CHECKS }));
  return undefined;
};

/** The name of a variable of Terraform, which becomes a token of its value. */
const variable: PropReader = (value, path, reading) => {
  if (typeof value === "string" && /^[A-Za-z_]\w*$/.test(value)) {
    return reading.data?.variable(value);
  }
  reading.problems.push(problem(path, undefined, "not-a-variable", "write-variable"));
  return undefined;
};

const PPPOE = object({
  of: "a PPPoE client",
  example: '{ "interface": ..., "user": ..., "passwordVariable": ... }',
  props: { interface: text, user: text, passwordVariable: variable } satisfies ReadersOf<PppoeClientData>,
});

const pppoe: PropReader = (value, path, reading) => {
  const { passwordVariable: password, ...client } = (PPPOE(value, path, reading) ?? {}) as PppoeClientData;
  return { ...client, password };
};

/** The options of a kind of WAN that data gives otherwise than a program. */
const OWN_OPTIONS = new Map<unknown, Readonly<Record<string, PropReader>>>([
  [PointToPointWan, { pppoe: optional(pppoe) }],
]);

const WANS = Object.fromEntries(
  WAN_KINDS.map((kind) => {
    const { name } = new kind({});
    const shape: ObjectShape = {
      of: `a WAN of kind ${JSON.stringify(name)}`,
      props: {
        ...NAMED_WAN,
        ...(OWN_OPTIONS.get(kind) ?? kind.options),
        ...ANY_WAN,
        healthCheck: optional(healthCheck),
      },
    };
    return [name, { options: object(shape), make: (options) => Wan._of(kind, options) } satisfies KindOfData];
  }),
);

const BALANCING_KINDS = {
  ecmp: "ecmp",
  "per-connection-classifier": "classifier",
  "repeated-routes": "repeated routes",
} as const satisfies Record<BalancingData["kind"], Balancing["_kind"]>;

const BALANCINGS = Object.fromEntries(
  Object.entries(BALANCING_KINDS).map(([name, kind]) => {
    const shape = { of: `a balancing of kind ${JSON.stringify(name)}`, props: BALANCING_PROPS[kind] };
    return [
      name,
      { options: object(shape), make: (options) => Balancing._of(kind, options) } satisfies KindOfData,
    ];
  }),
);

/** The shape of a gateway's data. */
export const GATEWAY_DATA: ObjectShape = {
  of: "a gateway",
  example: EXAMPLES.gateway,
  props: {
    ...DESCRIPTION,
    wans: list(
      ofKind(WANS, '{ "kind": "static", ... }'),
      '[{ "kind": "static", ... }, { "kind": "dhcp", ... }]',
    ),
    healthCheck: optional(healthCheck),
    balancing: optional(ofKind(BALANCINGS, '{ "kind": "ecmp" }')),
  } satisfies ReadersOf<GatewayData>,
};
